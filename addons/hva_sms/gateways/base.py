"""The door out. A gateway only translates: our message into a vendor's request, its answers into our words.

A new gateway is one file with one class: fill in `send` and `parse_report`. It has no database, no retry and no
memory; the outbox that calls it commits its claim before and its result after. It never logs or raises a number, a
text or a token: what went wrong is told by `SendResult.code`.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Outcome = Literal["accepted", "refused", "busy", "unknown"]
Answer = Literal["never_seen", "known", "unclear"]


class GatewayConfigError(ValueError):
    """The gateway's settings cannot work; raised when it is made, never while sending."""


@dataclass(frozen=True)
class OutgoingMessage:
    """One text message to one person.

    `ref`: our own reference, the same however often we try. `to`: E.164. `sender`: name or number the phone shows.
    `callback_url`: where reports of this message come, with its secret token and no query. `validity_minutes`: how
    long the operator may try; the sending window ends there. Number, text and token stay out of the repr.
    """

    ref: str
    to: str = field(repr=False)
    sender: str
    text: str = field(repr=False)
    callback_url: str = field(repr=False)
    validity_minutes: int


@dataclass(frozen=True)
class SendResult:
    """What the gateway did with a message.

    - accepted: it took it; the state is `submitted` until a report comes.
    - refused: it never will take it; `failed`.
    - busy: it certainly did not take it and may later; back to `due`.
    - unknown: it may or may not have taken it; never sent again blindly.

    `code` is a short word for people and statistics, `vendor_id` the vendor's name for the message if it gave one.
    """

    outcome: Outcome
    code: str = ""
    vendor_id: str | None = None


@dataclass(frozen=True)
class Report:
    """A delivery report: `state` from `delivery_status.STATES`, `code` why it failed, empty when it did not."""

    state: str
    code: str = ""


@dataclass(frozen=True)
class ReportCall:
    """A call that says it comes from a gateway.

    `url`: our address as the gateway was told it; `params`: what the query, form or JSON said, as text, the parts of a
    JSON value named as `results.0.status`; `headers`: names in small letters.
    """

    url: str = field(repr=False)
    params: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True)
class InboundCall:
    """A call that says it brings a message from a phone: as `ReportCall`, with the body as it came."""

    url: str = field(repr=False)
    params: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class InboundMessage:
    """A message from a phone. `ref`: the gateway's own number of it, the same when it is brought again."""

    sender: str = field(repr=False)
    text: str = field(repr=False)
    ref: str


@dataclass(frozen=True)
class QueryResult:
    """What a gateway says of a message when it is asked by our reference.

    - never_seen: it certainly has not taken it, and an earlier call can no longer make it: it may be sent again.
    - known: it has taken it; `report` is where it stands.
    - unclear: no answer, or one that leaves room for doubt. An error is this, whatever its number.
    """

    answer: Answer
    report: Report | None = None


def token_of(msg: OutgoingMessage) -> str:
    """Return the secret token at the end of the address where reports of `msg` come."""
    return msg.callback_url.rpartition("/")[2]


class Gateway(ABC):
    """One way to send text messages.

    `can_query`: whether `query` can give a definite answer. `source`: the vendor's paper that the adapter was written
    after, with its date, for people who must know how far to trust it. `can_receive`: whether it brings what phones
    write; `inbound_answer`: content type and body of our answer to that, which must send nothing to the phone.
    """

    name: str
    source: ClassVar[str] = ""
    can_query: ClassVar[bool] = False
    can_receive: ClassVar[bool] = False
    inbound_answer: ClassVar[tuple[str, str]] = ("text/plain; charset=utf-8", "")

    @abstractmethod
    def send(self, msg: OutgoingMessage) -> SendResult:
        """Hand the message over, once, within a hard time limit. Never raises for what the far end does."""

    @abstractmethod
    def parse_report(self, params: Mapping[str, str]) -> Report | None:
        """Translate the parameters of a call to `callback_url`; None when they say nothing we know."""

    def is_genuine(self, call: ReportCall) -> bool:
        """Say whether a report was made by whoever knows our secret; where a vendor signs none, its address is one."""
        return True

    def report_token(self, params: Mapping[str, str]) -> str:
        """Return the token of the message in a report that came to the address all messages share; else ""."""
        return ""

    def parse_message(self, call: InboundCall) -> InboundMessage | None:
        """Return the message that a call brings; None when it is none, or not from whoever knows our secret."""
        return None

    def query(self, ref: str) -> QueryResult:
        """Ask what became of the message with our reference. Never raises for what the far end does."""
        return QueryResult("unclear")
