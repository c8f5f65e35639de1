import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.retention import BOUNDS, cutoff
from .by_hand import refuse_by_hand

BATCH = 200
MOST_SHOWN = 1000
_logger = logging.getLogger(__name__)


class HvaRetention(models.Model):
    """How long one kind of data is kept; what is older goes at night, and each time leaves a proof.

    To add a kind: extend `code` by `selection_add`, `_bounds` by its limits, add a record, and write

    - `_due_<code>(self, before)`: return (model name, domain) of what goes, older than the day `before`
    - `_erase_<code>(self, records)`: erase them, return how many things went

    Feedback on hold is left out by each `_due` with `NOT_HELD`.
    """

    _name = "hva.retention"
    _description = "Retention rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, readonly=True)
    code = fields.Selection(
        [
            ("contact", "Contact details"),
            ("text", "Open text"),
            ("message", "Messages with the giver"),
            ("case", "Cases"),
            ("referral", "Hand-overs of cases"),
            ("difficulty", "Accessibility feedback"),
            ("audit", "Audit trail"),
        ],
        required=True,
        readonly=True,
    )
    sequence = fields.Integer(default=10)
    what = fields.Text("What goes and what stays", translate=True, readonly=True)
    months = fields.Integer("Months kept", required=True)
    least_months = fields.Integer("At least", compute="_compute_bounds")
    most_months = fields.Integer("At most", compute="_compute_bounds")
    before_on = fields.Date("Older than", compute="_compute_before_on")
    due_count = fields.Integer("Would go tonight", compute="_compute_due_count")
    run_ids = fields.One2many("hva.retention.run", "rule_id", "Proofs", readonly=True)

    _code_uniq = models.UniqueIndex("(code)", "Each kind of data has one rule.")

    @api.model
    def _bounds(self):
        """Return code -> `tools.retention.Bounds`. Extend it for kinds of your own."""
        return BOUNDS

    @api.depends("code")
    def _compute_bounds(self):
        for rule in self:
            bounds = self._bounds().get(rule.code)
            rule.least_months, rule.most_months = (bounds.least, bounds.most) if bounds else (0, 0)

    @api.depends("months")
    def _compute_before_on(self):
        for rule in self:
            rule.before_on = rule._before()

    @api.depends("months", "code")
    def _compute_due_count(self):
        for rule in self:
            model, domain = rule._due()
            rule.due_count = self.env[model].sudo().with_context(active_test=False).search_count(domain)  # sudo: a sum

    @api.constrains("months", "code")
    def _check_months(self):
        for rule in self:
            if not rule.least_months <= rule.months <= rule.most_months:
                raise ValidationError(
                    self.env._(
                        "%(rule)s: choose %(least)s to %(most)s months.",
                        rule=rule.name, least=str(rule.least_months), most=str(rule.most_months),
                    )
                )  # fmt: skip

    def write(self, vals):
        refuse_by_hand(self, [vals], ("code",))  # a short time is allowed for some kinds only
        before = {rule.id: rule.months for rule in self}
        result = super().write(vals)
        if "months" in vals:
            for rule in self.filtered(lambda rule: rule.months != before[rule.id]):
                details = {"rule": rule.code, "from": before[rule.id], "to": rule.months}
                self.env["hva.audit"]._record("retention_rule", rule, details=details)
        return result

    def action_show_due(self):
        """Show what would go tonight: feedback or cases, by the reader's own rights."""
        self.ensure_one()
        model, domain = self._due()
        records = self.env[model].sudo().with_context(active_test=False).search(domain, limit=MOST_SHOWN)
        records = self._as_shown(records)
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": records._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", records.ids)],
            "context": {"active_test": False},
        }

    def _as_shown(self, records):
        """Return what stands for `records` on a screen: the feedback for contact details that no administrator sees."""
        return records.answer_id if records._name == "hva.contact" else records

    # ------------------------------------------------------------------ the job

    @api.model
    def _cron_run(self, batch=BATCH):
        """Nightly: erase what is due, in batches, each committed with its proof. Stopped anywhere, it goes on later."""
        cron = self.env["ir.cron"]
        for rule in self.sudo().search([]):  # sudo: the job of the house
            failed = []
            while True:
                done, went_wrong = rule._run_batch(batch, failed)
                failed += went_wrong
                left = cron._commit_progress(done, remaining=int(bool(done)))
                if not done and not went_wrong:
                    break
                if not left:
                    return
        cron._commit_progress(remaining=0)

    def _run_batch(self, batch, skip=()):
        """Erase up to `batch` due records and prove it. Return (how many were looked at and went, ids that could not).

        One that cannot be erased does not keep the others: it is logged by its number and left.
        """
        self.ensure_one()
        model, domain = self._due()
        domain = fields.Domain(domain) & fields.Domain("id", "not in", list(skip))
        due = self.env[model].sudo().with_context(active_test=False).search(domain, order="id", limit=batch)
        if not due:
            return 0, []
        failed = []
        try:
            with self.env.cr.savepoint():
                count = self._erase(due)
        except Exception:
            _logger.exception("retention of %s: a batch of %s failed, going on one by one", self.code, len(due))
            self.env.invalidate_all()
            count, failed = self._erase_one_by_one(due)
        if count:
            self._prove(count)
        return len(due) - len(failed), failed

    def _erase_one_by_one(self, due):
        count, failed = 0, []
        for record in due:
            try:
                with self.env.cr.savepoint():
                    count += self._erase(record)
            except Exception:
                _logger.exception("retention of %s: %s %s stays", self.code, record._name, record.id)
                self.env.invalidate_all()
                failed.append(record.id)
        return count, failed

    def _before(self):
        """Return the first day that is still kept."""
        return cutoff(self.env["hva.clock"]._today(), self.months)

    def _due(self):
        return getattr(self, f"_due_{self.code}")(self._before())

    def _erase(self, records):
        count = getattr(self, f"_erase_{self.code}")(records)
        self.env.flush_all()
        return count

    def _prove(self, count):
        """Write that so many went: numbers only, nothing of what went."""
        before, now = self._before(), self.env["hva.clock"]._now()
        values = {"rule_id": self.id, "code": self.code, "before_on": before, "count": count, "at": now}
        run = self.env["hva.retention.run"].create(values)
        details = {"rule": self.code, "before": str(before), "count": count}
        self.env["hva.audit"]._record("retention", run, details=details)


class HvaRetentionRun(models.Model):
    """The proof that something was erased: which rule, older than which day, how many. Never changed, never removed."""

    _name = "hva.retention.run"
    _description = "Proof of retention"
    _log_access = False
    _order = "id desc"

    at = fields.Datetime("Time", required=True, readonly=True)
    rule_id = fields.Many2one("hva.retention", readonly=True, index=True, ondelete="set null")
    code = fields.Char(required=True, readonly=True)  # stays when the addon of the rule goes
    before_on = fields.Date("Older than", required=True, readonly=True)
    count = fields.Integer("Erased", required=True, readonly=True)

    def write(self, vals):
        if self:
            raise UserError(self.env._("A proof cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        if self:
            raise UserError(self.env._("A proof cannot be changed."))
