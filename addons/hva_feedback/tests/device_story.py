"""A terminal at the clinic's door, and what its browser sends."""

import hashlib
import json
from datetime import UTC
from urllib.parse import urlsplit

from odoo.tests import HttpCase, tagged

from ..tools.codes import new_code
from ..tools.device_proof import canonical, make_proof, verifier_of
from .page_story import PageWorld

KEY = bytes(range(32))


class DeviceWorld(PageWorld):
    """The page's clinic and way in, and a device of it. Mix into a test class."""

    @classmethod
    def make_device_world(cls, **vals):
        cls.make_page_world()
        cls.device = cls.env["hva.device"].create({"name": "Lobby", "collector_id": cls.collector.id, **vals})

    def pairing_secret(self, device=None):
        """Press the button for a new pairing; return the secret of the address it shows."""
        action = (device or self.device).action_new_pairing()
        url = urlsplit(action["context"]["default_url"])
        self.assertEqual(url.path, f"/p/device/{(device or self.device).code}")
        self.env.flush_all()
        return url.fragment

    def answers(self):
        return self.env["survey.user_input"].search([("hva_collector_id", "=", self.collector.id)], order="id")


@tagged("post_install", "-at_install")
class DeviceCase(DeviceWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_device_world()
        cls.env.flush_all()

    def post(self, path, message, headers=None):
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        return self.url_open(path, data=body, headers={"Content-Type": "application/json", **(headers or {})})

    def pair(self, secret=None, key=KEY, waiting=0):
        secret = self.pairing_secret() if secret is None else secret
        message = {"secret": secret, "key_hash": verifier_of(key), "waiting": waiting}
        response = self.post("/p/device/pair", message)
        self.env.invalidate_all()
        return response

    def now_ms(self):
        return int(self.env["hva.clock"]._now().replace(tzinfo=UTC).timestamp() * 1000)

    def send(self, *answers, key=KEY, device=None, sent=None, proof=None, **message):
        """Send a message as the browser does. Return the response."""
        body = json.dumps({"answers": list(answers), **message}).encode()
        code = (device or self.device).code
        sent = self.now_ms() if sent is None else sent
        proof = proof or make_proof(key, canonical(code, "/p/device/send", sent, body))
        headers = {"X-HVA-Device": code, "X-HVA-Sent": str(sent), "X-HVA-Proof": proof}
        response = self.post("/p/device/send", body, headers)
        self.env.invalidate_all()
        return response

    def open_page(self):
        """Pair the browser and get the questions; keep the ticket that comes with them."""
        self.assertEqual(self.pair().status_code, 200)
        self.config = self.send().json()["config"]
        self.ticket = self.config["ticket"]
        return self.config

    def answer(self, nps=9, **changes):
        """Return an answer given now. `nps` None: without one."""
        values = {} if nps is None else {self.field("NPS"): [str(nps)]}
        given = {"id": new_code(), "ticket": self.ticket, "given": self.now_ms(), "skew": 0, "lang": "fi"}
        return {**given, "values": values, **changes}

    def receipts(self, response):
        """Return the (state, reason) of each receipt, in the order of the answers."""
        self.assertEqual(response.status_code, 200)
        return [(receipt["state"], receipt["reason"]) for receipt in response.json()["receipts"]]


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()
