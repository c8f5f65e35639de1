from unittest.mock import patch

from odoo.modules import module
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestJobAgain(TransactionCase):
    """A job whose time is up calls the scheduler, which would otherwise sleep up to a minute with work waiting."""

    def calls(self, seconds_left, remaining):
        """Return (whether the job may go on, how often the scheduler was called) after one step of a job."""
        cron = type(self.env["ir.cron"])
        with (
            patch.object(module, "current_test", None),
            patch.object(cron, "_commit_progress", lambda _self, *_done, **_left: seconds_left),
            patch.object(cron, "_notifydb") as notify,
        ):
            return self.env["hva.sms.job"]._commit(1, remaining), notify.call_count

    def test_scheduler_is_called_only_when_time_is_up_and_work_is_left(self):
        self.assertEqual(self.calls(seconds_left=5.0, remaining=10), (True, 0))
        self.assertEqual(self.calls(seconds_left=0.0, remaining=0), (False, 0))
        self.assertEqual(self.calls(seconds_left=0.0, remaining=10), (False, 1))
