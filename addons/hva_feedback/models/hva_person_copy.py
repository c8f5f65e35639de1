from odoo import api, models

from ..tools.person_copy import as_html, as_json


class HvaPersonRequest(models.Model):
    """The copy of a person's own data: made when it is fetched, stored nowhere, noted on the trail."""

    _inherit = "hva.person.request"

    def _copy_file(self, kind):
        """Return the copy of what was found as "json" or "html" bytes.

        :raises UserError: when the request is closed or the person was not identified
        """
        self.ensure_one()
        self._check_identified()
        answers = self.sudo().answer_ids  # sudo: the person has a right to it whatever the administrator's own rights
        copy = {
            "title": self.env._("Your data in customer feedback"),
            "county": self.company_id.name,
            "made_on": str(self.env["hva.clock"]._today()),
            "elsewhere": (self.found_elsewhere or "").splitlines(),
            "feedback": [answer._hva_person_copy() for answer in answers],
            **self._copy_parts(),
        }
        details = {"request": self.id, "kind": kind, "feedback": len(answers)}
        self.env["hva.audit"]._record("person_copy", answers or self, self.registry_ref, details)
        if kind == "json":
            return as_json(copy)
        return as_html(copy, self._copy_words(), self.env.lang[:2])

    def _copy_parts(self):
        """Hook: return further parts of the copy, name -> list of dicts of texts. Extend `_copy_words` with it."""
        return {}

    @api.model
    def _copy_words(self):
        """Return what the page calls each part. Extend it together with `_hva_person_copy`."""
        return {
            "county": self.env._("County"),
            "made_on": self.env._("Made on"),
            "elsewhere": self.env._("Found elsewhere"),
            "feedback": self.env._("Feedback"),
            "given_on": self.env._("Day"),
            "unit": self.env._("Unit visited"),
            "channel": self.env._("Channel"),
            "kind": self.env._("Kind"),
            "language": self.env._("Language"),
            "who": self.env._("Who answered"),
            "topics": self.env._("Topics"),
            "answers": self.env._("Answers"),
            "question": self.env._("Question"),
            "answer": self.env._("Answer"),
            "remark": self.env._("Remark of the recorder"),
            "contact": self.env._("Contact details"),
            "name": self.env._("Name"),
            "phone": self.env._("Phone"),
            "email": self.env._("E-mail"),
            "case": self.env._("Case"),
            "number": self.env._("Number"),
            "state": self.env._("State"),
            "handled_by": self.env._("Responsible unit"),
            "closed_on": self.env._("Closed"),
            "outcome": self.env._("Outcome"),
            "messages": self.env._("Messages"),
            "day": self.env._("Day"),
            "direction": self.env._("Direction"),
            "message": self.env._("Message"),
        }


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _hva_person_copy(self):
        """Return all that is kept of a feedback and its giver as a dict of texts. `self` is allowed to read it.

        Staff are not named: the copy is about the giver. Extend it for what is kept elsewhere.
        """
        self.ensure_one()
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in _SELECTIONS}
        contact = self.hva_contact_ids[:1]
        return {
            "given_on": str(self.hva_given_on or ""),
            "unit": self.hva_unit_id.complete_name,
            "channel": labels["hva_channel"].get(self.hva_channel, ""),
            "kind": labels["hva_kind"].get(self.hva_kind, ""),
            "language": self.hva_lang_code or "",
            "who": labels["hva_respondent_group"].get(self.hva_respondent_group, ""),
            "topics": ", ".join(self.hva_topic_ids.mapped("name")),
            "answers": [
                {"question": line.question_id.title, "answer": str(line.display_name or "")}
                for line in self.user_input_line_ids
            ],
            "remark": self.hva_remark or "",
            "contact": {name: contact[name] or "" for name in ("name", "phone", "email")} if contact else {},
            "case": self.with_context(active_test=False).hva_case_ids[:1]._hva_person_copy(),
            "messages": self._hva_copy_messages(),
        }

    def _hva_copy_messages(self):
        """Return what giver and unit wrote to each other, oldest first."""
        rows = self.env["hva.case.message"].sudo().search([("answer_id", "=", self.id)], order="id")  # sudo: as above
        directions = dict(rows._fields["direction"]._description_selection(self.env))
        return [
            {"day": str(row.day), "direction": directions[row.direction], "message": row.body or ""} for row in rows
        ]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _hva_person_copy(self):
        """Return what the giver may know of the case; nothing for no case."""
        if not self:
            return {}
        labels = {
            name: dict(self._fields[name]._description_selection(self.env)) for name in ("hva_state", "hva_outcome")
        }
        return {
            "number": self.number,
            "state": labels["hva_state"].get(self.hva_state, ""),
            "handled_by": self.hva_responsible_unit_id.name,
            "closed_on": str(self.hva_closed_at.date()) if self.hva_closed_at else "",
            "outcome": labels["hva_outcome"].get(self.hva_outcome, ""),
        }


_SELECTIONS = ("hva_channel", "hva_kind", "hva_respondent_group")
