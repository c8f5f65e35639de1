from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import campaign as rules
from ..tools import send_window, sms_text
from ..tools.person_hash import PersonKeyError
from ..tools.pool_wish import HASH_KINDS

PLAIN_REST_DAYS = 30  # of mails where no contact rule holds


class HvaCampaignTarget(models.Model):
    """Who was drawn into the sample of a survey, until it closes: a reminder goes to all of them.

    It says that a person was asked, as the person has agreed to. It never learns whether there was an answer.
    """

    _name = "hva.campaign.target"
    _description = "Drawn into a targeted survey"
    _log_access = False

    campaign_id = fields.Many2one("hva.campaign", required=True, index=True, ondelete="cascade")
    member_id = fields.Many2one("hva.pool.member", required=True, index=True, ondelete="cascade")

    _once = models.UniqueIndex("(campaign_id, member_id)", "This person has been drawn already.")


class HvaCampaign(models.Model):
    """Starting a survey: who fits, who rests, who is drawn; then links, messages and rest times in one transaction."""

    _inherit = "hva.campaign"

    # ------------------------------------------------------------------ who

    def _get_pool_domain(self):
        """Return the domain of the residents who fit."""
        self.ensure_one()
        ways = [way for way in ("mail", "sms") if self[f"has_{way}"]]
        domain = Domain("company_id", "=", self.company_id.id) & Domain("channel", "in", ways)
        if self.topic_ids:  # who named no topic cares about everything
            domain &= Domain("topic_ids", "in", self.topic_ids.ids) | Domain("topic_ids", "=", False)
        if self.lang_code:
            domain &= Domain("lang_code", "=", self.lang_code)
        if self.municipality_ids:
            domain &= Domain("municipality_id", "in", self.municipality_ids.ids)
        return domain

    def _sort_out(self):
        """Return (members who can be asked today, how many rest, how many have opted out), as superuser."""
        members = self.env["hva.pool.member"].sudo().search(self._get_pool_domain())  # sudo: contacts are closed
        persons = {member: (HASH_KINDS[member.channel], member.contact_hmac) for member in members}
        opted_out = self.env["hva.opt.out"]._known(key for _kind, key in persons.values())
        willing = members.filtered(lambda member: member.contact_hmac not in opted_out)
        day = max(self.opens_on, self.env["hva.clock"]._today())
        resting = self.env["hva.quarantine"]._resting([persons[member] for member in willing], day)
        askable = willing.filtered(lambda member: persons[member] not in resting)
        return askable, len(willing) - len(askable), len(members) - len(willing)

    # ------------------------------------------------------------------ start

    def action_start(self):
        """Open the ways in, draw the sample and put its messages into the outboxes.

        :raises UserError: with what is missing
        """
        self.ensure_one()
        self._check_mine()
        self._check_ready()
        self._move("running")
        campaign = self.sudo()  # sudo: residents, rules and outboxes are out of the user's reach, and stay so
        campaign._make_ways()
        today = self.env["hva.clock"]._today()
        values = {"started_on": today, "rule_id": campaign._find_rule().id}
        if self.has_mail or self.has_sms:
            members, resting, opted_out = campaign._sort_out()
            drawn = campaign._draw(members)
            values |= {
                "matched_count": len(members) + resting + opted_out,
                "resting_count": resting,
                "opted_out_count": opted_out,
                "sample_count": len(drawn),
            }
            campaign.write(values)
            self.env["hva.campaign.target"].sudo().create(
                [{"campaign_id": self.id, "member_id": member.id} for member in drawn.sorted("contact_hmac")]
            )
            campaign._send_wave("invite", drawn)
        else:
            campaign.write(values)

    def _check_ready(self):
        today = self.env["hva.clock"]._today()
        if not self.survey_id:
            raise UserError(self.env._("The question set has no published version yet."))
        if not (self.has_open_link or self.has_mail or self.has_sms):
            raise UserError(self.env._("Choose at least one way in which people are asked."))
        if self.closes_on < today:
            raise UserError(self.env._("The last day has passed."))
        if self.has_mail or self.has_sms:
            try:
                self.env["hva.person.key"]._secret()
            except PersonKeyError:
                raise UserError(self.env._("The person key is missing: ask the technical staff.")) from None
        if self.has_sms and not self.sudo()._find_rule():  # sudo: rules are out of the user's reach
            raise UserError(self.env._("No contact rule holds here, so there are no hours in which to send messages."))

    def _draw(self, members):
        """Return the sample of `members`; the same survey draws alike."""
        by_key = {member.contact_hmac: member for member in members}
        drawn = rules.draw(by_key, str(self.id), self.env["hva.person.key"]._secret(), self.sample_size)
        return members.browse([by_key[key].id for key in drawn])

    def _find_rule(self):
        """Return the contact rule whose hours and rest time hold; may be empty."""
        day = max(self.opens_on, self.env["hva.clock"]._today())
        contact_rules = self.env["hva.contact.rule"].sudo()  # sudo: as in action_start
        return contact_rules._get_by_unit_and_day([(self.unit_id, day)])[self.unit_id, day]

    def _make_ways(self):
        """Make the collectors of the ways that are used; only that of the open link has an address that works."""
        have = set(self.collector_ids.mapped("campaign_way"))
        ways = {"open": self.has_open_link, "mail": self.has_mail, "sms": self.has_sms}
        self.env["hva.collector"].sudo().create(
            [
                {
                    "name": self.name,
                    "unit_id": self.unit_id.id,
                    "set_id": self.set_id.id,
                    "channel": "targeted",
                    "campaign_id": self.id,
                    "campaign_way": way,
                    "counts_in_results": self.counts_in_results,
                    "respondent_group": "resident",
                    "lang_code": self.lang_code or "fi",
                    "opens_on": self.opens_on,
                    "closes_on": self.closes_on,
                    "active": way == "open",
                }
                for way, is_used in ways.items()
                if is_used and way not in have
            ]
        )
        self.invalidate_recordset(["collector_ids"])

    # ------------------------------------------------------------------ one wave of messages

    def _send_wave(self, wave, members):
        """Bear links and put the messages of one wave into the outboxes. People's rest begins with their message."""
        for way in ("mail", "sms"):
            mine = members.filtered(lambda member, way=way: member.channel == way)
            texts = [self._get_text(way, wave, member.lang_code) for member in mine]
            collector = self.collector_ids.filtered(lambda each, way=way: each.campaign_way == way)
            codes = self.env["hva.feedback.link"]._bear_for_campaign(
                self, collector, [text.lang_code for text in texts]
            )
            getattr(self, f"_queue_{way}")(wave, list(zip(mine, texts, codes, strict=True)))

    def _get_text(self, way, wave, lang_code):
        """Return the message in a language, else in Finnish, else any."""
        texts = self.text_ids.filtered(lambda text: text.way == way and text.wave == wave)
        by_lang = {text.lang_code: text for text in texts}
        found = by_lang.get(lang_code) or by_lang.get("fi") or texts[:1]
        if not found:
            raise UserError(self.env._("A message is missing. Write it first."))
        return found

    def _queue_mail(self, wave, rows):
        mails, base = self.env["hva.pool.mail"], self.env["hva.pool.mail"]._public_base()
        first = max(self.opens_on, self.env["hva.clock"]._today())
        values = []
        for member, text, code in rows:
            leave = f"{base}/p/vastaajaksi/eroa/{member._get_leave_seal()}?lang={member.lang_code}"
            link = _address(base, code, text.lang_code)
            values.append(
                {
                    "kind": "invite" if wave == "invite" else "remind",
                    "campaign_id": self.id,
                    "company_id": self.company_id.id,
                    "lang_code": text.lang_code,
                    "email": member.contact,
                    "email_hmac": member.contact_hmac,
                    "subject": text.subject,
                    "body": text.body.replace(rules.LINK, link).replace(rules.LEAVE, leave),
                    "leave_url": leave,
                    "due_on": first,
                }
            )
        mails._queue(values)
        self._begin_rest("mail", [member.contact_hmac for member, *_rest in rows], first)

    def _queue_sms(self, wave, rows):
        base = self.env["hva.sms.text"]._get_link_base()
        due_at = self._get_first_moment()
        due_on = self.env["hva.clock"]._day_of(due_at)
        self.env["hva.invitation"].sudo()._create_due(  # sudo: as in action_start
            [
                {
                    "kind": "campaign" if wave == "invite" else "campaign_reminder",
                    "campaign_id": self.id,
                    "unit_id": self.unit_id.id,
                    "rule_id": self.rule_id.id,
                    "survey_id": self.survey_id.id,
                    "gateway_id": self.rule_id.gateway_id.id,
                    "lang_code": text.lang_code,
                    "due_at": due_at,
                    "due_on": due_on,
                    "phone": member.contact,
                    "text": sms_text.render(sms_text.plain_text(text.body), _address(base, code, text.lang_code)),
                }
                for member, text, code in rows
            ]
        )
        self._begin_rest("phone", [member.contact_hmac for member, *_rest in rows], due_on)
        self.env["hva.sms.job"]._wake("dispatch")

    def _get_first_moment(self):
        """Return the first moment at which text messages may go, as naive UTC."""
        zone, now = self.env["hva.clock"]._zone(), self.env["hva.clock"]._now().replace(tzinfo=UTC)
        window = self.rule_id._get_window(self.rule_id._get_closed_days(self.unit_id))
        any_day = self.env["hva.invitation"]._get_any_day(window)
        start = fields.Datetime.to_datetime(self.opens_on).replace(tzinfo=zone).astimezone(UTC)
        return send_window.next_send_at(now, max(now, start), any_day, zone).replace(tzinfo=None)

    def _begin_rest(self, kind, keys, day):
        days = self._get_rest_days()
        if days:
            until = day + timedelta(days=days)
            self.env["hva.quarantine"]._start({(kind, key): until for key in keys})

    def _get_rest_days(self):
        return self.rule_id.quarantine_days if self.rule_id else PLAIN_REST_DAYS

    # ------------------------------------------------------------------ afterwards

    def action_remind(self):
        """Remind the whole sample, once. Nobody knows who has answered, so the message thanks those who have."""
        self.ensure_one()
        self._check_mine()
        if self.state != "running" or not self.sample_count or self.reminded_on:
            raise UserError(self.env._("A running survey with a sample can be reminded of once."))
        campaign = self.sudo()  # sudo: as in action_start
        if campaign._get_waiting():
            raise UserError(self.env._("Some first messages have not gone yet. Remind when they have."))
        targets = self.env["hva.campaign.target"].sudo().search([("campaign_id", "=", self.id)])
        members = targets.member_id
        opted_out = self.env["hva.opt.out"]._known(members.mapped("contact_hmac"))
        campaign.reminded_on = self.env["hva.clock"]._today()
        campaign._send_wave("remind", members.filtered(lambda member: member.contact_hmac not in opted_out))
        self.env["hva.audit"]._record("campaign_move", self, details={"to": "reminded"})

    def action_stop(self):
        """Send nothing more and take no answers; messages that have not gone are taken back with their rest times."""
        self._check_mine()
        self._move("stopped")
        for campaign in self.sudo():  # sudo: as in action_start
            campaign._take_back()

    def action_resume(self):
        """Take answers again. What was taken back is not sent."""
        self._check_mine()
        self._move("running")

    def action_close(self):
        """End the survey for good, and forget who was drawn."""
        self._check_mine()
        self._move("closed")
        for campaign in self.sudo():  # sudo: as in action_start
            campaign._finish()

    @api.model
    def _cron_close(self):
        """Daily: close surveys whose last day has passed."""
        over = self.search(
            [("state", "in", ("running", "stopped")), ("closes_on", "<", self.env["hva.clock"]._today())]
        )
        for campaign in over:
            campaign._move("closed")
            campaign._finish()

    def _finish(self):
        self._take_back()
        self.env["hva.campaign.target"].search([("campaign_id", "=", self.id)]).unlink()
        self.env["hva.feedback.link"].search([("collector_id", "in", self.collector_ids.ids)]).unlink()
        self.collector_ids.write({"active": False})

    def _get_waiting(self):
        """Return how many messages have not gone yet."""
        waiting = [("campaign_id", "=", self.id), ("state", "in", ("due", "claimed"))]
        return self.env["hva.invitation"].search_count(waiting) + self.env["hva.pool.mail"].search_count(waiting)

    def _take_back(self):
        """Take back what has not gone, as if it had not been planned; an earlier message's rest stays."""
        due = [("campaign_id", "=", self.id), ("state", "=", "due")]
        invitations = self.env["hva.invitation"].search(due)
        invitations.filtered(lambda each: each.kind == "campaign")._end_rest()
        invitations._take_back()
        self.env["hva.pool.mail"].search(due)._take_back()

    # ------------------------------------------------------------------ before it starts

    def action_preview(self):
        """Open the page as residents will see it; what is tried there is not stored."""
        self.ensure_one()
        if not self.survey_id:
            raise UserError(self.env._("The question set has no published version yet."))
        return self.survey_id._hva_action_preview()

    def action_try(self):
        """Send the messages of this survey to oneself by mail, with a link to the preview: nothing is stored."""
        self.ensure_one()
        self._check_mine()
        email = self.env.user.email
        if not email:
            raise UserError(self.env._("You have no e-mail address in your own settings."))
        if not self.survey_id or not self.text_ids:
            raise UserError(self.env._("Choose the question set and a way with messages first."))
        link = f"{self.get_base_url().rstrip('/')}/hva_feedback/preview/{self.survey_id.id}"
        self.env["hva.pool.mail"]._queue(
            [
                {
                    "kind": "trial",
                    "company_id": self.company_id.id,
                    "lang_code": text.lang_code,
                    "email": email,
                    "subject": self.env._("Trial: %(subject)s", subject=text.subject or self.name),
                    "body": text.body.replace(rules.LINK, link).replace(rules.LEAVE, link),
                }
                for text in self.text_ids
                if text.wave == "invite" or self.state == "running"
            ]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": self.env._("The messages are on their way to you by e-mail, those for phones too."),
            },
        }


def _address(base, code, lang_code):
    """Return a personal link. The language is in the address, since the link itself seldom keeps it."""
    return f"{base}/p/{code}" + ("" if lang_code == "fi" else f"?lang={lang_code}")
