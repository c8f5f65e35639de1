import logging
from datetime import UTC, time, timedelta

from odoo import api, fields, models
from odoo.tools import SQL, get_lang

from ..report.week import render_week_mail
from ..tools.weekly import WEEK, told_week

_logger = logging.getLogger(__name__)

STATES = [("due", "To be made"), ("queued", "In the mail queue"), ("failed", "Failed")]
REASONS = [("no_address", "The person has no mail address"), ("not_made", "The mail could not be made")]
MOVES = {"due": {"queued", "failed"}, "queued": set(), "failed": {"due"}}
MOST_ATTEMPTS = 3
HOUR = 7
KEPT = timedelta(days=400)


class HvaDigest(models.Model):
    """The week of one unit, mailed to one person: made once, whatever restarts in between.

    due -> queued   the mail is in Odoo's queue, in the same transaction
        -> failed   no address, or three attempts to make it came to nothing
    The unique index on person, unit and week decides, so two jobs at once queue each mail once.
    """

    _name = "hva.digest"
    _description = "Weekly mail of a unit"
    _log_access = False
    _order = "week_on desc, id desc"

    user_id = fields.Many2one("res.users", "For", required=True, readonly=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one("hva.unit", required=True, readonly=True, index=True, ondelete="cascade")
    week_on = fields.Date("Week from", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="due")
    state_at = fields.Datetime("Since", readonly=True)
    reason = fields.Selection(REASONS, readonly=True)
    attempts = fields.Integer(readonly=True, default=0, aggregator=None)

    _once = models.UniqueIndex("(user_id, unit_id, week_on)", "A person gets the week of a unit once.")
    _due_ix = models.Index("(id) WHERE state = 'due'")

    def _move(self, target, reason=False):
        movable = self.filtered(lambda digest: target in MOVES[digest.state])
        movable.write({"state": target, "reason": reason, "state_at": self.env["hva.clock"]._now()})

    # ------------------------------------------------------------------ when

    @api.model
    def _cron_tick(self):
        """Queue the mails of a week that has become due; a week that a sleeping server missed is not told late."""
        self.env["ir.cron"]._commit_progress(self._tick(), remaining=0)

    @api.model
    def _tick(self):
        """Return how many mails became due. The first tick of a new installation only notes the week."""
        # sudo: parameters are for system administrators; the job acts for all
        parameters = self.env["ir.config_parameter"].sudo()
        clock = self.env["hva.clock"]
        at = time(int(parameters.get_param("hva_feedback.digest_hour") or HOUR))
        week = told_week(clock._now().replace(tzinfo=UTC), at, clock._zone())
        last = parameters.get_param("hva_feedback.digest_week")
        if last and last >= week.isoformat():
            return 0
        parameters.set_param("hva_feedback.digest_week", week.isoformat())
        return self._queue(week) if last else 0

    @api.model
    def _queue(self, week):
        """Make a due mail for everybody who gets the week of a unit; return how many are new.

        A person gets it for the units that the access names, and their parts are in it: not one mail for each part.
        """
        self.env.flush_all()
        today, now = self.env["hva.clock"]._today(), self.env["hva.clock"]._now()
        made = self.env.execute_query(
            SQL(
                """INSERT INTO hva_digest (user_id, unit_id, week_on, state, state_at, attempts)
                   SELECT DISTINCT a.user_id, a.unit_id, %(week)s::date, 'due', %(now)s::timestamp, 0
                     FROM hva_unit_access a
                     JOIN res_users u ON u.id = a.user_id AND u.active AND u.share IS NOT TRUE
                     JOIN hva_unit n ON n.id = a.unit_id AND n.active AND n.merged_into_id IS NULL
                    WHERE a.active AND (a.valid_from IS NULL OR a.valid_from <= %(today)s)
                      AND (a.valid_to IS NULL OR a.valid_to >= %(today)s)
                      AND (u.hva_digest = 'all' OR (u.hva_digest = 'manager' AND a.role = 'manager'))
                   ON CONFLICT DO NOTHING RETURNING id""",
                week=week,
                now=now,
                today=today,
            )
        )
        if made:
            self.env.ref("hva_feedback.ir_cron_hva_digest_build").sudo()._trigger()  # sudo: waking a job is no secret
        return len(made)

    # ------------------------------------------------------------------ making

    @api.model
    def _cron_build(self):
        tried = self._build_due()
        remaining = self.search_count([("state", "=", "due")]) if tried else 0
        self.env["ir.cron"]._commit_progress(tried, remaining=remaining)

    @api.model
    def _build_due(self, limit=20):
        """Make up to `limit` due mails; return how many were tried. One that fails does not stop the others."""
        due = self.search([("state", "=", "due")], order="attempts, id", limit=limit).try_lock_for_update()
        for digest in due:
            try:
                with self.env.cr.savepoint():
                    digest._build()
            except Exception as error:  # noqa: BLE001  the edge of the batch
                self.env.invalidate_all()
                _logger.error("weekly mail %s could not be made: %s", digest.id, type(error).__name__)
                digest.attempts += 1
                if digest.attempts >= MOST_ATTEMPTS:
                    digest._move("failed", "not_made")
        if due:  # Odoo's mail queue would otherwise wait for its hour
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: waking a job is no secret
        return len(due)

    def _build(self):
        """Make the mail with the rights and in the language of its reader, and queue it."""
        self.ensure_one()
        reader = self.user_id
        if not reader.email:
            self._move("failed", "no_address")
            return
        lang = get_lang(self.env, reader.lang).code
        mine = self.with_user(reader).with_context(lang=lang, tz=reader.tz, allowed_company_ids=reader.company_ids.ids)
        unit = mine.env["hva.unit"].browse(self.unit_id.id)
        template = self.env.ref("hva_feedback.hva_digest_mail_template").with_context(
            hva_digest_lang=lang, hva_digest_body=render_week_mail(unit, self.week_on)
        )
        template.send_mail(self.id)
        self._move("queued")

    @api.autovacuum
    def _gc_old(self):
        """Forget who got which week after a year and a bit."""
        oldest = self.env["hva.clock"]._today() - KEPT - WEEK
        self.search([("week_on", "<", oldest)]).unlink()
