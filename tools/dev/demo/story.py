"""One story through the whole house, each step through the door its user uses.

`./hva demo` prints it, tests/e2e asserts it.

The county is set up as an administrator would (county.py). From the first message on there is no ORM and no superuser:
files in the drop folder, links from the operator's log, a browser, mails from the catcher.
"""

import csv
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from .. import jobs, odoo_command, paths
from ..console import Stop
from . import county, desk, pages, patient_system, workbook
from .browser import DESK, PHONE, chromium
from .residents import PEOPLE, Residents
from .talking import Talking
from .visits import DELIVERED, Day, Places, make_day, to_csv
from .world import World

PATIENCE = 180  # seconds for jobs that tick each minute
Found = TypeVar("Found")
MANAGER = "laatu"  # reaches the whole county
REFUSED = ("+358457999000", "+358457999100")  # two people who do not want messages


@dataclass
class Story:
    """What has happened so far; each step returns what there is to tell.

    `is_hasty`: whoever waits wakes the jobs of each minute instead of waiting for it.
    """

    world: World
    is_hasty: bool = False
    facts: dict[str, object] = field(default_factory=dict)
    day: Day = field(default_factory=Day)
    links: list[str] = field(default_factory=list)
    contact: pages.Given | None = None
    talkers: list[str] = field(default_factory=list)

    @property
    def pictures(self) -> Path:
        return self.world.directory / "pictures"

    def set_up_county(self) -> dict[str, object]:
        """Gateway, contact rules, collectors and, dated in the last closed month, the counts that Soite published."""
        settings = {
            "url": self.world.url,
            "public_url": self.world.public_url,
            "drop_dir": str(self.world.drop_dir.resolve()),
            "kannel_url": self.world.kannel.url,
            "kannel_username": self.world.kannel.username,
        }
        script = (
            f"import sys; sys.path.insert(0, {str(paths.ROOT)!r})\n"
            "from tools.dev.demo import county\n"
            f"facts = county.set_up(env, {settings!r})\n"
            "env.cr.commit()\n"
            "env.registry.signal_changes()\n"  # the running server forgets the settings it read before
            "county.print_facts(facts)\n"
        )
        self.facts = county.read_facts(odoo_command.shell(self.world.database, script))
        return self.facts

    def refuse_messages(self) -> tuple[str, ...]:
        """Two people tell on the opt-out page that they want no messages."""
        with chromium(PHONE) as browser:
            for phone in REFUSED:
                pages.refuse_messages(browser, self.world.public_url, phone)
        return REFUSED

    def deliver_visits(self) -> Counter[str]:
        """The patient system leaves two files of visits; return what became of the 500 rows, by code.

        The second file comes when the first has been read: who was asked for the first visit is then in rest time.
        """
        facts = self.facts
        places = Places(list(facts["asked"]), str(facts["paused"]), str(facts["excluded_service"]))  # type: ignore[call-overload]
        self.day = make_day(places, list(REFUSED), datetime.now(UTC))
        outcome: Counter[str] = Counter()
        for name, visits in (("morning", self.day.first), ("afternoon", self.day.second)):
            outcome += self._drop(name, to_csv(visits))
        self._wait_until_sent("the messages")
        return outcome

    def post_visits(self, batch: int, fates: list[str], **changes: str) -> list[str]:
        """The patient system sends visits by REST, one for each fate; return the phone numbers.

        :param batch: 1 to 8, part of the numbers
        :param fates: last two digits of the numbers (tools/dev/smsc/behaviour.py)
        :param changes: other values of the visits than those of the day's first
        """
        numbers = [f"+358457{batch}{place:03}{fate}" for place, fate in enumerate(fates)]
        visits = [
            self.day.first[0]
            | {"event_id": f"rest-{phone[-6:]}", "client_key": phone[1:].ljust(40, "0"), "phone": phone}
            | changes
            for phone in numbers
        ]
        key = str(self.facts["visits_key"])
        counts = patient_system.post_visits(self.world.public_url, key, f"rest-{batch}", visits)["counts"]
        if counts["accepted"] != len(fates):
            raise Stop(f"Not every visit was taken in: {counts}")
        return numbers

    def deliver_wrong_file(self) -> None:
        """Somebody exports the wrong columns into the folder; `refusal` finds what the county answered."""
        self._write_file("wrong", b"name;phone\nSomebody;0401234567\n")

    def refusal(self) -> str:
        """Return the result file of the wrong file: a reason, and nothing of its content."""
        result = self.world.drop_dir / "failed" / "wrong.result.csv"
        return self.wait_for(lambda: _existing(result), "the refusal").read_text()

    def answer_from_messages(self, count: int = 5) -> list[pages.Given]:
        """People open the links in their messages and answer on the phone; the last one asks to be contacted."""
        self.links = [pages.link_in(m["text"]) for m in self.world.messages() if m["to"].endswith(DELIVERED)]
        given = []
        with chromium(PHONE) as browser:
            for number, link in enumerate(self.links[:count]):
                wish = number == count - 1
                picture = self.pictures / "page.png" if number == 0 else None
                given.append(pages.answer(browser, link, pages.ANSWERS[number % len(pages.ANSWERS)], wish, picture))
        self.contact = given[-1]
        return given

    def answer_from_poster(self) -> pages.Given:
        """Somebody scans the poster's QR code, without JavaScript."""
        code = self.facts["collectors"][0]["code"]  # type: ignore[index]
        with chromium(PHONE, javascript=False) as browser:
            return pages.answer(browser, f"{self.world.public_url}/p/{code}", pages.ANSWERS[1], False)

    def take_calls(self) -> pages.Given:
        """The telephone system tells of two calls; who agreed gets a message, and answers by its link."""
        agreed, other = "+358457980000", "+358457980100"
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        calls: list[dict[str, Any]] = [
            {"event_id": f"call-{agrees}", "queue": county.QUEUE, "ended_at": ended, "phone": phone, "language": "fi"}
            | {"caller_agreed": agrees}
            for phone, agrees in ((agreed, True), (other, False))
        ]
        key = str(self.facts["calls_key"])
        counts = patient_system.post_calls(self.world.public_url, key, "calls-1", calls)["counts"]
        if (counts["accepted"], counts["skipped"]) != (1, 1):
            raise Stop(f"Not every call was understood: {counts}")
        message = self.wait_for(
            lambda: next((m for m in self.world.messages() if m["to"] == agreed), None), "the message to the caller"
        )
        with chromium(PHONE) as browser:
            return pages.answer(browser, pages.link_in(message["text"]), pages.ANSWERS[2], False)

    def talk(self) -> list[str]:
        """One unit's customers are asked by text message and answer so: one with a number and words, one with stop."""
        talking = Talking(self)
        talking.start()
        self.talkers = gives, refuses = talking.ask(2)
        talking.says(gives, "9")
        talking.says(gives, "Sain ajan heti ja hoitaja soitti vielä perään.")
        talking.says(refuses, "Seis")
        talking.take_picture(gives, self.pictures / "conversation.png")
        talking.pass_nights()
        return talking.texts(gives)

    def ask_residents(self) -> dict[str, Any]:
        """Three residents agree to be asked, a targeted survey goes to them by mail, and two people answer."""
        residents = Residents(self)
        residents.join()
        residents.start()
        residents.answer()
        residents.remind()
        for address in PEOPLE:
            residents.letters(address, 3)
        return residents.look()

    def handle_case(self) -> pages.Handled:
        """A handler of the responsible unit takes the case, and closes it with an outcome."""
        assert self.contact is not None
        login = str(self.facts["handlers"][self.contact.unit])  # type: ignore[index]
        self.wake_jobs()
        with chromium(DESK) as browser:
            return pages.handle_case(browser, self.world.url, login, self.contact, self.pictures / "case.png")

    def send_monthly_report(self) -> int:
        """The administrator presses "Send now" for the last closed month; return how many mails came."""
        with chromium(DESK) as browser:
            pages.send_monthly_report(browser, self.world.url)
        expected = int(self.facts["recipients"])  # type: ignore[call-overload]
        self.wait_for(lambda: len(self.world.reports()) >= expected, "the monthly mails")
        return len(self.world.reports())

    def look_at_analysis(self) -> dict[str, list[str]]:
        """A manager opens the analysis of by channel; return what the table says."""
        with chromium(DESK) as browser:
            return pages.look_at_analysis(browser, self.world.url, MANAGER, self.pictures / "analysis.png")

    def take_pictures_of_report(self) -> Path:
        """Take pictures of the mail and the workbook that the quality manager got."""
        mail = next(mail for mail in self.world.reports() if str(mail["To"]).find(MANAGER) >= 0)
        page, book = desk.save_report(mail, self.world.directory / "desk" / "reports")
        with chromium(PHONE) as browser:
            pages.picture_of(browser, page, self.pictures / "mail.png")
        with chromium(DESK) as browser:
            cells = workbook.to_page(book, book.with_suffix(".cells.html"))
            pages.picture_of(browser, cells, self.pictures / "workbook.png")
        return book

    def wake_jobs(self) -> None:
        if self.is_hasty:
            jobs.wake(self.world.database)

    def _drop(self, name: str, data: bytes) -> Counter[str]:
        self._write_file(name, data)
        result = self.wait_for(
            lambda: _existing(self.world.drop_dir / "done" / f"{name}.result.csv"), f"{name}'s result"
        )
        rows = list(csv.DictReader(result.read_text().splitlines(), delimiter=";"))
        return Counter(row["code"] or row["result"] for row in rows)

    def _write_file(self, name: str, data: bytes) -> None:
        """Write as the patient system should: under another name, renamed when whole."""
        draft = self.world.drop_dir / f"{name}.tmp"
        draft.write_bytes(data)
        draft.rename(self.world.drop_dir / f"{name}.csv")

    def _wait_until_sent(self, what: str) -> None:
        """Wait until the operator has got messages and no more come for a few seconds."""
        before, quiet_since = len(self.world.messages()), time.monotonic()
        deadline = time.monotonic() + PATIENCE
        came = 0
        while time.monotonic() < deadline:
            self.wake_jobs()
            time.sleep(1)
            now = len(self.world.messages()) - before
            if now != came:
                came, quiet_since = now, time.monotonic()
            elif came and time.monotonic() - quiet_since > 6:
                return
        raise Stop(f"Waited {PATIENCE} s for {what}. Read {self.world.odoo.log}")

    def wait_for(self, look: Callable[[], Found | None], what: str, patience: float = PATIENCE) -> Found:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if found := look():
                return found
            self.wake_jobs()
            time.sleep(1 if self.is_hasty else 0.5)
        raise Stop(f"Waited {patience:.0f} s for {what}. Read {self.world.odoo.log}")


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None
