from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class HvaVisit(models.Model):
    _inherit = "hva.visit"

    def _get_siblings(self):
        """Return {visit: the others of which only the last is asked about}, decided ones included.

        They are visits of the same person: on the same day, or in the same care event on whichever day. A care event
        alone is not enough: a source that sends one id for all would have one person asked.
        """
        keys = {visit: visit._get_sibling_keys() for visit in self}
        events = [visit.care_event_hmac for visit in self if visit.care_event_hmac]
        hashes = [key for visit in self for _kind, key in visit._get_persons()]
        same_time = Domain("visit_on", "in", list(set(self.mapped("visit_on")))) | Domain(
            "care_event_hmac", "in", events
        )
        same_person = Domain("phone_hmac", "in", hashes) | Domain("client_hmac", "in", hashes)
        found = self.search(same_time & same_person)
        by_key = defaultdict(self.browse)
        for visit in found:
            for key in visit._get_sibling_keys():
                by_key[key] |= visit
        return {visit: self.browse().union(*(by_key[key] for key in keys[visit])) - visit for visit in self}

    def _get_sibling_keys(self):
        """Return what visits share that only one of them is asked about."""
        self.ensure_one()
        times = [self.visit_on, self.care_event_hmac] if self.care_event_hmac else [self.visit_on]
        return [(person, time) for person in self._get_persons() for time in times]

    def _is_before(self, other) -> bool:
        """Tell whether this visit ended before the other one; the later row wins a tie."""
        return (self.visit_end_at, self.id) < (other.visit_end_at, other.id)
