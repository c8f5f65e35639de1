import random

from odoo.tests import tagged

from .common_rest import RestCase

ODD_VALUES = {
    "status": ("finished", "cancelled", "no_show", "entered_in_error", "perhaps", None),
    "revision": (1, 1, 1, 2, 0, None),
    "visit_end": (
        "2026-11-02T13:00:00+02:00",
        "2026-11-02T11:00:00Z",
        "2026-11-09T10:00:00+02:00",
        "2026-09-01T10:00:00+02:00",
        "2026-11-02 13:00",
        None,
    ),
    "unit_oid": ("clinic", "clinic", "ward", "1.2.3", "nonsense", None),
    "service_code": ("dental-test", "other", None, "x" * 17),
    "contact_type": ("visit", "home", "remote", "mobile", "ward_discharge", "other", "letter", None),
    "phone": ("own", "own", "own", "02 627 7000", "+46 70 174 06 05", "040 12", "äiti", None),
    "phone_ambiguous": (True, False, None),
    "language": ("fi", "sv", "ar", "FI", "suomi", None),
    "age_years": (45, 17, 0, 130, 131, None),
    "municipality": ("091", "91", None),
    "sms_consent": (True, True, True, False, None),
    "non_disclosure": (False, False, False, True, None),
    "survey_opt_out": (True, False, None),
    "deceased": (True, False, None),
    "client_key": ("k" * 32, "0190a1b2" * 5, "short", None),
    "event_id": ("own", "own", "own", "own", "131052-308T", "own phone", None),
}
KEPT = ("unit_id", "service_id", "contact_mode", "visit_on", "state", "reason", "lang_code", "revision")


@tagged("post_install", "-at_install")
class TestVisitDoorsAlike(RestCase):
    """A file and a request with the same visits get the same answers and leave the same behind, good rows and bad."""

    def make_rows(self, count):
        """Return visits with values drawn from ODD_VALUES: mostly good ones, so that every reason is reached."""
        chance, rows = random.Random(19), []
        for number, phone in enumerate(self.phones(count)):
            own = {"own": {"event_id": f"e{number}", "phone": phone}}
            row = {**self.row(f"e{number}", phone=phone), "sms_consent": True, "non_disclosure": False}
            for name in chance.sample(list(ODD_VALUES), chance.randint(0, 3)):
                value = chance.choice(ODD_VALUES[name])
                value = {"clinic": self.clinic.oid, "ward": self.ward.oid, "own phone": phone}.get(value, value)
                row[name] = own["own"].get(name, value) if value == "own" else value
            rows.append(row)
        return rows

    def test_same_rows_same_results(self):
        rows = self.make_rows(300)
        by_rest = self.post(self.envelope(*({n: v for n, v in row.items() if v is not None} for row in rows)))
        as_cells = [{n: str(v).lower() if isinstance(v, bool) else v for n, v in row.items()} for row in rows]
        self.drop("alike", as_cells)
        batch = self.env["hva.visit.batch"].search([("source_system", "=", "csv"), ("name", "=", "alike")])
        by_file = [[line - 2, *rest] for line, *rest in batch.results]
        answered = [[each[name] for name in ("index", "result", "code", "field")] for each in by_rest.json()["results"]]
        self.assertEqual(answered, by_file)
        self.assertGreater(len({(result, code) for _index, result, code, _field in answered}), 15)

        events = [f"e{number}" for number in range(300)]
        left = [self.taken(*events), self.visits(*events)]
        self.assertGreater(len(left[0]), 100)
        seen = [{event: [visit[name] for name in KEPT] for event, visit in door.items()} for door in left]
        self.assertEqual(*seen)
        for event, visit in left[0].items():
            self.assertEqual(visit.phone_hmac, left[1][event].phone_hmac, "one person, whichever door")
            self.assertEqual(visit.content_hash, left[1][event].content_hash)

    def test_whoever_came_by_file_is_not_asked_again_by_rest(self):
        self.reasons([self.row("e1")])
        self.send(self.visit("e2", visit_end="2026-11-01T10:00:00+02:00"))
        self.env["hva.visit"]._cron_evaluate()
        self.assertEqual(self.taken("e2")["e2"].reason, "quarantine")
