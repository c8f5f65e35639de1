"""May we ask this person about this visit? Policy as one ordered table of reasons.

The model gathers the facts in bulk, this decides, the model applies: see `hva.visit`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ContactRule:
    """The settings of one `hva.contact.rule`, as far as a single visit is concerned."""

    min_age: int = 18
    needs_age: bool = True  # a telephone system knows no age: see `hva.contact.rule.asks_about`
    max_visit_age_days: int = 7
    is_paused: bool = False
    excluded_services: frozenset[str] = field(default_factory=frozenset)
    excluded_modes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class VisitFacts:
    """What is known of one visit at the moment of the decision. Defaults are the cautious answer.

    `phone_code` is the code of `phone.normalise`, None for a number that can be used; `visit_age_days` counts whole
    days from the visit's local day; `is_opted_out` and `is_in_quarantine` come from registers of person HMACs.
    `contact_mode` is "" when the patient system says none of ours. `has_content`: there is a set to ask and a text to
    send. `is_cap_full`: the day of sending has as many invitations as the rule allows.
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
    contact_mode: str = ""
    has_content: bool = True
    is_last_visit: bool = True
    is_opted_out: bool = False
    is_in_quarantine: bool = False
    is_in_sample: bool = False
    is_cap_full: bool = False


@dataclass(frozen=True)
class Decision:
    """`reason` is a key of REASONS, None when the person may be asked."""

    eligible: bool
    reason: str | None = None


Check = Callable[[VisitFacts, ContactRule], bool]

_UNUSABLE_BY_RULE = ("no_phone", "not_mobile", "foreign_blocked")  # codes with a row of their own


def _phone_is(code: str) -> Check:
    return lambda facts, rule: facts.phone_code == code


# What holds under any rule: what the person has said, is protected by, or cannot be reached without.
_ALWAYS: tuple[tuple[str, str, Check], ...] = (
    ("not_finished", "The visit did not take place", lambda f, r: not f.is_finished),
    ("no_consent", "No consent to text messages", lambda f, r: not f.has_consent),
    ("non_disclosure", "Non-disclosure for personal safety, or not known", lambda f, r: f.is_non_disclosure),
    ("deceased", "The person has died", lambda f, r: f.is_deceased),
    ("survey_opt_out", "Surveys declined in the patient system", lambda f, r: f.has_survey_opt_out),
    ("no_phone", "No phone number", _phone_is("no_phone")),
    ("ambiguous_phone", "Several phone numbers recorded", lambda f, r: f.is_phone_ambiguous),
    (
        "bad_phone",
        "The phone number cannot be read",
        lambda f, r: f.phone_code is not None and f.phone_code not in _UNUSABLE_BY_RULE,
    ),
    ("not_mobile", "Not a mobile number", _phone_is("not_mobile")),
)
# What the rule says. The draw of the sample comes late and the room of the day last, so that nothing is learnt of the
# person where the answer is no anyway, and nobody takes the place of somebody who may be asked.
_BY_RULE: tuple[tuple[str, str, Check], ...] = (
    ("unit_paused", "Asking is paused in the unit", lambda f, r: f.is_unit_paused or r.is_paused),
    (
        "excluded_service",
        "The service is left out by the contact rule",
        lambda f, r: f.service_code in r.excluded_services,
    ),
    (
        "excluded_mode",
        "The mode of contact is left out by the contact rule",
        lambda f, r: f.contact_mode in r.excluded_modes,
    ),
    ("no_content", "No published question set or no text for it", lambda f, r: not f.has_content),
    ("age_unknown", "Age not known", lambda f, r: f.age_years is None and r.needs_age),  # unknown means no
    (
        "under_age",
        "Younger than the contact rule allows",
        lambda f, r: f.age_years is not None and f.age_years < r.min_age,
    ),
    ("foreign_blocked", "A foreign number, which the county does not send to", _phone_is("foreign_blocked")),
    ("too_old", "The visit is too old", lambda f, r: f.visit_age_days > r.max_visit_age_days),
    ("not_last_visit", "A later visit of the same day counts", lambda f, r: not f.is_last_visit),
    ("opted_out", "The person has refused text messages from us", lambda f, r: f.is_opted_out),
    ("quarantine", "The person was asked a short while ago", lambda f, r: f.is_in_quarantine),
    ("not_in_sample", "Left out by the sample", lambda f, r: not f.is_in_sample),
    ("daily_cap", "The day's invitations are full", lambda f, r: f.is_cap_full),
)
_NO_RULE = ("no_rule", "No contact rule for the unit")

CHECKS: tuple[tuple[str, Check], ...] = tuple((code, check) for code, _label, check in (*_ALWAYS, *_BY_RULE))
"""Order matters: staff see the first that applies. Between the two parts stands no_rule, which is no check."""

REASONS = {
    **{code: label for code, label, _check in _ALWAYS},
    _NO_RULE[0]: _NO_RULE[1],
    **{code: label for code, label, _check in _BY_RULE},
}
"""Code -> English label of why a person is not invited, in the order in which `evaluate` looks."""


def evaluate(facts: VisitFacts, rule: ContactRule | None) -> Decision:
    """Return the first reason that forbids contact, or an eligible decision. Without a rule nobody is asked."""
    if reason := _first(_ALWAYS, facts, ContactRule()):
        return Decision(False, reason)
    if rule is None:
        return Decision(False, _NO_RULE[0])
    reason = _first(_BY_RULE, facts, rule)
    return Decision(reason is None, reason)


def _first(table: tuple[tuple[str, str, Check], ...], facts: VisitFacts, rule: ContactRule) -> str | None:
    return next((code for code, _label, forbids in table if forbids(facts, rule)), None)
