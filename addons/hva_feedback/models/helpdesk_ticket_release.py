from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .helpdesk_ticket import DOOR
from .helpdesk_ticket_assign import ACTIVITY_TYPE
from .search_boolean import boolean_search

BATCH = 200


class HelpdeskTicket(models.Model):
    """Nothing stays with somebody who cannot handle it any more, and nothing with nobody.

    People leave, lose a unit or come to their last day. Their open cases and to-dos go to somebody who handles the unit
    today, in the end to the owner of the area or an administrator. The history says why. At once when a person is
    archived; else by a job, within a minute of the change.
    """

    _inherit = "helpdesk.ticket"

    hva_is_stood_in = fields.Boolean(
        "I stand in for somebody",
        compute="_compute_hva_is_stood_in",
        search="_search_hva_is_stood_in",
        help="The handler, or the person asked, is away today and the user is the deputy.",
    )

    _hva_alone_ix = models.Index("(id) WHERE hva_is_case AND hva_state <> 'closed'")

    @api.depends("user_id", "activity_ids.user_id")
    @api.depends_context("uid")
    def _compute_hva_is_stood_in(self):
        mine = self.filtered_domain(self._search_hva_is_stood_in("in", [True])) if self.ids else self.browse()
        for ticket in self:
            ticket.hva_is_stood_in = ticket in mine

    @api.model
    @boolean_search
    def _search_hva_is_stood_in(self):
        # sudo: whose deputy the user is, and what is on the lists of those people
        absences = self.env["hva.absence"].sudo().search([("deputy_id", "=", self.env.uid), ("is_now", "=", True)])
        todos = (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "helpdesk.ticket"),
                    ("activity_type_id", "=", self.env.ref(ACTIVITY_TYPE).id),
                    ("user_id", "in", absences.user_id.ids),
                ]
            )
            .grouped("user_id")
        )
        mine = Domain.OR(
            (
                Domain("user_id", "=", person.id)
                | Domain("id", "in", todos.get(person, self.env["mail.activity"]).mapped("res_id"))
            )
            & (Domain("hva_responsible_unit_id", "child_of", unit.id) if unit else Domain.TRUE)
            for person, unit in ((absence.user_id, absence.unit_id) for absence in absences)
        )
        mine &= Domain("hva_is_case", "=", True) & Domain("hva_state", "!=", "closed")
        return mine

    # ------------------------------------------------------------------ what was left behind

    @api.model
    def _cron_hva_release(self, limit=BATCH):
        """Give at most `limit` cases that nobody able has to somebody who is; Odoo calls again while some remain."""
        # sudo: the job looks after every unit
        cases = self.sudo()._hva_left_alone(limit)
        given = cases._hva_release()
        self.env["survey.user_input"].sudo()._hva_look_after_unrouted(limit)  # sudo: same
        self.env["ir.cron"]._commit_progress(len(cases), remaining=limit if given and len(cases) == limit else 0)

    @api.model
    def _hva_release_soon(self):
        """Let the job look at once, for somebody may have lost what they need to handle their cases."""
        job = self.env.ref("hva_feedback.ir_cron_hva_release_cases", raise_if_not_found=False)
        if job:
            job.sudo()._trigger()  # sudo: whoever changes an access need not keep jobs

    @api.model
    def _hva_left_alone(self, limit):
        """Lock and return up to `limit` open cases whose handler cannot handle them, that nobody able is asked for, or
        that wait with an administrator for a handler who has come. Cases that another worker holds are left out.
        """
        self.env.flush_all()
        admins = self.env.ref("hva_feedback.hva_feedback_group_admin").sudo().all_user_ids.ids  # sudo: as in routing
        case_user, asked_user = SQL.identifier("c", "user_id"), SQL.identifier("t", "user_id")
        # SQL: one look at all open cases, of which almost none are wanted
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id FROM helpdesk_ticket c
                    WHERE c.hva_is_case AND c.hva_state <> 'closed' AND (
                          c.user_id IS NOT NULL AND NOT %(case_able)s
                       OR c.user_id IS NULL AND NOT EXISTS (
                              SELECT FROM mail_activity t
                               WHERE t.res_model = 'helpdesk.ticket' AND t.res_id = c.id AND t.active IS NOT FALSE
                                 AND t.activity_type_id = %(type)s AND %(asked_able)s)
                       OR c.user_id IS NULL AND c.hva_is_unowned AND EXISTS (
                              SELECT FROM hva_unit_reach r
                               WHERE r.unit_id = c.hva_responsible_unit_id AND r.role IN ('handler', 'manager')))
                    ORDER BY c.id LIMIT %(limit)s FOR NO KEY UPDATE OF c SKIP LOCKED""",
                case_able=_able(case_user, admins),
                asked_able=_able(asked_user, admins),
                type=self.env.ref(ACTIVITY_TYPE).id,
                limit=limit,
            )
        )
        return self.browse([case_id for (case_id,) in rows])

    def _hva_release(self):
        """Give the cases to somebody who may handle them, with a word in their history. Return those that were given.

        A case whose unit has lost its last handler goes to the owner of the area.
        """
        moved = self._hva_move_to_owner()
        cases = self - moved
        gone = {case: case.user_id for case in cases}
        cases._hva_activities().filtered(lambda todo: not self._hva_is_able(todo)).unlink()
        cases.filtered("user_id").with_context(hva_door=DOOR).write({"user_id": False})
        given = moved
        for case, asked in cases._hva_pick().items():
            if asked:
                case._hva_pass_on(self.env["res.users"].browse(asked.user_id), gone[case])
                given |= case
        return given

    def _hva_is_able(self, todo):
        """Tell whether the person of a to-do handles its case, not merely as an administrator who was asked last."""
        case = self.browse(todo.res_id)
        return not case.hva_is_unowned and case._hva_may_handle(todo.user_id)

    def _hva_move_to_owner(self):
        """Hand the cases of units without any handler over to the owner of the area; return the cases moved."""
        units = self.hva_responsible_unit_id
        empty = units - self._hva_handled_units(units)
        targets = self._hva_responsible_units(empty)
        handled = self._hva_handled_units(empty.union(*targets.values()))
        moved = self.browse()
        for unit in empty:
            if targets[unit] in handled:
                cases = self.filtered(lambda case, unit=unit: case.hva_responsible_unit_id == unit)
                county = cases._hva_in_county_language(unit)
                reason = county.env._(
                    "Nobody handles the cases of %(unit)s any more.", unit=unit.with_env(county.env).name
                )
                county._hva_hand_over(targets[unit], reason)
                moved |= cases
        return moved

    def _hva_in_county_language(self, unit):
        return self.with_context(lang=unit.company_id.partner_id.lang or self.env.lang)

    def _hva_pass_on(self, user, gone):
        """Let `user` go on where `gone` was the handler (may be empty: then only a to-do was left), and say why."""
        self.ensure_one()
        case = self._hva_in_county_language(self.hva_responsible_unit_id)
        names = {"unit": case.hva_responsible_unit_id.name, "new": user.sudo().name}  # sudo: the name of a colleague
        if gone:
            names["old"] = gone.sudo().name  # sudo: same
            note = case.env._("%(old)s no longer handles the cases of %(unit)s. %(new)s is the handler now.", **names)
            case.with_context(hva_door=DOOR).write({"user_id": user.id})  # tells the person
        else:
            note = case.env._("Nobody who handles the cases of %(unit)s was asked. %(new)s is asked now.", **names)
        case._message_log(body=note)
        if not case._hva_activities():
            case.with_context(mail_activity_quick_update=bool(gone))._hva_schedule_activities()


def _able(user, admins):
    """Return the condition that a user (a column) handles the cases of the responsible unit of `c`."""
    return SQL(
        """(EXISTS (SELECT FROM hva_unit_reach r
                     WHERE r.unit_id = c.hva_responsible_unit_id AND r.user_id = %(user)s
                       AND r.role IN ('handler', 'manager')) OR %(user)s = ANY(%(admins)s))""",
        user=user,
        admins=admins,
    )
