from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from ..tools.case_states import OUTCOMES, STATES
from ..tools.deadlines import CLOCK_HOURS, HOURS

KINDS = [
    ("move", "State changed"),
    ("handler", "Handler changed"),
    ("transfer", "Transferred"),
    ("hand_over", "Handed over"),
]


class HvaCaseEvent(models.Model):
    """One step in the history of a case: who, when, what and why. Rows are added by the state door and never changed.

    Odoo's own discussion on the case tells the same in its words, but lets writers delete messages; this does not.
    That a case was made is no row: the answer says the day, and its time of day is not kept for every channel.
    """

    _name = "hva.case.event"
    _inherit = "hva.case.history"
    _description = "History of cases"
    _log_access = False  # `at` and `user_id` say it, by the house clock
    _order = "id desc"

    ticket_id = fields.Many2one("helpdesk.ticket", "Case", required=True, readonly=True, index=True, ondelete="cascade")
    at = fields.Datetime("Time", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Person", required=True, readonly=True, ondelete="restrict")
    kind = fields.Selection(KINDS, "Step", required=True, readonly=True)
    from_state = fields.Selection(list(STATES.items()), "From state", readonly=True)
    to_state = fields.Selection(list(STATES.items()), "To state", readonly=True)
    from_unit_id = fields.Many2one("hva.unit", "From unit", readonly=True, ondelete="restrict")
    to_unit_id = fields.Many2one("hva.unit", "To unit", readonly=True, ondelete="restrict")
    from_user_id = fields.Many2one("res.users", "From handler", readonly=True, ondelete="restrict")
    to_user_id = fields.Many2one("res.users", "To handler", readonly=True, ondelete="restrict")
    from_deadline_at = fields.Datetime("Deadline before", readonly=True)
    to_deadline_at = fields.Datetime("Deadline after", readonly=True)
    outcome = fields.Selection(list(OUTCOMES.items()), readonly=True)
    reason = fields.Text(readonly=True)
    what = fields.Text(compute="_compute_what")

    @api.depends("kind", "from_state", "to_state", "to_unit_id", "to_user_id", "to_deadline_at", "outcome")
    @api.depends_context("lang", "tz")
    def _compute_what(self):
        for event in self:
            event.what = ". ".join(filter(None, (event._step_in_words(), event._deadline_in_words())))

    def _step_in_words(self):
        states = dict(self._fields["to_state"]._description_selection(self.env))
        units = self.sudo()  # sudo: the name of a unit that may be out of reach, or of a colleague
        names = {"old": units.from_unit_id.name, "new": units.to_unit_id.name}
        if self.kind == "handler":
            nobody = self.env._("nobody")
            people = {"old": units.from_user_id.name or nobody, "new": units.to_user_id.name or nobody}
            return self.env._("Handler: %(old)s → %(new)s", **people)
        if self.kind == "transfer":
            return self.env._("Transferred: %(old)s → %(new)s", **names)
        if self.kind == "hand_over":
            return self.env._("Handed over: %(old)s → %(new)s", **names)
        words = f"{states.get(self.from_state, '')} → {states.get(self.to_state, '')}"
        outcomes = dict(self._fields["outcome"]._description_selection(self.env))
        return f"{words}: {outcomes[self.outcome]}" if self.outcome else words

    def _deadline_in_words(self):
        if not self.to_deadline_at:
            return False
        return self.env._(
            "Deadline %(old)s → %(new)s",
            old=self._moment_in_words(self.from_deadline_at),
            new=self._moment_in_words(self.to_deadline_at),
        )

    def _moment_in_words(self, moment):
        """Return the day, with the hour where the case runs by hours."""
        zone = self.env["hva.clock"]._zone()
        if self.sudo().ticket_id.hva_clock in (HOURS, CLOCK_HOURS):  # sudo: whoever reads the event reads the case
            return format_datetime(self.env, moment, tz=str(zone), dt_format="short")
        return format_date(self.env, self.env["hva.clock"]._day_of(moment))

    @api.model
    def _add_moves(self, cases, before, reason, kind=None):
        """Add one row per case for what changed since `before` (`helpdesk.ticket._hva_facts_of_moves`)."""
        rows = []
        for case in cases.sudo():  # sudo: a transferred case is out of the caller's reach by now
            old = before[case.id]
            moved_unit = case.hva_responsible_unit_id != old["unit"]
            moved_deadline = case.hva_deadline_at != old["deadline"]
            rows.append(
                {
                    "ticket_id": case.id,
                    "at": self.env["hva.clock"]._now(),
                    "user_id": self.env.uid,
                    "kind": kind or ("transfer" if moved_unit else "move"),
                    "from_state": old["state"],
                    "to_state": case.hva_state,
                    "from_unit_id": moved_unit and old["unit"].id,
                    "to_unit_id": moved_unit and case.hva_responsible_unit_id.id,
                    "from_deadline_at": moved_deadline and old["deadline"],
                    "to_deadline_at": moved_deadline and case.hva_deadline_at,
                    "outcome": case.hva_outcome if case.hva_state == "closed" else False,
                    "reason": (reason or "").strip() or False,
                }
            )
        return self.sudo().create(rows)  # sudo: nobody writes history by hand

    @api.model
    def _add_handlers(self, handlers):
        """Add one row per case that has another handler than in `handlers` (case -> user), but for taking what is free.

        The step into handling says that already.
        """
        rows = [
            {
                "ticket_id": case.id,
                "at": self.env["hva.clock"]._now(),
                "user_id": self.env.uid,
                "kind": "handler",
                "from_user_id": old.id,
                "to_user_id": case.user_id.id,
            }
            for case, old in handlers.items()
            if case.user_id != old and (old or case.user_id != self.env.user)
        ]
        return self.sudo().create(rows)  # sudo: as in _add_moves


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    hva_event_ids = fields.One2many("hva.case.event", "ticket_id", string="History", readonly=True)

    def write(self, vals):
        """Write into the history who handles a case now; in a transfer the row of the transfer says it."""
        told = "user_id" in vals and "hva_responsible_unit_id" not in vals
        # sudo: the handler is read for the history, whatever the writer may read
        handlers = {case: case.user_id for case in self._hva_ours().sudo()} if told else {}
        result = super().write(vals)
        self.env["hva.case.event"]._add_handlers(handlers)
        return result
