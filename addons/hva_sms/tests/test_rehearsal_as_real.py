import base64
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from odoo.tests import new_test_user, tagged

from .common import SmsCase

HELSINKI = ZoneInfo("Europe/Helsinki")
FIRST = date(2026, 11, 6)  # a Friday: on Monday all of three days is sent, so that visits of one care event meet
DAYS = 6
SEEDS = 4
PLAYED = {"unit_paused", "daily_cap", "quarantine", "not_last_visit", "excluded_service", "opted_out", "invited"}


@tagged("post_install", "-at_install")
class TestRehearsalAsReal(SmsCase):
    """Random visits come day by day, are decided and sent in earnest; a rehearsal of the same rule over them afterwards
    finds the same for every reason: over the file of all of them, and over what is left of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = "base.group_user,hva_feedback.hva_feedback_group_admin"
        cls.admin = new_test_user(cls.env, "as-real-admin", groups, lang="en_US")
        level = cls.county.level_id
        oid = f"{cls.county.oid}.9"
        cls.closed = cls.env["hva.unit"].create({"name": "Closed", "level_id": level.id, "oid": oid, "active": False})

    def make_world(self, dice):
        """Give the rule, the pauses and the closing days by chance."""
        self.rule.write(
            {
                "min_age": dice.choice((0, 18, 40)),
                "sample_percent": dice.choice((60, 100, 100)),
                "quarantine_days": dice.choice((0, 2, 30)),
                "unit_daily_cap": dice.choice((0, 2, 3)),
                "rule_daily_cap": dice.choice((0, 0, 3)),
                "region_policy": dice.choice(("FI", "NORDIC")),
                "is_asked_home": dice.random() < 0.5,
                "is_asked_other": dice.random() < 0.5,
                "excluded_service_ids": [(6, 0, self.service.ids if dice.random() < 0.3 else [])],
                "is_sent_saturday": dice.random() < 0.5,
            }
        )
        self.env["hva.contact.pause"].search([]).unlink()
        for unit in dice.sample([self.county, self.clinic, self.ward], dice.choice((0, 1, 2))):
            begins = FIRST + timedelta(days=dice.randrange(DAYS))
            lasts = timedelta(days=dice.choice((0, 1, 4)))
            self.env["hva.contact.pause"].create(
                {"unit_id": unit.id, "first_on": begins, "last_on": begins + lasts, "why": "by chance"}
            )
        calendar = self.clinic._get_calendar()
        calendar.global_leave_ids.unlink()
        day = FIRST + timedelta(days=dice.randrange(DAYS))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": calendar.id,
                "date_from": datetime(day.year, day.month, day.day, 4),
                "date_to": datetime(day.year, day.month, day.day, 20),
            }
        )

    def make_rows(self, dice, seed):
        """Return {day: rows} of visits by few people, so that they meet rests, caps and each other."""
        numbers = [*self.phones(8), "+46701234567", "0931016910", None]
        days = {FIRST + timedelta(days=n): [] for n in range(DAYS)}
        for number in range(60):
            who = dice.randrange(len(numbers))
            care = dice.choice((None, f"care-{who}"))
            self.add_visit(dice, days, dice.choice(list(days)), f"s{seed}-{number}", numbers[who], care)
        for who, number in enumerate(self.phones(4, first=50)):  # on the weekend: the later part takes the place
            for day in list(days)[1:3]:
                self.add_visit(dice, days, day, f"s{seed}-{who}-{day}", number, f"weekend-{who}")
        return days

    def add_visit(self, dice, days, day, event_id, number, care):
        end = datetime(day.year, day.month, day.day, dice.randrange(7, 20), dice.randrange(60), tzinfo=HELSINKI)
        days[day].append(
            self.row(
                event_id,
                visit_end=end.isoformat(),
                phone=number,
                client_key=dice.choice((None, f"{'k' * 40}{number or ''}".replace("+", ""))),
                unit_oid=dice.choice((self.clinic,) * 6 + (self.ward,) * 3 + (self.closed,)).oid,
                contact_type=dice.choice(("visit",) * 6 + ("home", "other")),
                service_code=dice.choice((None,) * 5 + (self.service.code,)),
                service_event_id=care,
                age_years=dice.choice((30, 45, 45, 45, 12)),
                language=dice.choice(("fi", "sv", "en")),
                sms_consent=dice.choice(("true",) * 9 + ("false",)),
                non_disclosure=dice.choice(("false",) * 19 + ("true",)),
                status=dice.choice(("finished",) * 9 + ("no_show",)),
            )
        )

    def live(self, days, seed):
        """Let the days happen: messages go in the morning, visits come in the evening; return {event: outcome}."""
        told = {}
        for day, rows in days.items():
            self.travel(f"{day} 08:05")
            self.dispatch()
            self.travel(f"{day} 19:00")
            if rows:
                self.drop(f"real-{seed}-{day}", rows)
                self.env["hva.visit"]._cron_evaluate()
                told |= self.results(f"real-{seed}-{day}")
        visits = self.visits(*told)
        return {
            event: visits[event].reason if event in visits else "rejected" if result == "rejected" else code
            for event, (result, code) in told.items()
        }

    def rehearse(self, **values):
        draft = self.env["hva.contact.rehearsal"].with_user(self.admin).create({"rule_id": self.rule.id, **values})
        draft.action_rehearse()
        return draft

    def counts(self, draft):
        reasons = Counter({line.reason: line.visits for line in draft.reason_line_ids})
        reasons["invited"] = draft.asked_count + draft.given_up_count
        return +reasons

    def csv(self, rows):
        header = list(rows[0])
        lines = [header, *([str("" if row[key] is None else row[key]) for key in header] for row in rows)]
        return base64.b64encode("\n".join(";".join(line) for line in lines).encode())

    def test_file_of_the_same_visits_comes_out_alike(self):
        seen = Counter()
        for seed in range(SEEDS):
            dice = Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self.make_world(dice)
                self.env["hva.opt.out"]._add(self.env["hva.person.key"]._hmac("phone", self.phones(1)[0]))
                days = self.make_rows(dice, seed)
                real = Counter(self.live(days, seed).values())
                draft = self.rehearse(source="file", file=self.csv([row for rows in days.values() for row in rows]))
                self.assertEqual(draft.unknown_count, real.pop("rejected", 0))
                self.assertEqual(self.counts(draft), real)
                seen += real
                self.env.flush_all()
                savepoint.rollback()
        self.assertFalse(PLAYED - seen.keys(), "the dice must play these")
