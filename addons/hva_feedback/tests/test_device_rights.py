"""Who sees, pairs and revokes terminals, and what their pages give to anybody."""

from odoo.exceptions import AccessError

from ..tools.codes import new_code
from .device_story import DeviceCase
from .unit_story import UnitWorld


class TestDeviceRights(UnitWorld, DeviceCase):
    def test_the_units_manager_sees_and_revokes_and_only_administrators_pair(self):
        manager = self.person("device_manager", "manager", self.clinic)
        self.pair()
        mine = self.device.with_user(manager)
        self.assertEqual(mine.search([]), mine)
        with self.assertRaises(AccessError):
            mine.action_new_pairing()
        with self.assertRaises(AccessError):
            mine.name = "Mine"
        mine.action_revoke()
        self.assertEqual(self.device.state, "revoked")
        trail = self.env["hva.audit"].search([("model", "=", "hva.device"), ("res_id", "=", self.device.id)])
        self.assertEqual(trail.sorted("id").mapped("action"), ["device_pairing", "device_paired", "device_revoked"])
        self.assertEqual(trail[0].user_id, manager)

    def test_a_manager_of_another_unit_cannot_revoke(self):
        elsewhere = self.env["hva.unit"].create({"name": "Elsewhere", "level_id": self.level.id})
        manager = self.person("other_manager", "manager", elsewhere)
        self.assertFalse(self.env["hva.device"].with_user(manager).search([]))
        with self.assertRaises(AccessError):
            self.device.with_user(manager).action_revoke()

    def test_keys_are_readable_by_nobody(self):
        admin = self.person("device_admin")
        admin.group_ids += self.env.ref("hva_feedback.hva_feedback_group_admin")
        self.pair()
        for name in ("key_hash", "pairing_hash", "burst_tail"):
            with self.assertRaises(AccessError):
                self.device.with_user(admin).read([name])

    def test_the_pages_are_for_reading_and_unknown_ones_are_pages_too(self):
        page = self.url_open(f"/p/device/{self.device.code}")
        self.assertEqual(page.status_code, 200)
        policy = page.headers["Content-Security-Policy"]
        for part in ("default-src 'none'", "script-src 'self'", "connect-src 'self'", "worker-src 'self'"):
            self.assertIn(part, policy)
        self.assertNotIn("unsafe", policy)
        manifest = self.url_open(f"/p/device/{self.device.code}/manifest.webmanifest").json()
        self.assertEqual(manifest["start_url"], f"/p/device/{self.device.code}")
        icon = self.url_open(manifest["icons"][0]["src"])
        self.assertEqual((icon.status_code, icon.headers["Content-Type"]), (200, "image/svg+xml"))
        self.assertIn("immutable", icon.headers["Cache-Control"])
        worker = self.url_open("/p/device/sw.js")
        self.assertIn("app.js", worker.text.splitlines()[0])
        old = manifest["icons"][0]["src"].replace("/v", "/v0")
        for path in (old, f"/p/device/{new_code()}", f"/p/device/{new_code()}/manifest.webmanifest", "/p/device/v0/x"):
            self.assertEqual(self.url_open(path).status_code, 404, path)
