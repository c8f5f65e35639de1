from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [("phone", "Phone number"), ("client", "Client key"), ("mail", "E-mail address")]


class HvaQuarantine(models.Model):
    """Rest time after an invitation: nobody is asked again before it is over, by whatever survey of the county.

    It is counted from the day of sending. One register for text messages after visits and calls, targeted surveys and
    mail: whoever asks a person looks here first (`_resting`) and writes here (`_start`).

    A person is known only by a keyed hash whose key is outside the database, and by nothing that leads to a visit,
    an invitation or an answer.
    """

    _name = "hva.quarantine"
    _description = "Rest time of an invited person"
    _log_access = False
    _order = "until_on desc, id"

    kind = fields.Selection(KINDS, required=True)
    hmac = fields.Char(required=True, groups="base.group_system")
    until_on = fields.Date("Last day", required=True, index=True)

    _person_uniq = models.UniqueIndex("(kind, hmac)", "This person is already resting.")

    @api.model
    def _start(self, until_by_person):
        """Begin or prolong rest times; never shorten one.

        :param until_by_person: {(kind, hmac): last day as a date}
        """
        # in the order of the hash, so that the order of the rows tells nothing of the order of the invitations
        rows = [SQL("(%s, %s, %s)", kind, key, until) for (kind, key), until in sorted(until_by_person.items())]
        if rows:
            self.env.cr.execute(
                SQL(
                    """INSERT INTO hva_quarantine (kind, hmac, until_on) VALUES %s
                       ON CONFLICT (kind, hmac) DO UPDATE
                          SET until_on = GREATEST(hva_quarantine.until_on, EXCLUDED.until_on)""",
                    SQL(", ").join(rows),
                )
            )
            self.invalidate_model()

    @api.model
    def _last_days(self, persons) -> dict:
        """Return {(kind, hmac): last day of rest} for those of `persons` (pairs of kind and hash) who rest."""
        hashes = list({key for _kind, key in persons})
        if not hashes:
            return {}
        rows = self.sudo().search_fetch([("hmac", "in", hashes)], ["kind", "hmac", "until_on"])  # sudo: job
        return {(row.kind, row.hmac): row.until_on for row in rows}

    @api.model
    def _resting(self, persons, day) -> set:
        """Return those of `persons` (pairs of kind and hash) who must not be asked on `day`, by whatever survey."""
        return {person for person, until in self._last_days(persons).items() if until >= day}

    @api.model
    def _lift(self, until_by_person):
        """End the rest of people whose invitation is taken back before it was sent.

        :param until_by_person: {(kind, hmac): last day of the rest that ends}; a rest that goes on longer was started
            by another survey meanwhile and stays. A set of persons ends their rest whatever it is.
        """
        lasts = until_by_person if isinstance(until_by_person, dict) else {}
        rows = self.sudo().search([("hmac", "in", [key for _kind, key in until_by_person])])  # sudo: job
        rows.filtered(
            lambda row: (
                (row.kind, row.hmac) in until_by_person
                and row.until_on <= lasts.get((row.kind, row.hmac), row.until_on)
            )
        ).unlink()

    @api.model
    def _erase(self):
        """Forget those whose rest is over."""
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM hva_quarantine WHERE until_on < %s", [self.env["hva.clock"]._today()])
        self.invalidate_model()
