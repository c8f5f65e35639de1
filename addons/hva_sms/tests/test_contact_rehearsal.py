import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import SmsCase

CANARY = "+358405557777"
CLIENT = "canary" * 7


@tagged("post_install", "-at_install")
class TestContactRehearsal(SmsCase):
    """An admin plays a draft over visits of the past: counts come out, nobody is asked, and of a file nothing stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "base.group_user,hva_feedback.hva_feedback_group_"
        cls.admin = new_test_user(cls.env, "rehearsal-admin", f"{group}admin", lang="en_US")
        cls.gateway.write({"segment_price": 0.05, "rate_per_minute": 1})

    def rehearse(self, rule=None, **values):
        """Fill in the dialog as an admin does and press the button; return the dialog."""
        model = self.env["hva.contact.rehearsal"].with_user(self.admin)
        with Form(model.with_context(default_rule_id=rule.id if rule else False)) as form:
            for name, value in values.items():
                setattr(form, name, value)
            draft = form.save()
        draft.action_rehearse()
        return draft

    def csv(self, rows):
        header = list(dict.fromkeys(key for row in rows for key in row))
        lines = [header, *([str("" if row.get(key) is None else row[key]) for key in header] for row in rows)]
        return base64.b64encode("\n".join(";".join(line) for line in lines).encode()).decode()

    def reasons_of(self, draft):
        return {line.reason: line.visits for line in draft.reason_line_ids}

    def units_of(self, draft):
        return {line.unit_id.name: (line.visits, line.asked, line.languages) for line in draft.unit_line_ids}

    def rows(self, count, **changes):
        return [self.row(f"e{n}", phone=phone, **changes) for n, phone in enumerate(self.phones(count))]

    def snapshot(self):
        """Return what a rehearsal must not touch, as counts and as the newest row of each."""
        self.env.flush_all()
        models = (
            "hva.invitation",
            "hva.feedback.link",
            "hva.quarantine",
            "hva.visit",
            "hva.opt.out",
            "hva.visit.batch",
        )
        tables = [model.replace(".", "_") for model in models] + ["hva_contact_rule", "ir_attachment", "hva_audit"]
        found = {}
        for table in tables:
            self.env.cr.execute(f'SELECT count(*), max(id), max(xmin::text::bigint) FROM "{table}"')
            found[table] = self.env.cr.fetchone()
        return found

    # -- stored visits ------------------------------------------------------------------------------------------------

    def come(self):
        """Visits of two units, decided by the county's rule."""
        rows = [
            *self.rows(4),
            self.row("sv", phone="0405556001", language="sv"),
            self.row("young", phone="0405556002", age_years=12),
            self.row("no", phone="0405556003", sms_consent="false"),
            self.row("ward", phone="0405556004", unit_oid=self.ward.oid),
        ]
        self.take_in(rows)

    def test_draft_over_stored_visits(self):
        self.come()
        before = self.snapshot()
        draft = self.rehearse(self.rule, unit_id=self.clinic)
        self.assertEqual((draft.total, draft.asked_count, draft.asked_then_count), (7, 5, 5))
        self.assertEqual(self.units_of(draft), {"Clinic": (7, 5, "fi 4, sv 1")})
        self.assertEqual(self.reasons_of(draft), {"under_age": 1, "no_consent": 1})
        self.assertEqual(draft.other_count, 1, "the ward has no rule when the draft takes the county's")
        self.assertEqual((draft.segment_count, draft.price), (5, 0.25))
        self.assertEqual([(line.hour, line.most) for line in draft.hour_line_ids], [("10–11", 5)])
        self.assertEqual(self.snapshot(), before)
        self.assertFalse(self.rule.unit_id, "the rule itself is as it was")

    def test_smaller_sample_pause_and_cap_are_seen_before_they_are_real(self):
        self.come()
        asked = {
            name: self.rehearse(self.rule, **{name: value}).asked_count
            for name, value in {"sample_percent": 0, "is_paused": True, "unit_daily_cap": 2, "min_age": 90}.items()
        }
        self.assertEqual(asked, {"sample_percent": 0, "is_paused": 0, "unit_daily_cap": 3, "min_age": 6})

    def test_visits_whose_person_is_forgotten_are_counted_by_what_is_left(self):
        self.come()
        self.env["hva.visit"].search([])._forget_person()
        draft = self.rehearse(self.rule, unit_id=self.clinic)
        self.assertEqual(self.units_of(draft), {"Clinic": (7, 5, "fi 4, sv 1")}, "languages of the unit's invitations")

    def test_new_rule_for_a_unit_leaves_the_others_to_theirs(self):
        self.come()
        draft = self.rehearse(unit_id=self.ward)
        self.assertEqual((draft.total, draft.asked_count, draft.other_count), (1, 1, 7))
        self.assertEqual(draft.lang_line_ids.lang_code, "fi", "with the words of the county's rule")

    def test_change_after_a_rehearsal_makes_it_out_of_date(self):
        self.come()
        draft = self.rehearse(self.rule)
        self.assertTrue(draft.is_done)
        draft.min_age = 20
        self.assertFalse(draft.is_done)

    def test_no_price_is_said(self):
        self.come()
        self.gateway.segment_price = 0
        draft = self.rehearse(self.rule)
        self.assertEqual((draft.price, draft.segment_price), (0, 0))
        self.assertIn("no price set", str(draft._get_table()))

    # -- a file -------------------------------------------------------------------------------------------------------

    def test_file_is_played_with_ages_numbers_and_rest_times(self):
        rows = [
            self.row("first", phone=CANARY, visit_end="2026-10-01T10:00:00+03:00"),
            self.row("soon", phone=CANARY, visit_end="2026-10-05T10:00:00+03:00"),
            self.row("later", phone=CANARY, visit_end="2026-11-20T10:00:00+02:00"),
            self.row("young", phone="0405556002", age_years=17),
            self.row("morning", phone="0405556003", visit_end="2026-11-02T08:00:00+02:00", language="sv"),
            self.row("noon", phone="0405556003", unit_oid=self.ward.oid, language="sv"),
            self.row("nowhere", phone="0405556004", unit_oid="1.2.3"),
            self.row("refused", phone="0405556005"),
            self.row("part", phone="0405556006", visit_end="2026-10-31T10:00:00+02:00", service_event_id="care-1"),
            self.row("whole", phone="0405556006", visit_end="2026-11-01T10:00:00+02:00", service_event_id="care-1"),
        ]
        self.env["hva.opt.out"]._add(self.env["hva.person.key"]._hmac("phone", "+358405556005"))
        draft = self.rehearse(self.rule, source="file", file=self.csv(rows))
        self.assertEqual(self.reasons_of(draft), {"quarantine": 1, "under_age": 1, "not_last_visit": 2, "opted_out": 1})
        self.assertEqual(self.units_of(draft), {"Clinic": (8, 3, "fi 3"), "Ward": (1, 1, "sv 1")})
        self.assertEqual(draft.unknown_count, 1)
        draft = self.rehearse(self.rule, min_age=17, quarantine_days=3, source="file", file=self.csv(rows))
        self.assertEqual(self.reasons_of(draft), {"not_last_visit": 2, "opted_out": 1})

    def test_json_as_the_rest_door_takes_it(self):
        visit = self.row("e1") | {"sms_consent": True, "non_disclosure": False}
        body = {
            "contract_version": "1",
            "source_system": "epic",
            "batch_id": "b1",
            "produced_at": "2026-11-02T13:15:04+02:00",
            "visits": [visit],
        }
        draft = self.rehearse(self.rule, source="file", file=base64.b64encode(json.dumps(body).encode()).decode())
        self.assertEqual(draft.asked_count, 1)

    def test_calls_of_a_telephone_system_go_by_a_draft_for_calls(self):
        self.env["hva.call.queue"].create({"name": "Nurse", "code": "nurse", "unit_id": self.clinic.id})
        calls = self.rule.copy({"asks_about": "call"})
        rows = [
            {"event_id": f"c{n}", "queue": queue, "ended_at": "2026-11-02T13:00:00+02:00", "phone": phone, **agreed}
            for n, (queue, phone, agreed) in enumerate(
                [
                    ("nurse", "0405550001", {"caller_agreed": "true"}),
                    ("nurse", "0405550002", {"caller_agreed": "false"}),
                    ("nobody", "0405550003", {"caller_agreed": "true"}),
                ]
            )
        ]
        draft = self.rehearse(calls, source="file", file=self.csv(rows))
        self.assertEqual((draft.asked_count, draft.unknown_count), (1, 1))
        self.assertEqual(self.reasons_of(draft), {"no_consent": 1})

    def test_of_a_file_nothing_stays_anywhere(self):
        rows = [self.row("canary-event", phone=CANARY, client_key=CLIENT)]
        before = self.snapshot()
        draft = self.rehearse(self.rule, source="file", file=self.csv(rows))
        self.assertEqual(draft.asked_count, 1)
        self.assertFalse(draft.file)
        self.assertEqual(self.snapshot(), before)
        hmac = self.env["hva.person.key"]._hmac
        traces = [CANARY[1:], CANARY[4:], CLIENT, "canary-event", hmac("phone", CANARY), hmac("client", CLIENT)]
        traces.append(self.csv(rows)[:40])
        self.env.cr.execute(
            """SELECT table_name FROM information_schema.tables
                WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
                  AND (table_name LIKE 'hva%%' OR table_name LIKE 'ir_attachment%%' OR table_name LIKE 'mail%%'
                       OR table_name LIKE 'bus%%' OR table_name LIKE 'ir_logging%%')"""
        )
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE ANY(%s)', [[f"%{trace}%" for trace in traces]]
            )
            self.assertEqual(self.env.cr.fetchone()[0], 0, table)

    def test_file_is_needed_again_after_a_change(self):
        draft = self.rehearse(self.rule, source="file", file=self.csv(self.rows(2)))
        draft.action_rehearse()
        draft.min_age = 20
        with self.assertRaisesRegex(UserError, "Choose the file"):
            draft.action_rehearse()

    def test_file_that_is_none_is_refused_without_repeating_it(self):
        for data in (b"a;b\n1;2", b'{"visits": "040 555 7777"}', b"\xff\xfe\x00"):
            with self.subTest(data), self.assertRaises(UserError) as caught:
                self.rehearse(self.rule, source="file", file=base64.b64encode(data).decode())
            self.assertNotIn("7777", str(caught.exception))

    # -- the result ---------------------------------------------------------------------------------------------------

    def test_result_as_a_page_and_as_a_table(self):
        self.come()
        draft = self.rehearse(self.rule)
        report = self.env["ir.actions.report"].with_user(self.admin)
        page = report._render_qweb_html(draft.action_print()["report_name"], draft.ids)[0].decode()
        self.assertIn("Younger than the contact rule allows", page)
        self.assertTrue(base64.b64decode(draft.with_context(bin_size=False).result_file).startswith(b"PK"))
        table = str(draft._get_table())
        self.assertIn("Clinic", table)

    def test_draft_is_taken_into_use(self):
        draft = self.rehearse(self.rule, min_age=16, sample_percent=50)
        draft.action_save()
        self.assertEqual((self.rule.min_age, self.rule.sample_percent), (16, 50))
        draft = self.rehearse(unit_id=self.ward, quarantine_days=60)
        made = self.env["hva.contact.rule"].browse(draft.action_save()["res_id"])
        self.assertEqual((made.unit_id, made.quarantine_days, made.name), (self.ward, 60, "Ward"))
        self.assertEqual(len(made.text_ids), 3)

    def test_only_an_admin_rehearses(self):
        for role in ("manager", "technical"):
            user = new_test_user(
                self.env, f"rehearsal-{role}", f"base.group_user,hva_feedback.hva_feedback_group_{role}"
            )
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["hva.contact.rehearsal"].with_user(user).create({"rule_id": self.rule.id})

    def test_queries_do_not_grow_with_the_number_of_visits(self):
        counts = []
        for count in (30, 90):
            file = self.csv(self.rows(count))
            draft = self.rehearse(self.rule)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            draft.write({"source": "file", "file": file})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(draft.total, count)
        self.assertLess(counts[1] - counts[0], 5, counts)
        counts = []
        for count in (30, 90):
            self.drop(
                f"stored-{count}",
                [self.row(f"s{n}-{count}", phone=p) for n, p in enumerate(self.phones(count, first=count))],
            )
            self.env["hva.visit"]._cron_evaluate()
            draft = self.rehearse(self.rule)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            draft.action_rehearse()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(draft.total, 120)
        self.assertLess(counts[1] - counts[0], 5, counts)
