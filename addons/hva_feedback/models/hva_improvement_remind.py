from datetime import timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from odoo import api, models
from odoo.tools import format_date

from ..tools.improvement import DUE_SOON, EFFECT_AFTER, REMINDERS, reminder

ACTIVITY_TYPE = "hva_feedback.mail_activity_type_improvement"
BATCH = 50
FROM_HOUR = 7  # local: nobody's phone rings at night for an improvement


class HvaImprovement(models.Model):
    """Reminders to the person responsible: a to-do and a mail that says nothing but unit and day.

    Each step once for one date: what was reminded of is noted in the transaction that makes to-do and mail, on a row
    that no other worker holds.
    """

    _inherit = "hva.improvement"

    @api.model
    def _cron_remind(self, limit=BATCH):
        """Remind of at most `limit` improvements; Odoo calls again while some remain."""
        now = self.env["hva.clock"]._now().replace(tzinfo=ZoneInfo("UTC"))
        done, remaining = 0, 0
        if now.astimezone(self.env["hva.clock"]._zone()).hour >= FROM_HOUR:
            waiting = self.sudo()._get_to_remind()  # sudo: the job acts for every unit
            batch = waiting[:limit].try_lock_for_update()
            for improvement in batch:
                improvement._remind()
            done, remaining = len(batch), len(waiting) - len(batch)
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)

    @api.model
    def _get_to_remind(self):
        today = self.env["hva.clock"]._today()
        near = [("state", "=", "decided"), ("due_on", "<=", today + DUE_SOON)]
        old = [("state", "=", "done"), ("effect", "=", False), ("done_on", "<=", today - EFFECT_AFTER)]
        found = self.search(["|", "&", *near, "&", "&", *old], order="due_on, id")
        return found.filtered(lambda improvement: improvement._get_reminder(today))

    def _get_reminder(self, today):
        """Return (step, its date) that this improvement still has to be reminded of, or None."""
        self.ensure_one()
        due = reminder(today, self.state, self.due_on or None, self.done_on or None, bool(self.effect))
        return None if due == (self.reminded_step, self.reminded_for) else due

    def _remind(self):
        """Remind one person of what is due, and note it."""
        self.ensure_one()
        step, day = self._get_reminder(self.env["hva.clock"]._today())
        self.write({"reminded_step": step, "reminded_for": day})
        self._drop_activities()
        person = self._get_to_be_reminded()
        if not person:
            return
        theirs = self.with_context(lang=person.lang or self.env.lang)
        summary = theirs._get_reminder_words()[step]
        until = self.due_on if step != "effect" else self.env["hva.clock"]._today() + timedelta(days=14)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            {
                "activity_type_id": self.env.ref(ACTIVITY_TYPE).id,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": self.id,
                "user_id": person.id,
                "summary": summary,
                "date_deadline": until,
            }
        )
        theirs._tell(person, summary, format_date(theirs.env, day))

    @api.model
    def _get_reminder_words(self):
        """Return {step: summary}. They travel in mails: nothing of the improvement is in them."""
        words = {
            "soon": self.env._("The day of an improvement is near"),
            "due": self.env._("An improvement should be done today"),
            "late": self.env._("An improvement is late"),
            "effect": self.env._("Did the improvement have an effect?"),
        }
        return {step: words[step] for step in REMINDERS}

    def _get_to_be_reminded(self):
        """Return the person responsible; when that person has left, the nearest manager; an empty user without one."""
        person = self.responsible_id.filtered("active")
        if person and self.with_user(person).sudo(False).has_access("read"):
            return person
        candidates = self.env["helpdesk.ticket"]._hva_candidates(self.unit_id)[self.unit_id]
        managers = sorted((c.distance, c.user_id) for c in candidates if c.role == "manager")
        return self.env["res.users"].browse([user for _distance, user in managers[:1]])

    def _drop_activities(self):
        # sudo: the to-do belongs to the improvement, whoever has it
        self.sudo().activity_ids.filtered(lambda a: a.activity_type_id == self.env.ref(ACTIVITY_TYPE)).unlink()

    # ------------------------------------------------------------------ the mail

    def _tell(self, person, summary, day):
        """Send a notice: the unit, the day and a link. What was heard and decided is read after logging in."""
        self.ensure_one()
        unit = self.unit_id.name
        self.message_notify(
            subject=f"{summary}: {unit}",
            body=Markup("<p>%s</p><p>%s</p>") % (summary, self.env._("Day: %(day)s", day=day)),
            partner_ids=person.partner_id.ids,
            email_layout_xmlid="hva_feedback.mail_layout",
            model_description=self.env._("improvement"),
            subtitles=[unit],
        )

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(message, model_description, msg_vals=msg_vals)
        for _name, _belongs, data in groups:
            data.setdefault("button_access", {})["title"] = self.env._("Open the improvement")
        return groups

    def _notify_by_email_prepare_rendering_context(self, message, *args, **kwargs):
        values = super()._notify_by_email_prepare_rendering_context(message, *args, **kwargs)
        values["mail_look"] = self.env["hva.look"]._get_mail_look(self.company_id[:1].id or self.env.company.id)
        return values

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Only staff who may read the improvement follow it."""
        for improvement in self:
            # sudo: whether a colleague may read is asked of the colleague's rights
            partners = self.env["res.partner"].sudo().browse(partner_ids or [])
            readers = partners.filtered(
                lambda partner, improvement=improvement: any(
                    not user.share and improvement.with_user(user).sudo(False).has_access("read")
                    for user in partner.user_ids
                )
            )
            super(HvaImprovement, improvement)._message_subscribe(readers.ids, subtype_ids, customer_ids=[])
        return True
