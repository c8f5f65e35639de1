"""Sums, national codes, and handing over by HTTP PUT."""

import base64
import hashlib
import io
import json
import os
import shutil
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import _super_send
from odoo.tools import mute_logger

from ..gateways import lake_put
from .common_lake import LakeCase

OID = "1.2.246.10.1234567.10.11"


class Store(BaseHTTPRequestHandler):
    """Keeps what is put; says `server.status` from the request number `server.refuse_from` on.

    Who has let go of `server.may_answer` is answered; before that the file is kept and nothing is said.
    """

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.tried += 1
        self.server.headers.append(dict(self.headers))
        if self.server.tried >= self.server.refuse_from:
            self.send_response(self.server.status)
            self.send_header("Location", "/elsewhere")
        else:
            self.server.got[self.path] = body
            self.server.may_answer.wait(5)
            self.send_response(201)
        self.end_headers()

    def log_message(self, *_args):
        pass


@tagged("post_install", "-at_install")
class TestLakeTargets(LakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store = ThreadingHTTPServer(("127.0.0.1", 0), Store)
        thread = threading.Thread(target=cls.store.serve_forever, daemon=True)
        thread.start()
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(cls.store.server_close)
        cls.addClassCleanup(cls.store.shutdown)
        cls.eura.oid = OID
        cls.give(cls.eura, "2026-10-05", "web", nps=9, statements={"ST1": 5, "ST2": 0}, count=12)
        cls.give(cls.pori, "2026-10-05", "web", nps=3, count=12)

    @classmethod
    def _request_handler(cls, session, request, /, **kwargs):
        return _super_send(session, request, **kwargs)  # the store is on this machine, and ours

    def setUp(self):
        super().setUp()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.store.got, self.store.tried, self.store.refuse_from, self.store.status = {}, 0, 99, 403
        self.store.headers, self.store.may_answer = [], threading.Event()
        self.store.may_answer.set()

    def put_to(self, path):
        url = f"http://127.0.0.1:{self.store.server_port}/{path}?sig=secret"
        self.startPatcher(patch.dict(os.environ, {"LAKE_URL": url}))
        self.export.sudo().write({"target": "put", "put_url": "$LAKE_URL"})
        self.folder = self.export.sudo()._get_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def test_each_file_goes_to_its_own_address_and_the_manifest_last(self):
        self.put_to("lake/{name}")
        run = self.deliver()
        self.assertEqual(run.state, "done")
        names = [path.removeprefix("/lake/v2/").removesuffix("?sig=secret") for path in self.store.got]
        self.assertEqual(names[-1], "manifest.json")
        manifest = json.loads(list(self.store.got.values())[-1])
        hashes = {
            name: hashlib.sha256(body).hexdigest() for name, body in zip(names, self.store.got.values(), strict=True)
        }
        hashes.pop("manifest.json")
        self.assertEqual(hashes, {one["path"]: one["sha256"] for one in manifest["files"]})

    @mute_logger("odoo.addons.hva_reports.models.hva_export_run")
    def test_who_is_refused_goes_on_later_where_it_stopped(self):
        self.put_to("lake/{name}")
        self.store.refuse_from = 3
        run = self.deliver()
        self.assertEqual((run.state, run.detail, len(self.store.got)), ("waiting", "http_403", 2))
        self.assertNotIn("manifest.json", " ".join(self.store.got))
        self.store.refuse_from = 99
        run.sudo().next_try_at = False
        self.env["hva.export"]._cron_export()
        self.assertEqual(run.state, "done")
        self.assertEqual(self.store.tried, len(self.store.got) + 1)
        self.assertNotIn("secret", run.with_context(lang="en_US").words)

    @mute_logger("odoo.addons.hva_reports.models.hva_export_run")
    def test_whatever_the_other_end_says_is_told_in_words_and_mended_by_the_next_run(self):
        self.put_to("lake/{name}")
        self.store.refuse_from = 2
        for status, words in (
            (302, "sends us on"), (401, "does not know us"), (403, "refused us"), (404, "nothing at this address"),
            (413, "too large"), (500, "out of order"), (503, "out of order"),
        ):  # fmt: skip
            self.store.status, self.store.tried = status, 1
            run = self.deliver()
            self.assertEqual((run.state, run.detail), ("waiting", f"http_{status}"))
            told = run.with_user(self.admin).with_context(lang="en_US").words
            self.assertIn(words, told)
            self.assertIn(f"(http_{status})", told)
            self.assertNotIn("/elsewhere", self.store.got)
            run.sudo().write({"next_try_at": False, "attempts": 0})
        self.store.refuse_from = 99
        self.env["hva.export"]._cron_export()
        self.assertEqual(run.state, "done")

    @mute_logger("odoo.addons.hva_reports.models.hva_export_run")
    def test_a_file_that_was_taken_but_answered_too_late_goes_once_more(self):
        self.put_to("lake/{name}")
        self.store.may_answer.clear()
        with patch.object(lake_put, "TIMEOUT", (2.0, 0.2)):
            run = self.deliver()
        self.assertEqual((run.state, run.detail, len(self.store.got)), ("waiting", "read_timeout", 1))
        self.store.may_answer.set()
        run.sudo().next_try_at = False
        self.env["hva.export"]._cron_export()
        self.assertEqual(run.state, "done")
        self.assertEqual(self.store.tried, len(self.store.got) + 1)

    def test_headers_are_sent_replaced_and_removed_and_never_read(self):
        self.put_to("lake/{name}")
        system = self.person("lake_system")
        system.group_ids += self.env.ref("base.group_system") + self.env.ref("hva_feedback.hva_feedback_group_admin")
        self.startPatcher(patch.dict(os.environ, {"LAKE_TOKEN": "Bearer 1234"}))
        given = "x-ms-blob-type: BlockBlob\nAuthorization: $LAKE_TOKEN\nx-key: a-secret"
        export = self.export.with_user(system)
        export.new_headers = given
        self.deliver()
        sent = self.store.headers[-1]
        self.assertEqual(
            (sent["x-ms-blob-type"], sent["Authorization"], sent["x-key"]), ("BlockBlob", "Bearer 1234", "a-secret")
        )
        for user in (system, self.admin):
            seen = self.export.with_user(user)
            seen.invalidate_recordset()
            self.assertNotIn("a-secret", str(seen.read()))
            self.assertEqual(seen.header_names, "x-ms-blob-type: ••••••, Authorization: ••••••, x-key: ••••••")
            self.assertNotIn("put_headers", seen.fields_get())
            for call in (lambda one: one.read(["put_headers"]), lambda one: one.search([("put_headers", "like", "a")])):
                with self.assertRaises(AccessError):
                    call(seen)
            self.assertFalse(seen.copy({"code": f"copy-{user.id}"}).header_names)
        with self.assertRaises(AccessError):
            self.export.with_user(self.admin).new_headers = "x-key: other"
        with self.assertRaises(AccessError):
            self.export.with_user(self.admin).action_drop_headers()
        with self.assertRaises(ValidationError):
            export.new_headers = "Host: elsewhere"
        export.new_headers = "x-key: other"
        self.assertEqual(export.header_names, "x-key: ••••••")
        export.action_drop_headers()
        self.assertFalse(export.header_names)
        acts = self.env["hva.audit"].search([("action", "=", "lake_setting")])
        self.assertNotIn("a-secret", str(acts.mapped("details")))

    def test_one_address_takes_one_zip(self):
        self.put_to("lake.zip")
        self.deliver()
        [body] = self.store.got.values()
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            manifest = json.loads(packed.read("manifest.json"))
            for one in manifest["files"]:
                self.assertEqual(hashlib.sha256(packed.read(one["path"])).hexdigest(), one["sha256"])

    def test_another_address_gets_everything_and_another_signature_only_what_is_new(self):
        self.put_to("lake/{name}")
        self.deliver()
        names = [path.removeprefix("/lake/v2/").partition("?")[0] for path in self.store.got]
        store = f"http://127.0.0.1:{self.store.server_port}/other/{{name}}?sig="
        self.store.got = {}
        self.export.sudo().put_url = f"{store}1"
        self.deliver()
        moved = [path.removeprefix("/other/v2/").partition("?")[0] for path in self.store.got]
        self.assertEqual(sorted(moved), sorted(names))
        self.store.got = {}
        self.export.sudo().put_url = f"{store}2"
        self.deliver()
        self.assertEqual(self.store.got, {})

    def test_our_own_copy_goes_when_files_go_elsewhere(self):
        self.put_to("lake/{name}")
        self.deliver()
        self.assertTrue([*self.folder.rglob("*.csv")])
        self.export.with_user(self.admin).target = "folder"
        self.assertEqual([*self.folder.rglob("*.csv")], [])

    def test_an_address_inside_the_machine_room_is_refused(self):
        for url in ("http://169.254.169.254/{name}", "http://store.example.fi/{name}", "file:///etc/{name}"):
            with self.assertRaises(ValidationError) as refusal:
                self.export.sudo().put_url = url
            self.assertNotIn(url, str(refusal.exception))

    def test_sums_are_those_that_others_see(self):
        self.give(self.huittinen, "2026-10-06", nps=9, count=4)
        self.env["ir.config_parameter"].set_param("hva_reports.suppression_base", "10")
        self.env["hva.fact.closed"]._close_due()
        self.export.has_sums = True
        self.deliver()
        rows = {
            (place, unit): rest
            for place, unit, *rest in self.lake(
                "SELECT place, unit_id, n, nps, hidden FROM sums WHERE place <> 'channel'"
            )
        }
        stranger = self.person("stranger", (self.social, "manager"))
        seen = (
            self.env["hva.query"]
            .with_user(stranger)
            .query({"unit": self.health.id, "metrics": ["n", "nps"], "period": {"kind": "month", "day": "2026-10-01"}})[
                "totals"
            ]["cells"]
        )
        self.assertEqual(rows["branch", self.health.id][0], seen["n"]["value"])
        self.assertEqual(rows["unit", self.huittinen.id], [None, None, "small"])
        self.assertIsNone(rows["unit", self.eura.id][0])  # it would give the other one away

    def test_who_reads_a_unit_does_not_find_another_by_taking_his_own_from_the_sums(self):
        self.env["ir.config_parameter"].set_param("hva_reports.suppression_base", "10")
        self.give(self.eura, "2026-10-06", nps=9, count=12)
        self.give(self.huittinen, "2026-10-06", nps=9, count=4)
        self.env["hva.fact.closed"]._close_due()
        self.export.has_sums = True
        self.person("anna", (self.eura, "manager"))
        self.deliver()
        [(n,)] = self.lake(f"SELECT n FROM sums WHERE place = 'branch' AND unit_id = {self.health.id}")
        self.assertIsNone(n, "her 12 away are the four of Huittinen")

    def mapping(self, **content):
        given = {"schema": "hva-national-mapping", "schema_version": 1, **content}
        return base64.b64encode(json.dumps(given).encode())

    def test_national_codes_are_those_of_the_file_and_others_are_empty(self):
        mapping = self.mapping(items={"NPS": "THL-NPS"}, units={OID: "N-11"})
        self.export.write({"has_answers": False, "has_national": True, "mapping_file": mapping})
        self.deliver()
        rows = self.lake(
            """SELECT unit_oid, unit_national, item_code, item_national, value, COUNT(*) FROM national
                WHERE item_code IN ('NPS', 'ST1', 'ST2') GROUP BY ALL ORDER BY item_code, value"""
        )
        self.assertEqual(rows, [
            (None, None, "NPS", "THL-NPS", 3, 12), (OID, "N-11", "NPS", "THL-NPS", 9, 12),
            (OID, "N-11", "ST1", None, 5, 12), (OID, "N-11", "ST2", None, 0, 12),
        ])  # fmt: skip

    def test_a_mapping_of_another_version_is_refused_by_name(self):
        with self.assertRaisesRegex(ValidationError, "is 7, this system reads 1"):
            self.export.mapping_file = self.mapping(schema_version=7)

    def test_the_template_has_our_codes(self):
        text = base64.b64decode(self.export.template_file).decode("utf-8-sig")
        self.assertIn(f'"unit";"{OID}";""', text)
        self.assertIn('"item";"NPS";""', text)
