from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS

from odoo.addons.hva_feedback.models.by_hand import refuse_by_hand
from odoo.addons.hva_feedback.tools.codes_tables import CONTACT_PURPOSES, codes
from odoo.addons.hva_feedback.tools.masking import mask_email, mask_phone

from ..tools import pool_wish

SOURCES = [("page", "Public page"), ("staff_oral", "Staff, orally"), ("staff_paper", "Staff, on paper")]
KEPT = ("contact", "contact_hmac", "channel", "consent_on", "consent_source", "consent_id", "company_id")


class HvaPoolMember(models.Model):
    """A resident who agreed to be asked: where, in which language, about what; with day, source and words of consent.

    No name. The contact is readable by nobody, by no door of Odoo: screens show it masked, `_read_contact` gives it
    with a row of the audit trail, and sending uses it. Who withdraws the consent is erased, and nothing says that
    there was somebody. Nothing leads from here to an answer (docs/decisions/0069).
    """

    _name = "hva.pool.member"
    _description = "Member of the resident pool"
    _log_access = False
    _order = "id desc"

    company_id = fields.Many2one("res.company", "County", required=True, readonly=True, index=True)
    channel = fields.Selection(
        [("mail", "E-mail"), ("sms", "Text message")], string="Asked by", required=True, readonly=True
    )
    contact = fields.Char(groups=NO_ACCESS)
    contact_hmac = fields.Char(groups=NO_ACCESS, required=True)
    masked_contact = fields.Char("Contact, masked", compute="_compute_masked_contact", compute_sudo=True)
    lang_code = fields.Selection(list(pool_wish.LANGUAGES), string="Language", required=True, default="fi")
    municipality_id = fields.Many2one("hva.municipality", index="btree_not_null", ondelete="set null")
    topic_ids = fields.Many2many("hva.pool.topic", string="Cares about", help="Empty: everything.")
    consent_on = fields.Date("Agreed on", required=True, readonly=True, index=True)
    consent_source = fields.Selection(SOURCES, string="Agreed through", required=True, readonly=True)
    consent_id = fields.Many2one(
        "hva.pool.consent", string="Words agreed to", required=True, readonly=True, index=True, ondelete="restrict"
    )

    _contact_uniq = models.UniqueIndex("(company_id, contact_hmac)", "This person is in the pool already.")

    @api.depends("channel")
    def _compute_display_name(self):
        # Never the contact: Odoo shows a display name also to people who may not read the row.
        for member in self:
            member.display_name = self.env._("Member %(number)s", number=member.id) if member.id else ""

    @api.depends("contact", "channel")
    def _compute_masked_contact(self):
        for member in self:
            mask = mask_phone if member.channel == "sms" else mask_email
            member.masked_contact = mask(member.contact)

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, KEPT)
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, [vals], KEPT)
        return super().write(vals)

    # ------------------------------------------------------------------ joining and leaving

    @api.model
    def _get_county(self):
        """Return the company that a public page without a unit speaks for."""
        only = self.env["hva.look"]._get_only_county()
        return self.env["res.company"].browse(only) if only else self.env.company

    @api.model
    def _hmac(self, channel, contact):
        """Return the hash by which rest times and opt-outs know the holder of a contact.

        :raises PersonKeyError: when the person key is missing
        """
        return self.env["hva.person.key"]._hmac(pool_wish.HASH_KINDS[channel], contact)

    @api.model
    def _join(self, wish, source, company=None, consent=None):
        """Take a person in, or bring an earlier consent up to date. Return the member.

        :param wish: `tools.pool_wish.Wish`
        :param consent: the words agreed to; the newest where empty
        """
        company = company or self._get_county()
        values = {
            "lang_code": wish.lang_code,
            "municipality_id": wish.municipality_id,
            "topic_ids": [fields.Command.set(wish.topic_ids)],
            "consent_on": self.env["hva.clock"]._today(),
            "consent_source": source,
            "consent_id": (consent or self.env["hva.pool.consent"]._current()).id,
        }
        key = self._hmac(wish.channel, wish.contact)
        members = self.sudo()  # sudo: nobody writes contacts by hand; the caller has asked the person
        known = members.search([("company_id", "=", company.id), ("contact_hmac", "=", key)])
        if known:
            known.write(values)
            return known
        return members.create(
            {
                **values,
                "company_id": company.id,
                "channel": wish.channel,
                "contact": wish.contact,
                "contact_hmac": key,
            }
        )

    @api.model
    def _leave(self, keys):
        """Erase whoever is known by one of the hashes `keys`; return how many they were."""
        members = self.sudo().search([("contact_hmac", "in", list(keys))])  # sudo: everybody may withdraw
        count = len(members)
        members.unlink()
        return count

    def _get_leave_seal(self):
        """Return what this member's own leave link carries."""
        self.ensure_one()
        member = self.sudo()  # sudo: the hash is for the server's own use
        return pool_wish.seal_member(self.id, member.contact_hmac, self.env["hva.person.key"]._secret())

    @api.model
    def _of_seal(self, text):
        """Return the member of a leave link, as superuser; empty for any other text."""
        read = pool_wish.read_sealed(text or "")
        member = self.sudo().browse(read[0]).exists() if read else self.sudo()  # sudo: the link is the permission
        if not member:
            return member
        secret = self.env["hva.person.key"]._secret()
        return member if pool_wish.is_seal(read[1], member.id, member.contact_hmac, secret) else member.browse()

    # ------------------------------------------------------------------ staff

    def action_withdraw(self):
        """Erase members because they no longer agree, whoever of staff was told so."""
        self.check_access("unlink")
        self.env["hva.audit"]._record("pool_erased", self)
        self.unlink()
        return {"type": "ir.actions.act_window_close"}

    def action_show_contact(self):
        """Ask what the contact is needed for and then show it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_sms.hva_pool_show_action")
        return {**action, "context": {"default_member_id": self.id}}

    def _read_contact(self, purpose, note=""):
        """Return {member id: contact} and write one row of the audit trail for each.

        :param purpose: a code of `CONTACT_PURPOSES`; "other" needs a `note`
        :raises UserError: without a purpose, or without a note where one is needed
        """
        self.check_access("read")
        if purpose not in codes(CONTACT_PURPOSES) or (purpose == "other" and not (note or "").strip()):
            raise UserError(self.env._("Say what you need the contact details for."))
        self.env["hva.audit"]._record("pool_contact_read", self, note, {"purpose": purpose})
        return {member.id: member.contact for member in self.sudo()}  # sudo: the field is closed to everybody
