"""May we ask this person about this visit? Policy as one ordered table of reasons.

The model gathers the facts in bulk, this decides, the model applies: see `hva.visit`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

REASONS = {
    "not_finished": "The visit did not take place",
    "no_consent": "No consent to text messages",
    "non_disclosure": "Non-disclosure for personal safety, or not known",
    "deceased": "The person has died",
    "survey_opt_out": "Surveys declined in the patient system",
    "no_rule": "No contact rule for the unit",
    "age_unknown": "Age not known",
    "under_age": "Younger than the contact rule allows",
    "no_phone": "No phone number",
    "ambiguous_phone": "Several phone numbers recorded",
    "bad_phone": "The phone number cannot be read",
    "not_mobile": "Not a mobile number",
    "foreign_blocked": "A foreign number, which the county does not send to",
    "too_old": "The visit is too old",
    "unit_paused": "Asking is paused in the unit",
    "excluded_service": "The service is left out by the contact rule",
    "not_last_visit": "Not the last unit of the care event",
    "opted_out": "The person has refused text messages from us",
    "quarantine": "The person was asked a short while ago",
    "not_in_sample": "Left out by the sample",
}
"""Code -> English label of why a person is not invited, in the order in which CHECKS looks."""


@dataclass(frozen=True)
class ContactRule:
    """The settings of one `hva.contact.rule`, as far as a single visit is concerned."""

    min_age: int = 18
    needs_age: bool = True  # a telephone system knows no age: see `hva.contact.rule.asks_about`
    max_visit_age_days: int = 7
    is_paused: bool = False
    excluded_services: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class VisitFacts:
    """What is known of one visit at the moment of the decision. Defaults are the cautious answer.

    `phone_code` is the code of `phone.normalise`, None for a number that can be used; `visit_age_days` counts whole
    days from the visit's local day; `is_opted_out` and `is_in_quarantine` come from registers of person HMACs.
    """

    is_finished: bool = False
    has_consent: bool = False
    is_non_disclosure: bool = True
    is_deceased: bool = False
    has_survey_opt_out: bool = False
    age_years: int | None = None
    phone_code: str | None = "no_phone"
    is_phone_ambiguous: bool = False
    visit_age_days: int = 0
    is_unit_paused: bool = False
    service_code: str | None = None
    is_last_visit: bool = True
    is_opted_out: bool = False
    is_in_quarantine: bool = False
    is_in_sample: bool = False


@dataclass(frozen=True)
class Decision:
    """`reason` is a key of REASONS, None when the person may be asked."""

    eligible: bool
    reason: str | None = None


Check = Callable[[VisitFacts, ContactRule], bool]


def _under_age(facts: VisitFacts, rule: ContactRule) -> bool:
    return facts.age_years is not None and facts.age_years < rule.min_age


def _too_old(facts: VisitFacts, rule: ContactRule) -> bool:
    return facts.visit_age_days > rule.max_visit_age_days


def _phone_is(code: str) -> Check:
    return lambda facts, rule: facts.phone_code == code


# Order matters: staff see the first that applies. What the person has said or is protected by comes first, the
# draw of the sample last, so that nothing is learnt of the person where the answer is no anyway.
CHECKS: tuple[tuple[str, Check], ...] = (
    ("not_finished", lambda f, r: not f.is_finished),
    ("no_consent", lambda f, r: not f.has_consent),
    ("non_disclosure", lambda f, r: f.is_non_disclosure),
    ("deceased", lambda f, r: f.is_deceased),
    ("survey_opt_out", lambda f, r: f.has_survey_opt_out),
    ("age_unknown", lambda f, r: f.age_years is None and r.needs_age),  # unknown means no
    ("under_age", _under_age),
    ("no_phone", _phone_is("no_phone")),
    ("ambiguous_phone", lambda f, r: f.is_phone_ambiguous),
    ("bad_phone", lambda f, r: f.phone_code not in (None, "not_mobile", "foreign_blocked")),
    ("not_mobile", _phone_is("not_mobile")),
    ("foreign_blocked", _phone_is("foreign_blocked")),
    ("too_old", _too_old),
    ("unit_paused", lambda f, r: f.is_unit_paused or r.is_paused),
    ("excluded_service", lambda f, r: f.service_code in r.excluded_services),
    ("not_last_visit", lambda f, r: not f.is_last_visit),
    ("opted_out", lambda f, r: f.is_opted_out),
    ("quarantine", lambda f, r: f.is_in_quarantine),
    ("not_in_sample", lambda f, r: not f.is_in_sample),
)


def evaluate(facts: VisitFacts, rule: ContactRule | None) -> Decision:
    """Return the first reason that forbids contact, or an eligible decision. Without a rule nobody is asked."""
    for reason, forbids in CHECKS:
        if forbids(facts, rule or ContactRule()):
            return Decision(False, reason)
    return Decision(True) if rule else Decision(False, "no_rule")
