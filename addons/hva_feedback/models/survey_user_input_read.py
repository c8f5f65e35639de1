from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .search_boolean import boolean_search

# Who is of a unit in this sense: those who work there. Quality reads for development and is no reader of a unit.
OWN_ROLES = ("viewer", "handler", "manager")


class SurveyUserInput(models.Model):
    """Reading: each person's own mark, and the day on which the unit's own people first read a feedback.

    The unit is the unit visited or the one responsible for the case. The day is a fact that stays: a person who puts
    a feedback back on the own pile does not make it unread by the unit.
    """

    _inherit = "survey.user_input"

    hva_read_on = fields.Date(
        "Read in the unit",
        readonly=True,
        copy=False,
        help="The first day on which somebody of the unit visited or of the responsible unit marked it as read.",
    )
    hva_is_read = fields.Boolean("Read by me", compute="_compute_hva_is_read", search="_search_hva_is_read")

    _hva_unread_ix = models.Index("(hva_unit_id, hva_given_on) WHERE hva_is_feedback AND hva_read_on IS NULL")

    @api.depends_context("uid")
    def _compute_hva_is_read(self):
        # sudo: whoever reads an answer of whatever survey may know of the own mark
        marks = self.env["hva.read.mark"].sudo().search_fetch(self._hva_own_marks(), ["answer_id"])
        read = set(marks.answer_id.ids)
        for answer in self:
            answer.hva_is_read = answer.id in read

    def _hva_own_marks(self):
        return [("user_id", "=", self.env.uid), ("answer_id", "in", self.ids)]

    @boolean_search
    def _search_hva_is_read(self):
        marks = self.env["hva.read.mark"].sudo()._search([("user_id", "=", self.env.uid)])  # sudo: as above
        return Domain("id", "in", marks.subselect("answer_id"))

    def action_hva_mark_read(self):
        """Mark as read, for the person who pressed the button."""
        self._hva_mark_read()

    def action_hva_mark_read_next(self):
        """Mark as read; the form then opens the next one (`static/src/inbox/feedback_form.js`)."""
        self._hva_mark_read()

    def action_hva_mark_unread(self):
        """Put back on the own pile."""
        self._hva_mark_unread()

    def _hva_mark_read(self):
        """Mark the feedbacks in `self` as read by the user; what is marked already and other surveys' answers stay.

        Where the user is of the unit visited or of the unit responsible for the case, and is the first of them, the
        feedback gets its day in `hva_read_on`.

        :raises AccessError: when the user may not read one of them
        """
        self.check_access("read")
        answers = self.filtered("hva_is_feedback")
        if not answers:
            return
        # SQL: a second click, or the same person in another window, is no error
        self.env.cr.execute(
            SQL(
                """INSERT INTO hva_read_mark (answer_id, user_id)
                   SELECT answer_id, %s FROM unnest(%s) AS answer_id
                   ON CONFLICT (user_id, answer_id) DO NOTHING""",
                self.env.uid,
                answers.ids,
            )
        )
        self.env["hva.read.mark"].invalidate_model()
        answers.invalidate_recordset(["hva_is_read"], flush=False)
        fresh = answers.filtered(lambda answer: not answer.hva_read_on)._hva_of_own_people()
        # sudo: feedback is not written by hand; that the unit has read it is written here alone
        fresh.sudo().with_context(tracking_disable=True).write({"hva_read_on": self.env["hva.clock"]._today()})

    def _hva_mark_unread(self):
        """Take the user's own marks away. When the unit first read it stays as it is."""
        self.check_access("read")
        self.env["hva.read.mark"].sudo().search(self._hva_own_marks()).unlink()  # sudo: nobody deletes marks by hand
        self.invalidate_recordset(["hva_is_read"], flush=False)

    def _hva_of_own_people(self):
        """Return those of `self` whose unit visited or responsible unit is one where the user works."""
        units = self.env.user._hva_units(OWN_ROLES)
        answers = self.sudo().with_context(active_test=False)  # sudo: the units are only compared
        own = answers.filtered(
            lambda answer: answer.hva_unit_id in units or answer.hva_case_ids.hva_responsible_unit_id & units
        )
        return self.browse(own.ids)
