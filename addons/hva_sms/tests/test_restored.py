import json

from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_sending import DISPATCH_LOG, SendingCase

PLACE_LOG = "odoo.addons.hva_sms.models.hva_sending_place"
MAILS_LOG = "odoo.addons.hva_sms.models.hva_restored_mails"


@tagged("post_install", "-at_install")
class TestRestored(SendingCase):
    """A restored backup sends nothing until a person has said that it is the one that sends."""

    def setUp(self):
        super().setUp()
        self.outside.unlink(missing_ok=True)
        self.page.place = False

    def have_sent(self):
        """Send one message from here and leave two that wait."""
        self.rule.is_next_working_day = False
        [first] = self.invite()
        self.dispatch()
        self.assertEqual(first.state, "submitted")
        return self.invite_more()

    def invite_more(self):
        rows = [
            self.row(f"late-{place}", phone=phone, visit_end="2026-11-03T09:00:00+02:00")
            for place, phone in enumerate(self.phones(2, first=50))
        ]
        visits = self.take_in(rows, "late")
        return self.env["hva.invitation"].union(*(visit.invitation_id for visit in visits.values()))

    def restore_elsewhere(self):
        self.page.place = "1/1/1"
        self.page.invalidate_recordset()

    def put_the_disk_back(self):
        mark = json.loads(self.outside.read_text())
        self.outside.write_text(json.dumps(mark | {"claims": mark["claims"] + 3}))
        self.page.invalidate_recordset()

    @mute_logger(DISPATCH_LOG, PLACE_LOG, MAILS_LOG)
    def test_restored_dump_sends_nothing_decides_nothing_and_mails_nothing(self):
        waiting = self.have_sent()
        self.restore_elsewhere()
        self.assertEqual(self.as_("admin").hold, "restored")
        self.drop("new", [self.row("new", phone="0405559999")])
        self.env["hva.visit"]._cron_evaluate()
        self.dispatch()
        digests = self.env["hva.digest"].search([("state", "=", "due")])
        self.env["hva.digest"]._cron_build()
        self.assertEqual(digests, self.env["hva.digest"].search([("state", "=", "due")]))
        self.assertEqual((set(waiting.mapped("state")), len(self.fake.sent)), ({"due"}, 1))
        self.assertEqual(self.visits("new")["new"].state, "new")

    @mute_logger(DISPATCH_LOG)
    def test_disk_that_is_put_back_is_seen_by_the_mark_outside(self):
        waiting = self.have_sent()
        self.put_the_disk_back()
        self.dispatch()
        self.assertEqual((self.page.hold, set(waiting.mapped("state"))), ("restored", {"due"}))

    @mute_logger(DISPATCH_LOG, PLACE_LOG)
    def test_what_waited_is_given_up_unless_it_is_known_not_to_have_gone(self):
        waiting = self.have_sent()
        self.restore_elsewhere()
        self.press("technical", "confirm_place", "Restored the backup of 6 o'clock")
        self.assertEqual(self.page.hold, "running")
        self.dispatch()
        self.assertEqual(set(waiting.mapped("state")), {"expired"})
        self.assertEqual(set(waiting.mapped("failure_code")), {"restored"})
        self.assertEqual(len(self.fake.sent), 1)
        kept = self.trail("sending_confirmed")
        self.assertEqual(
            (kept.user_id, kept.details["why"], kept.details["invitations"]), (self.people["technical"], "elsewhere", 2)
        )

    @mute_logger(DISPATCH_LOG)
    def test_what_waited_goes_after_a_planned_move(self):
        waiting = self.have_sent()
        self.put_the_disk_back()
        self.press("admin", "confirm_place", "New server", waiting="send")
        self.dispatch()
        self.assertEqual((set(waiting.mapped("state")), len(self.fake.sent)), ({"submitted"}, 3))

    def test_database_that_never_sent_may_be_copied(self):
        self.assertEqual((self.page.place, self.page.hold), (False, "running"))

    def test_lost_mark_alone_holds_nothing(self):
        waiting = self.have_sent()
        self.outside.unlink()
        self.page.invalidate_recordset()
        self.dispatch()
        self.assertEqual(set(waiting.mapped("state")), {"submitted"})
