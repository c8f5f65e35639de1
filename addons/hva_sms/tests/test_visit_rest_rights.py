from datetime import timedelta

from odoo.exceptions import AccessDenied, AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.hva_sms.models.hva_visit_source import GROUP, SCOPE

from .common_rest import VISITS, RestCase


@tagged("post_install", "-at_install")
class TestVisitRestRights(RestCase):
    """The door opens to a patient system's key and to nothing else; the key opens this door and no other."""

    def keys_of(self, user, scope=SCOPE, days=1):
        """Make a key by Odoo's own means, as somebody could who knows how."""
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate(scope, "test", self.real_now() + timedelta(days=days))

    def status(self, key):
        return self.refusal(self.post(self.envelope(self.visit("e1")), key=key))[:2]

    def test_no_key_no_entry(self):
        body = self.envelope(self.visit("e1"))
        for header in (None, "", "Bearer", "Bearer ", "Basic ZXBpYzplcGlj", f"Token {self.key}", "Bearer \u00e4\u00f6"):
            with self.subTest(header):
                reply = self.post(body, Authorization=header.encode("latin-1") if header else header)
                self.assertEqual(self.refusal(reply), (401, "unauthorised", None))
                self.assertEqual(reply.headers["WWW-Authenticate"], "Bearer")
        self.assertEqual(self.refusal(self.url_open(f"{VISITS}/x"))[:2], (401, "unauthorised"))
        self.assertFalse(self.env["hva.visit.batch"].search([("source_system", "=", "epic")]))

    def test_wrong_expired_and_removed_keys_are_all_the_same(self):
        wrong = self.key[:-1] + ("0" if self.key[-1] != "0" else "1")
        expired = self.keys_of(self.source.user_id, days=-1)
        removed = self.make_key()
        self.source.action_remove_keys()
        for key in (wrong, expired, removed, self.key, "x", self.key[:8], "0" * 4000):
            self.assertEqual(self.status(key), (401, "unauthorised"))

    def test_archived_source_is_out_and_back_again(self):
        self.source.action_archive()
        self.assertEqual(self.status(self.key), (401, "unauthorised"))
        with self.assertRaises(UserError):
            self.source.action_make_key()
        self.source.action_unarchive()
        self.assertEqual(self.send(self.visit("e1"))["e1"][0], "accepted")

    def test_people_do_not_bring_visits(self):
        admin = self.env.ref("base.user_admin")
        self.assertEqual(self.status(self.keys_of(admin, scope=None)), (403, "forbidden"))
        intruder = new_test_user(self.env, "intruder", GROUP)
        self.assertEqual(self.status(self.keys_of(intruder)), (403, "forbidden"), "in the group, but no source")
        self.source.user_id.group_ids = [(3, self.env.ref(GROUP).id)]
        self.assertEqual(self.status(self.key), (403, "forbidden"), "a source, but no longer in the group")

    def test_session_of_a_browser_is_no_key(self):
        self.authenticate("admin", "admin")
        reply = self.post(self.envelope(self.visit("e1")), Authorization=None)
        self.assertEqual(self.refusal(reply)[:2], (401, "unauthorised"))
        self.assertEqual(self.send(self.visit("e2"))["e2"][0], "accepted", "a key is taken beside a session")
        self.assertFalse(self.url_open(f"{VISITS}/x", headers={"Authorization": f"Bearer {self.key}"}).cookies)

    def test_key_opens_no_other_door_of_odoo(self):
        check = self.env["res.users.apikeys"]._check_credentials
        self.assertFalse(check(scope="rpc", key=self.key), "neither JSON-2 nor XML-RPC take it")
        self.assertEqual(check(scope=SCOPE, key=self.key), self.source.user_id.id)
        if self.env["ir.module.module"].search_count([("name", "=", "rpc"), ("state", "=", "installed")]):
            headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
            for model in ("hva.visit", "res.partner", "res.users"):
                with mute_logger("odoo.http"):
                    reply = self.url_open(f"/json/2/{model}/search_read", data=b"{}", headers=headers)
                self.assertEqual(reply.status_code, 401)

    def test_user_of_a_source_can_do_nothing_at_all(self):
        user = self.source.user_id
        self.assertEqual((user.group_ids, user.share, user._is_internal()), (self.env.ref(GROUP), True, False))
        for name, model in self.env.registry.items():
            if name.startswith(("hva.", "survey.", "helpdesk.")) and not model._abstract and not model._transient:
                for operation in ("read", "write", "create", "unlink"):
                    with self.subTest(model=name, operation=operation):
                        self.assertFalse(self.env[name].with_user(user).has_access(operation))
        for name in ("res.partner", "res.users", "mail.message", "ir.config_parameter", "ir.cron"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.env[name].with_user(user).search_read([], limit=1)

    @mute_logger("odoo.addons.base.models.res_users")
    def test_nobody_can_log_in_as_a_source(self):
        for password in ("", "False", "None", self.key, self.source.user_id.login):
            credential = {"type": "password", "login": self.source.user_id.login, "password": password}
            with self.assertRaises(AccessDenied):
                self.env["res.users"].authenticate(credential, {"interactive": True})

    def test_technical_role_keeps_sources_and_nobody_else(self):
        people = {
            role: new_test_user(self.env, f"rest-{role}", f"base.group_user,hva_feedback.hva_feedback_group_{role}")
            for role in ("manager", "admin", "technical")
        }
        made = self.env["hva.visit.source"].with_user(people["technical"]).create({"name": "Lifecare", "code": "life"})
        self.assertTrue(self.post(self.envelope(source_system="life"), key=self.make_key(made)).ok)
        for role in ("manager", "admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                made.with_user(people[role]).action_make_key()
            with self.subTest(role), self.assertRaises(AccessError):
                made.with_user(people[role]).action_remove_keys()
        self.assertEqual(made.with_user(people["admin"]).read(["name", "key_count"])[0]["key_count"], 1)
        made.with_user(people["technical"]).action_archive()
        self.assertFalse(made.sudo().with_context(active_test=False).user_id.active)

    def test_code_of_a_source_is_plain_unique_and_stays(self):
        for code in ("", "Epic", "a b", "-x", "x" * 33, "ä"):
            with self.subTest(code), self.assertRaises(ValidationError):
                self.env["hva.visit.source"].create({"name": "X", "code": code})
        with self.assertRaises(UserError):
            self.source.code = "other"
        self.source.name = "Epic of the county"

    def test_key_has_an_end_and_its_coming_is_seen(self):
        self.source.key_valid_days = 20
        self.env.cr.execute("DELETE FROM res_users_apikeys WHERE user_id = %s", [self.source.user_id.id])
        action = self.source.action_make_key()
        self.assertEqual((action["res_model"], len(action["context"]["default_key"])), ("res.users.apikeys.show", 40))
        self.assertEqual((self.source.key_count, str(self.source.key_expires_on)), (1, "2026-11-22"))
        self.assertTrue(self.source.is_key_ending)
        self.env.cr.execute("SELECT expiration_date, scope FROM res_users_apikeys WHERE scope = %s", [SCOPE])
        self.assertEqual(len(self.env.cr.fetchall()), 1)
