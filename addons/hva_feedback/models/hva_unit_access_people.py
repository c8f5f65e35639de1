from markupsafe import Markup

from odoo import api, fields, models

from ..tools.people_rows import Known, Step


class HvaUnitAccess(models.Model):
    """Giving, changing and ending access, for the doors that do it for many people or after a decision.

    Every change of an access, by whatever door it came, is on the audit trail.
    """

    _inherit = "hva.unit.access"

    @api.model_create_multi
    def create(self, vals_list):
        accesses = super().create(vals_list)
        accesses._hva_note("access_given")
        return accesses

    def write(self, vals):
        result = super().write(vals)
        if vals:
            self._hva_note("access_changed")
        return result

    def unlink(self):
        self._hva_note("access_taken")
        return super().unlink()

    def _hva_note(self, action):
        details = {
            access.id: {
                "person": access.user_id.id, "role": access.role, "with_parts": access.include_children,
                "from": str(access.valid_from or ""), "to": str(access.valid_to or ""), "active": access.active,
            }
            for access in self.sudo()  # sudo: names of units and people are read for the trail
        }  # fmt: skip
        if details:
            self.env["hva.audit"]._record(action, self, self.env.context.get("hva_why") or "", details)

    @api.model
    def _known(self):
        """Return what an import of people compares with: people, units in use, accesses in force or to come."""
        users = self.env["res.users"].sudo().with_context(active_test=False)  # sudo: an administrator imports people
        today = self.env["hva.clock"]._today()
        people = {
            user.login.lower(): (user.id, user.name, user.active) for user in users.search([("share", "=", False)])
        }
        units = {}
        for unit in self.env["hva.unit"].search([("merged_into_id", "=", False)]):
            if unit.valid_to and unit.valid_to < today:
                continue
            for word in {unit.oid, unit.name.lower(), (unit.complete_name or "").lower()} - {False, None, ""}:
                units.setdefault(word, []).append(unit.id)
        accesses = {}
        for access in self.search(["|", ("valid_to", "=", False), ("valid_to", ">=", today)]):
            key = (access.user_id.id, access.unit_id.id, access.role)
            accesses[key] = (access.valid_from or None, access.valid_to or None)
        return Known(people, units, accesses)

    @api.model
    def _apply_people(self, steps, reason):
        """Do the steps of `tools.people_rows` that are no errors. Return the people who are new."""
        new = self._make_people([step for step in steps if step.kind == "new_person"])
        noted = self.with_context(hva_why=reason)
        values = []
        for step in steps:
            user_id = step.user_id or new[step.login].id
            vals = {"valid_from": step.valid_from or False, "valid_to": step.valid_to or False}
            if step.kind == "changed":
                place = [("user_id", "=", user_id), ("unit_id", "=", step.unit_id), ("role", "=", step.role)]
                noted.search(place, limit=1).write(vals)
            elif step.kind in ("new_person", "new_access"):
                values.append({"user_id": user_id, "unit_id": step.unit_id, "role": step.role, **vals})
        noted.create(values)
        return self.env["res.users"].union(*new.values())

    @api.model
    def _make_people(self, steps):
        """Make members of staff without a password and without a mail. Return login -> user."""
        group = self.env.ref("base.group_user")
        # sudo: whoever keeps people of feedback need not be a system administrator; the new ones get no other group
        users = self.env["res.users"].sudo().with_context(no_reset_password=True, mail_create_nolog=True)
        made = users.create([
            {
                "login": step.login, "email": step.login, "name": step.name,
                "group_ids": [fields.Command.set(group.ids)],
                "company_id": self.env.company.id, "company_ids": [fields.Command.set(self.env.company.ids)],
            }
            for step in steps
        ])  # fmt: skip
        if made:
            self.env["hva.audit"]._record("person_made", made)
        return {user.login: user for user in made.sudo(self.env.su)}

    @api.model
    def _make_person(self, login, name):
        """Make one member of staff and return the user."""
        return self._make_people([Step(0, login, name)])[login]

    def _end_at_once(self, reason):
        """End the accesses from this moment on. Those that have not begun, or began today, are archived."""
        today = self.env["hva.clock"]._today()
        yesterday = fields.Date.subtract(today, days=1)
        noted = self.with_context(hva_why=reason)
        begun = noted.filtered(lambda access: not access.valid_from or access.valid_from <= yesterday)
        begun.write({"valid_to": yesterday})
        (noted - begun).write({"active": False})


class ResUsers(models.Model):
    _inherit = "res.users"

    def _hva_notice(self, subject, lines):
        """Mail the people in `self`: a subject and sentences from our own lists, nothing that anybody wrote."""
        # sudo: addresses of colleagues, and mails are for system administrators to make; the mail queue sends them
        self.env["mail.mail"].sudo().create(
            [
                {
                    "subject": subject,
                    "body_html": _paragraphs(lines),
                    "recipient_ids": [fields.Command.link(user.partner_id.id)],
                    "auto_delete": True,
                }
                for user in self.sudo().filtered("email")
            ]
        )


def _paragraphs(lines):
    return Markup("").join(Markup("<p>%s</p>") % line for line in lines)
