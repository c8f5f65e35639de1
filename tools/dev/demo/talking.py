"""People who answer by text message: a unit is asked that way, and phones write back."""

import html
from pathlib import Path
from typing import TYPE_CHECKING

from .. import odoo_command
from . import pages
from .browser import PHONE, chromium

if TYPE_CHECKING:
    from .story import Story

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
STYLE = """body{font:1.125rem/1.4 system-ui,sans-serif;background:#f2f2f2;margin:0;padding:1rem}
p{padding:.6rem .9rem;border-radius:1rem;margin:.5rem 0;max-width:78%;overflow-wrap:anywhere}
.ours{background:#fff}.theirs{background:#0a5c36;color:#fff;margin-left:auto;width:fit-content}
h1{font-size:1rem;text-align:center;font-weight:normal}"""


class Talking:
    def __init__(self, story: "Story") -> None:
        self.story, self.world = story, story.world
        self.unit = story.facts["asked"][3]  # type: ignore[index]
        self.heard_and_said: dict[str, list[tuple[str, str]]] = {}

    def start(self) -> None:
        """The administrator lets one unit be answered by text message, to a number of its own."""
        values = {"number": NUMBER, "code": self.world.inbound_code, "paper": PAPER, "oid": self.unit}
        odoo_command.shell(self.world.database, START.format(**values))

    def ask(self, count: int) -> list[str]:
        """Visits to the unit come in; return the phones once each has its question."""
        phones = self.story.post_visits(7, ["00"] * count, unit_oid=self.unit, service_code="", language="fi")
        for phone in phones:
            self.heard_and_said[phone] = [("ours", self.heard(phone, 1))]
        return phones

    def says(self, phone: str, text: str, replies: int = 1) -> str:
        """Let a phone write, wait until `replies` more messages have come to it, and return the last."""
        before = len(self.texts(phone))
        self.world.write_back(phone, text, NUMBER)
        reply = self.heard(phone, before + replies)
        self.heard_and_said[phone] += [("theirs", text), ("ours", reply)]
        return reply

    def heard(self, phone: str, count: int) -> str:
        texts = self.story.wait_for(
            lambda: found if len(found := self.texts(phone)) >= count else None, f"message {count} at a phone"
        )
        assert len(texts) == count
        return texts[-1]

    def texts(self, phone: str) -> list[str]:
        return [message["text"] for message in self.world.messages() if message["to"] == phone]

    def pass_nights(self) -> None:
        """Let the nights go by after which answers are stored without a way back to their number."""
        odoo_command.shell(self.world.database, NIGHTS)

    def take_picture(self, phone: str, picture: Path) -> None:
        """Draw what was said on one phone as phones draw it."""
        lines = "".join(f'<p class="{who}">{html.escape(text)}</p>' for who, text in self.heard_and_said[phone])
        page = self.world.directory / "desk" / "conversation.html"
        page.parent.mkdir(exist_ok=True)
        head = f"<!DOCTYPE html><html lang='fi'>{pages.PHONE_HEAD}<title>{NUMBER}</title><style>{STYLE}</style>"
        page.write_text(f"{head}<h1>{NUMBER}</h1>{lines}</html>")
        with chromium(PHONE) as browser:
            pages.picture_of(browser, page, picture)
