from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from .search_boolean import boolean_search

# Who was away when is nobody's to keep for longer than a case may ask why somebody else was asked.
KEPT_DAYS = 365


class HvaAbsence(models.Model):
    """A person is away, and who stands in.

    Nothing is moved when an absence begins or ends: on its days whoever would be asked to handle a new case is passed
    over for the deputy (`tools.assignee.in_order`), and the deputy finds the open ones. A deputy who does not handle
    the cases of a unit is passed over there too.
    """

    _name = "hva.absence"
    _description = "Absence"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    date_from = fields.Date("First day", required=True, default=lambda self: self.env["hva.clock"]._today())
    date_to = fields.Date("Last day", required=True)
    deputy_id = fields.Many2one("res.users", index=True, ondelete="set null")
    deputy_choice_ids = fields.Many2many("res.users", compute="_compute_deputy_choice_ids")
    unit_id = fields.Many2one(
        "hva.unit",
        string="Only for unit",
        index="btree_not_null",
        ondelete="cascade",
        help="This deputy only for the unit and those under it. Empty: everywhere.",
    )
    is_now = fields.Boolean("Away today", compute="_compute_is_now", search="_search_is_now")
    is_kept_by_me = fields.Boolean(compute="_compute_is_kept_by_me", search="_search_is_kept_by_me")
    problem = fields.Char("Look at this", compute="_compute_problem")

    @api.depends("user_id", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for absence in self:
            days = " – ".join(format_date(self.env, day) for day in (absence.date_from, absence.date_to) if day)
            absence.display_name = f"{absence.user_id.name or ''} {days}".strip()

    @api.depends("user_id")
    def _compute_deputy_choice_ids(self):
        """Offer as deputies those who handle cases of the same units, to whoever keeps the person's absences."""
        known = self.filtered(lambda absence: absence._is_kept_by_user())
        (self - known).deputy_choice_ids = False
        for absence in known:
            # sudo: colleagues of the own units may be named as deputies
            reach = self.env["hva.unit.reach"].sudo()
            units = reach.search([("user_id", "=", absence.user_id.id), ("role", "in", ("handler", "manager"))]).unit_id
            groups = reach._read_group(
                [("unit_id", "in", units.ids), ("role", "in", ("handler", "manager"))], ["user_id"]
            )
            ids = [user.id for (user,) in groups if user != absence.user_id]
            absence.deputy_choice_ids = self.env["res.users"].browse(ids)

    @api.depends("date_from", "date_to")
    def _compute_is_now(self):
        today = self.env["hva.clock"]._today()
        for absence in self:
            absence.is_now = (
                bool(absence.date_from and absence.date_to) and absence.date_from <= today <= absence.date_to
            )

    @boolean_search
    def _search_is_now(self):
        today = self.env["hva.clock"]._today()
        now = Domain("date_from", "<=", today) & Domain("date_to", ">=", today)
        return now

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_kept_by_me(self):
        mine = self._get_people_kept()
        for absence in self:
            absence.is_kept_by_me = absence.user_id.id in mine

    @api.model
    @boolean_search
    def _search_is_kept_by_me(self):
        mine = Domain("user_id", "in", list(self._get_people_kept()))
        return mine

    @api.model
    def _get_people_kept(self):
        """Return the ids of the people whose absences the user keeps: the own ones, and those of people placed in a
        unit that the user manages. Somebody placed higher up is not kept from below.
        """
        self.env["hva.unit.access"].flush_model()
        rows = self.env.execute_query(
            SQL(  # SQL: a rule asks; who works where is not the asker's to read
                """SELECT a.user_id FROM hva_unit_access a
                     JOIN hva_unit_reach m ON m.unit_id = a.unit_id AND m.role = 'manager'
                    WHERE m.user_id = %s AND a.active""",
                self.env.uid,
            )
        )
        return {self.env.uid, *(user_id for (user_id,) in rows)}

    @api.depends("user_id", "deputy_id", "unit_id")
    @api.depends_context("lang")
    def _compute_problem(self):
        for absence in self:
            may_know = absence.user_id and absence._is_kept_by_user()
            absence.problem = absence._get_problem_in_words() if may_know else False

    def _is_kept_by_user(self):
        """Tell whether the user may know which units the person works for: a form that is not saved asks too."""
        self.ensure_one()
        saved = self._origin
        is_deputy = saved.deputy_id == self.env.user and saved.user_id == self.user_id
        is_admin = self.env.user.has_group("hva_feedback.hva_feedback_group_admin")
        return self.env.su or self.is_kept_by_me or is_deputy or is_admin

    def _get_problem_in_words(self):
        if not self.deputy_id:
            return self.env._("No deputy: new cases go to others who handle the unit.")
        roles = ("handler", "manager")
        # sudo: as in _compute_deputy_choice_ids
        mine, theirs = self.user_id.sudo()._hva_units(roles), self.deputy_id.sudo()._hva_units(roles)
        if self.unit_id:
            # sudo: the branch is only compared
            mine = mine.sudo().filtered_domain([("id", "child_of", self.unit_id.id)])
        if not (lacking := mine - theirs):
            return False
        return (
            self.env._(
                "%(deputy)s does not handle the cases of %(unit)s and %(count)s other units: there others are asked.",
                deputy=self.deputy_id.name,
                unit=lacking[0].sudo().name,
                count=len(lacking) - 1,
            )
            if len(lacking) > 1
            else self.env._(
                "%(deputy)s does not handle the cases of %(unit)s: there others are asked.",
                deputy=self.deputy_id.name,
                unit=lacking.sudo().name,
            )
        )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for absence in self:
            if absence.date_to < absence.date_from:
                raise ValidationError(self.env._("The last day is before the first day."))

    @api.constrains("user_id", "deputy_id")
    def _check_deputy(self):
        for absence in self:
            if absence.deputy_id == absence.user_id:
                raise ValidationError(self.env._("Nobody is their own deputy."))
            if absence.deputy_id.share or absence.user_id.share:
                raise ValidationError(self.env._("Absences and deputies are for members of staff."))

    @api.constrains("user_id", "date_from", "date_to", "unit_id")
    def _check_one_at_a_time(self):
        for absence in self:
            other = self.sudo().search(  # sudo: one that the user does not see would be answered for by chance too
                [
                    ("id", "!=", absence.id),
                    ("user_id", "=", absence.user_id.id),
                    ("unit_id", "=", absence.unit_id.id),
                    ("date_from", "<=", absence.date_to),
                    ("date_to", ">=", absence.date_from),
                ],
                limit=1,
            )
            if other:
                raise ValidationError(
                    self.env._(
                        "There is already an absence on some of these days: %(absence)s.", absence=other.display_name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._tell_deputies()
        return absences

    def write(self, vals):
        deputies = {absence: absence.deputy_id for absence in self}
        result = super().write(vals)
        if "user_id" in vals:
            self.check_access("write")  # the person it was moved to counts too
        self.filtered(lambda absence: absence.deputy_id != deputies[absence])._tell_deputies()
        return result

    def _tell_deputies(self):
        """Tell each deputy, in the deputy's language. No case is named: it travels by mail."""
        for absence in self.filtered("deputy_id"):
            # sudo: the language and address of a colleague
            deputy = absence.deputy_id.sudo()
            theirs = absence.with_context(lang=deputy.lang or self.env.lang)
            body = theirs.env._(
                "You are the deputy of %(person)s from %(first)s to %(last)s. New cases come to you where you handle "
                "the unit's cases. The open ones are under Feedback, Cases, filter “I stand in for somebody”.",
                person=absence.user_id.name,
                first=format_date(theirs.env, absence.date_from),
                last=format_date(theirs.env, absence.date_to),
            )
            self.env["mail.thread"].sudo().message_notify(
                subject=theirs.env._("You are the deputy of %(person)s", person=absence.user_id.name),
                body=body,
                partner_ids=deputy.partner_id.ids,
            )

    @api.model
    def _get_away(self, units):
        """Return unit -> {person away today: deputy or None}, ids of people, for `units`. One query, no rights asked.

        A deputy named for a branch goes before one named for everywhere, the nearest branch before a wider one.
        """
        today = self.env["hva.clock"]._today()
        # sudo: routing runs without a person
        absences = self.sudo().search([("date_from", "<=", today), ("date_to", ">=", today)], order="id")
        wide_first = absences.sorted(lambda absence: len(absence.unit_id.parent_path or ""))
        away = {}
        for unit in units:
            branch = [int(step) for step in (unit.sudo().parent_path or "").split("/") if step]  # sudo: same
            away[unit] = {
                absence.user_id.id: absence.deputy_id.id or None
                for absence in wide_first
                if not absence.unit_id or absence.unit_id.id in branch
            }
        return away

    @api.autovacuum
    def _gc_past(self):
        """Forget absences that ended more than a year ago."""
        last_day = self.env["hva.clock"]._today() - timedelta(days=KEPT_DAYS)
        self.sudo().search([("date_to", "<", last_day)]).unlink()  # sudo: the job's own
