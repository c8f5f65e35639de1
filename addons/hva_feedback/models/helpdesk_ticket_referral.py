import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formataddr
from odoo.tools.mail import email_normalize

from ..tools.redaction import redact


class HelpdeskTicket(models.Model):
    """Handing a case over to whom the matter belongs: registry, patient safety, billing."""

    _inherit = "helpdesk.ticket"

    hva_referral_ids = fields.One2many("hva.referral", "ticket_id", "Hand-overs", readonly=True)

    def action_hva_refer(self):
        """Ask to whom the case is handed over and how."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_case_refer_action")
        return {**action, "context": {"default_ticket_id": self.id}}

    def _hva_refer(self, receiver, vals):
        """Hand the case over to `receiver` with the caller's rights, and return the row that proves it.

        :param vals: subject, way, handed_on, reference, proof (base64), proof_name, giver_told, told_text, note of
            `hva.referral`
        :raises AccessError: when the caller does not handle the case
        :raises UserError: for a day to come, or without a proof where the mail is none
        """
        self.ensure_one()
        self.check_access("write")
        self._hva_check_referral(receiver, vals)
        proof = base64.b64decode(vals.get("proof") or b"")
        vals = {
            **vals,
            "ticket_id": self.id,
            "case_number": self.number,
            # sudo: names for the record; the case was just asked for
            "unit_id": self.sudo().hva_responsible_unit_id.id,
            "receiver_id": receiver.id,
            "receiver_name": receiver.name,
            "user_id": self.env.uid,
            # as the open text: what looks like a number or an address of somebody is masked
            "told_text": redact(vals.get("told_text") or "").text or False,
            "note": redact(vals.get("note") or "").text or False,
            "proof_digest": self.env["hva.referral"]._digest(proof),
        }
        # sudo: nobody makes hand-overs by hand, each comes through here
        referral = self.env["hva.referral"].sudo().create(vals)
        self._hva_note_referral(referral)
        if referral.way == "mail":
            self._hva_mail_referral(receiver)
        return referral.sudo(self.env.su)

    def _hva_check_referral(self, receiver, vals):
        if vals["handed_on"] > self.env["hva.clock"]._today():
            raise UserError(self.env._("The day of a hand-over is not in the future."))
        if vals["way"] == "mail":
            if not email_normalize(receiver.email or ""):
                raise UserError(self.env._("%(receiver)s has no e-mail address.", receiver=receiver.name))
        elif not (vals.get("reference") or vals.get("proof")):
            raise UserError(self.env._("Give a reference number or attach a file as proof."))
        if vals["giver_told"] == "told" and not (vals.get("told_text") or "").strip():
            raise UserError(self.env._("Write what the giver was told."))

    def _hva_note_referral(self, referral):
        """Keep the hand-over on the audit trail, and tell it in the history of the case."""
        details = {
            "hand_over": referral.id,
            "receiver": referral.receiver_name,
            "subject": referral.subject or "",
            "way": referral.way,
            "day": str(referral.handed_on),
            "reference": referral.reference or "",
            "proof_sha256": referral.proof_digest or "",
            "giver_told": referral.giver_told,
        }
        self.env["hva.audit"]._record("handed_over", self, referral.note or "", details)
        ways = dict(referral._fields["way"]._description_selection(self.env))
        subjects = dict(referral._fields["subject"]._description_selection(self.env))
        note = self.env._(
            "Handed over to %(receiver)s: %(subject)s. %(way)s, %(day)s. Reference: %(reference)s.",
            receiver=referral.receiver_name,
            subject=subjects.get(referral.subject) or self.env._("Feedback"),
            way=ways[referral.way],
            day=format_date(self.env, referral.handed_on),
            reference=referral.reference or "–",
        )
        self.sudo()._message_log(
            body=note, author_id=self.env.user.partner_id.id
        )  # sudo: the history is not written by hand

    def _hva_mail_referral(self, receiver):
        """Send the receiver a link to the case: no word of the giver and no contact details travel in a mail."""
        county = self.sudo().company_id  # sudo: a company's name and address stand on everything it sends
        sender = email_normalize(county.email or "") or email_normalize(self.env.ref("base.partner_root").sudo().email)
        action = "hva_feedback.hva_ticket_action"
        # sudo: the language of the county
        ours = self.sudo().with_context(lang=county.partner_id.lang or self.env.lang)
        values = {
            "mail_lang": (county.partner_id.lang or "fi_FI")[:2],
            "mail_look": self.env["hva.look"]._get_mail_look(county.id),
            "line": ours.env._("A matter has been handed over to you: case %(number)s.", number=self.number),
            "hint": ours.env._("The feedback is not in this mail. Open the case and sign in to read it."),
            "link": f"{self.get_base_url()}/odoo/action-{action}/{self.id}",
            "label": ours.env._("Open the case"),
        }
        # sudo: mails are for system administrators; gone from the queue when it has been sent
        self.env["mail.mail"].sudo().create(
            {
                "subject": ours.env._("Hand-over: case %(number)s", number=self.number),
                "body_html": self.env["ir.qweb"]._render("hva_feedback.referral_mail", values),
                "email_from": formataddr((county.name, sender)) if sender else False,
                "email_to": receiver.email,
                "author_id": False,
                "auto_delete": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()  # sudo: waking a job is no secret
