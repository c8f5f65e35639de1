"""People who answer by text message, for the story of one feedback: a unit is asked that way, and phones write back."""

from tools.dev import odoo_command

NUMBER = "+358457300000"
PAPER = "Contract 2026-114"

START = """
admin = env.ref("hva_feedback.hva_feedback_group_admin").all_user_ids.filtered("active")[:1]
gateway = env["hva.sms.gateway"].search([("kind", "=", "kannel")], limit=1).copy(
    {{"name": "Kannel, with replies", "sender_id": "{number}", "is_simulator": True, "gate_code": "{code}",
      "password": "$HVA_KANNEL_PASSWORD"}}
)
gateway.with_user(admin)._confirm_free("{paper}")
env.ref("hva_sms.hva_contact_rule_county").copy(
    {{"name": "Answered by text message", "unit_id": env["hva.unit"].search([("oid", "=", "{oid}")]).id,
      "sample_percent": 100, "gateway_id": gateway.id, "answer_mode": "text"}}
)
env.cr.commit()
"""
NIGHTS = """
from datetime import timedelta
env["hva.conversation"]._cron_end(env["hva.clock"]._now() + timedelta(hours=48))
env.cr.commit()
"""


class Talking:
    def __init__(self, story):
        self.story, self.world = story, story.world
        self.unit = story.facts["asked"][3]

    def start(self):
        """The administrator lets one unit be answered by text message, to a number of its own."""
        values = {"number": NUMBER, "code": self.world.inbound_code, "paper": PAPER, "oid": self.unit}
        odoo_command.shell(self.world.database, START.format(**values))

    def ask(self, count):
        """Visits to the unit come in; return the phones once each has its question."""
        phones = self.story.post_visits(7, ["00"] * count, unit_oid=self.unit, service_code="", language="fi")
        for phone in phones:
            self.heard(phone, 1)
        return phones

    def says(self, phone, text, replies=1):
        """Let a phone write, wait until `replies` more messages have come to it, and return the last."""
        before = len(self.texts(phone))
        self.world.write_back(phone, text, NUMBER)
        return self.heard(phone, before + replies)

    def heard(self, phone, count):
        texts = self.story.wait_for(
            lambda: found if len(found := self.texts(phone)) >= count else None, f"message {count} at a phone"
        )
        assert len(texts) == count
        return texts[-1]

    def texts(self, phone):
        return [message["text"] for message in self.world.messages() if message["to"] == phone]

    def pass_nights(self):
        odoo_command.shell(self.world.database, NIGHTS)
