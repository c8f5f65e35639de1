"""Residents who agree to be asked, and one targeted survey of them: by mail, with a reminder, and by QR code."""

import re
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import date, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from . import pages
from .browser import DESK, PHONE, chromium
from .office import Office

if TYPE_CHECKING:
    from .story import Story

JOIN = "/p/vastaajaksi"
PEOPLE = {"maija.asukas@example.fi": "fi", "mats.invanare@example.fi": "sv", "mary.resident@example.fi": "en"}
"""Address -> language of those who join."""
OPINION = pages.Answer(8, "Iltavastaanotto auttaisi työssä käyviä.", "Osittain samaa mieltä")


@dataclass(frozen=True)
class Letter:
    """A mail as its reader has it: both parts, and the addresses in them."""

    mail: EmailMessage
    plain: str
    html: str

    @property
    def link(self) -> str:
        """The personal link to the survey."""
        return _found(r"https?://\S+/p/[0-9A-Za-z]{22}(?:\?lang=\w+)?(?=\s)", self.plain)

    @property
    def leave(self) -> str:
        """The way out of the pool."""
        return _found(r"https?://\S+/eroa/\S+", self.plain)


def read(mail: EmailMessage) -> Letter:
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    plain, html = (part.get_content() if part else "" for part in parts)
    return Letter(mail, plain, html)


class Residents:
    """The survey as quality starts it, and what comes of it."""

    def __init__(self, story: "Story") -> None:
        self.story, self.world = story, story.world
        self.office = Office(self.world.url, self.world.database, "laatu")
        self.campaign = 0

    def join(self) -> list[str]:
        """Each fills in the page and presses the button behind the link that comes by mail; return who did."""
        for address, lang in PEOPLE.items():
            wish = {"channel": "mail", "email": address, "lang_code": lang, "consent": "yes", "lang": lang}
            post(f"{self.world.public_url}{JOIN}", wish)
        for address, lang in PEOPLE.items():
            [letter] = self.letters(address, 1)
            post(_found(r"https?://\S+/vahvista/[0-9A-Za-z]+", letter.plain), {"lang": lang})
        return list(PEOPLE)

    def start(self) -> int:
        """Quality plans the survey and starts it; return how many were drawn."""
        today = date.today()
        plan = {
            "name": "Aukioloajat",
            "opens_on": str(today - timedelta(days=1)),
            "closes_on": str(today + timedelta(days=14)),
            "has_mail": True,
            "has_open_link": True,
            **self.story.facts["survey"],  # type: ignore[dict-item]
        }
        self.campaign = self.office.call("hva.campaign", "create", [plan])[0]
        self.office.call("hva.campaign", "action_start", [self.campaign])
        return int(self.figures()["sample_count"])

    def remind(self) -> None:
        """Quality reminds the whole sample, once all its mails have gone."""
        drawn = self.figures()["sample_count"]
        self.story.wait_for(lambda: self.figures()["sent_count"] == drawn, "the mails of the survey")
        self.office.call("hva.campaign", "action_remind", [self.campaign])

    def figures(self) -> dict[str, Any]:
        names = ["sample_count", "sent_count", "reminder_count", "answered_count", "open_count", "open_url"]
        return dict(self.office.call("hva.campaign", "read", [self.campaign], names)[0])

    def letters(self, address: str, count: int) -> list[Letter]:
        """Return the mails to a resident, once there are `count`."""
        found = self.story.wait_for(
            lambda: came if len(came := [m for m in self.world.mails() if m["To"] == address]) >= count else None,
            f"mail {count} to a resident",
        )
        return [read(mail) for mail in found]

    def answer(self) -> list[pages.Given]:
        """Maija answers by the link in her mail, somebody else by the QR code of the survey."""
        [_joined, letter, *_more] = self.letters("maija.asukas@example.fi", 2)
        page = self.world.directory / "desk" / "survey-mail.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text(f"<!DOCTYPE html>{pages.PHONE_HEAD}{letter.html}")
        pictures = self.story.pictures
        with chromium(PHONE) as browser:
            pages.picture_of(browser, page, pictures / "survey-mail.png")
            by_mail = pages.answer(browser, letter.link, OPINION, False, pictures / "survey-page.png")
            by_code = pages.answer(browser, str(self.figures()["open_url"]), pages.ANSWERS[1], False)
        return [by_mail, by_code]

    def look(self) -> dict[str, Any]:
        """Quality looks at the survey; return its figures."""
        with chromium(DESK) as browser:
            browser.log_in(self.world.url, "laatu", "laatu")
            browser.open(f"{self.world.url}/odoo/action-hva_sms.hva_campaign_action/{self.campaign}")
            browser.wait_for("[name=answered_count]")
            browser.picture(self.story.pictures / "survey.png")
        return self.figures()


def post(url: str, fields: dict[str, str]) -> str:
    """Send a form as a browser does; return the page that follows."""
    data = urllib.parse.urlencode(fields).encode()
    with urllib.request.urlopen(url, data, timeout=60) as reply:
        return str(reply.read().decode())


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if not found:
        raise LookupError(f"nothing like {pattern} in a mail")
    return found.group()
