from odoo import fields, models


class HvaReadMark(models.Model):
    """That one person has read one feedback: everybody keeps the own pile. Nobody sees the marks of others.

    A mark has no time, not even a day. `survey.user_input._hva_mark_read` makes marks, `_hva_mark_unread` takes them
    away; nobody writes here by hand.
    """

    _name = "hva.read.mark"
    _description = "Feedback read by a person"
    _log_access = False

    answer_id = fields.Many2one("survey.user_input", "Feedback", required=True, ondelete="cascade", readonly=True)
    user_id = fields.Many2one("res.users", "Person", required=True, ondelete="cascade", readonly=True)

    # also the index of both questions: what has this person read, and who has read this feedback
    _user_answer_uniq = models.Constraint("UNIQUE(user_id, answer_id)", "Each person marks a feedback once.")
    _answer_ix = models.Index("(answer_id)")
