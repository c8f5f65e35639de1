import io
import logging

from odoo.tests import HttpCase, tagged

from .common import SmsCase

GARBAGE = (
    "self=1",
    "lang=%00",
    "number=%ED%A0%80",
    "token=x",
    "state=%F0%9F%98%80" + "x" * 3000,
    "%FF=%FF",
    "done=\u202e",
)


@tagged("post_install", "-at_install")
class TestDoorsGarbage(SmsCase, HttpCase):
    """Nothing an outsider sends ends in an error of ours, a traceback or a secret in the log."""

    def setUp(self):
        super().setUp()
        self.invite()
        self.dispatch()
        self.token = self.fake.sent[0].callback_url.rpartition("/")[2]

    def test_senseless_calls_are_answered_calmly(self):
        for path in (
            "/hva_sms/opt-out",
            f"/hva_sms/dlr/{self.token}",
            "/hva_sms/dlr/%00",
            "/hva_sms/dlr/%FF" + "0" * 40,
        ):
            for query in GARBAGE:
                with self.subTest(path=path, query=query):
                    for data in (None, query.encode()):
                        reply = self.url_open(f"{path}?{query}", data=data)
                        self.assertIn(reply.status_code, (200, 422))
                        self.assertNotIn("Traceback", reply.text)

    def test_files_and_wrong_methods_are_refused(self):
        reply = self.url_open("/hva_sms/opt-out", files={"number": io.BytesIO(b"x")})
        self.assertEqual(reply.status_code, 422)
        reply = self.url_open(f"/hva_sms/dlr/{self.token}", method="DELETE")
        self.assertEqual(reply.status_code, 405)

    def test_access_log_does_not_print_the_token(self):
        with self.assertLogs("werkzeug", logging.INFO) as logs:
            self.url_open(f"/hva_sms/dlr/{self.token}?state=submitted")
        text = "\n".join(logs.output)
        self.assertIn("/hva_sms/dlr/***", text)
        self.assertNotIn(self.token, text)
