"""What travels between a way in, the page and the answer.

`Entry` is what a public code opens; `Submission` is one feedback ready to be stored. Both are plain values: a channel
of its own (text mode, paper, import, device) builds a `Submission` and calls `survey.user_input._hva_store`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from .answer_validation import Value

# Ways in whose answers keep their day and no time: the time could tell who gave them, or is that of the typing.
UNTIMED_SOURCES: Final = frozenset({"link", "handover", "staff", "text"})
# Ways in that may say on which day the feedback was given: it is stored later.
DATED_SOURCES: Final = frozenset({"staff", "text"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A way in: which set version is asked, for which unit, and the coarse facts that go on the answer.

    `source` says what the code was: a collector (public, many answers), a personal link or a handed over code (one
    answer), a unit's staff link (many), a device (terminal or tablet, many) or a conversation by text message. See
    `UNTIMED_SOURCES`. `source_id` is that row's id, 0 for a conversation; answers of links and handed over codes never
    store it. `frame_ancestors` are the origins that may
    show the page inside their own. `follows_browser`: the page opens in the browser's language where it has that.
    `asks` is what the page asks about the feedback itself (`about_feedback.ASPECTS`).
    `filed_under` is the collector that answers of a personal link are filed under; such an entry has no `collector_id`.
    With `finds_unit` the giver first chooses the unit: `unit_id` or one under it, with `finds_all` any of the county
    `company_id`.
    """

    survey_id: int
    unit_id: int
    channel: str
    source: Literal["collector", "link", "handover", "staff", "device", "text"]
    source_id: int
    service_id: int | None = None
    contact_mode: str | None = None
    collector_id: int | None = None
    lang_code: str = "fi"
    age_band: str | None = None
    respondent_group: str | None = None
    is_open: bool = True
    closed_reason: str | None = None
    frame_ancestors: tuple[str, ...] = ()
    asks: frozenset[str] = frozenset({"kind"})
    finds_unit: bool = False
    finds_all: bool = False
    follows_browser: bool = False
    company_id: int | None = None
    filed_under: int | None = None


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """How the giver wants to be reached. `repr` shows nothing: these must never reach a log."""

    name: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Submission:
    """One feedback. `values` is question id -> value as `answer_validation.validate` returns them.

    `given_on` is the local day of the feedback; None means today, and only imports and `DATED_SOURCES` say otherwise.
    `given_at` is the moment (naive UTC) of one that waited in a device until it could be sent; it says the day too.
    `not_asked` are questions of the set that this giver was not shown; `wordings` says which wording of a question was
    shown where it was not the neutral one (see `answer_validation.Result`).
    `mark` is a code of `codes_tables.MARKS` or None. `remark` is a note of the member of staff who recorded it.
    """

    entry: Entry
    values: Mapping[int, Value] = field(repr=False)
    nonce: str | None = None
    kind: str | None = None
    topic_ids: tuple[int, ...] = ()
    contact: ContactDetails | None = None
    given_on: date | None = None
    given_at: datetime | None = None
    assisted_by: str | None = None
    mark: str | None = None
    remark: str | None = field(default=None, repr=False)
    not_asked: tuple[int, ...] = ()
    wordings: Mapping[int, str] = field(default_factory=dict)
