import time

import psycopg2
import psycopg2.errors

from odoo import api, models, modules


class HvaSmsJob(models.AbstractModel):
    """What a job of this addon may do with its transaction. Nothing else in the addon commits.

    Tests run the very same jobs inside one transaction, where a commit raises: there the step only flushes.
    """

    _name = "hva.sms.job"
    _description = "Steps of a text message job"

    @api.model
    def _commit(self, done=0, remaining=0) -> bool:
        """Make the work so far permanent and free its locks; return whether the job has time for more.

        :param done: records handled since the last call
        :param remaining: records that are left, as far as known; more than 0 makes the scheduler call again
        """
        if modules.module.current_test:
            self.env.flush_all()
            return True
        has_time = self.env["ir.cron"]._commit_progress(done, remaining=remaining) > 0
        if not has_time and remaining > 0:
            # The scheduler runs a job that is not done again at once, but first sleeps up to a minute: a morning's
            # messages would leave for ten seconds in each minute.
            self.env["ir.cron"]._notifydb()
        return has_time

    @api.model
    def _rollback(self):
        """Forget what is not committed, after another transaction came first. Tests have no other transaction."""
        self.env.invalidate_all(flush=False)
        if not modules.module.current_test:
            self.env.cr.rollback()

    @api.model
    def _pause(self, seconds):
        """Wait between two messages, so that a gateway gets no more than its pace. Call it with nothing locked."""
        if not modules.module.current_test:
            time.sleep(seconds)

    @api.model
    def _execute_unlogged(self, query):
        """Run SQL that holds personal data: when it is refused, neither its values nor the row get into a log.

        :raises psycopg2.Error: of the same class and code as the real one, with the code as its only text
        """
        try:
            self.env.cr.execute(query, log_exceptions=False)
        except psycopg2.Error as error:
            bare = type(error)(f"a statement with personal data was refused ({error.pgcode})")
            bare.__setstate__({"pgcode": error.pgcode})  # Odoo tries a request again by this code
            raise bare from None

    @api.model
    def _wake(self, name, at=None):
        """Ask the scheduler to run job `hva_sms.ir_cron_hva_<name>` now, or at a later moment (naive UTC).

        It is a courtesy: each job finds its work in the tables when its minute comes, even when the call is lost.
        """
        if cron := self.env.ref(f"hva_sms.ir_cron_hva_{name}", raise_if_not_found=False):
            cron.sudo()._trigger(at)  # sudo: waking a job gives its caller nothing

    @api.model
    def _param(self, name, default=""):
        """Return setting `hva_sms.<name>` as text."""
        # sudo: settings are readable by system administrators alone, jobs and public pages need these few
        return self.env["ir.config_parameter"].sudo().get_param(f"hva_sms.{name}") or default

    @api.model
    def _is_stopped(self) -> bool:
        """Tell whether nothing may be sent at this moment, see `hva.sending`."""
        return self.env["hva.sending"]._get_hold() != "running"

    @api.model
    def _insist(self, work, tries=3):
        """Do what only notes something down and commit it, again when another transaction wrote there first.

        :raises psycopg2.errors.SerializationFailure: when it did so each time
        :return: whether the job has time for more
        """
        for left in reversed(range(tries)):
            try:
                work()
                self.env.flush_all()
                return self._commit()
            except psycopg2.errors.SerializationFailure:
                self._rollback()
                if not left:
                    raise
        return False
