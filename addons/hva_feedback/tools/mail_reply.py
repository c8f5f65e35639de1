"""Reading a mail that came to a reply address: whose case it is for, whether a person wrote it, and what it says.

Only the standard library's reader is used, and it is never trusted to succeed: a mail that cannot be read is still
known to have come. Attachments are counted and left behind; so is what the mail program quoted of our own reply.
"""

import email
import email.message
import email.policy
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email.utils import getaddresses
from html.parser import HTMLParser
from typing import Final, Literal

from .follow_code import new_follow_code, read_follow_code

Kind = Literal["reply", "auto", "bounce", "loop", "too_large"]

MAIL_MAX: Final = 10 * 1024 * 1024
HEAD: Final = 256 * 1024  # bytes in which the addresses of a mail stand
# What a hostile mail may make us read: the reader of headers and the patterns of lines take the square of a length.
HEADER_MAX: Final = 8_000
HEADERS_MAX: Final = 20  # of one name
LINE_MAX: Final = 500
WRITTEN_MAX: Final = 40 * 10_000
TEXT_MAX: Final = 10_000
SUBJECT_MAX: Final = 150

_ADDRESSED: Final = ("delivered-to", "x-original-to", "envelope-to", "to", "cc", "resent-to", "resent-cc")
_AUTO_HEADERS: Final = ("x-autoreply", "x-autorespond", "x-auto-reply", "list-id")
_AUTO_PRECEDENCE: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
_AUTO_SUBJECT: Final = re.compile(
    r"\s*(?:automaattinen vastaus|poissaoloviesti|autosvar|automatiskt svar|frånvaromeddelande|automatic reply"
    r"|auto[- ]?reply|out of (?:the )?office)",
    re.IGNORECASE,
)
_DAEMONS: Final = frozenset({"mailer-daemon", "postmaster"})
_QUOTE_BEGINS: Final = re.compile(
    r"\s*(?:-{2,}\s*(?:original message|alkuperäinen viesti|ursprungligt meddelande|välitetty viesti"
    r"|vidarebefordrat meddelande|forwarded message)|_{10,}\s*$"
    r"|(?=.*[\d@]).{0,200}\b(?:wrote|skrev|kirjoitti)\b.{0,100}:\s*$)",
    re.IGNORECASE,
)
_HEADER_BLOCK: Final = re.compile(r"\s*\*?(?:from|lähettäjä|från)\*?:\*?\s.{0,200}@", re.IGNORECASE)
_BLANKS: Final = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class MailReply:
    """One mail. `token` is the code in the address it came to; `others` are its other receivers, in lower case.

    `key` is the same for the same mail however often it comes. Addresses and words stay out of the repr.
    """

    token: str
    kind: Kind
    key: str
    others: tuple[str, ...] = field(default=(), repr=False)
    sender: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    dropped: int = 0
    is_cut: bool = False


def new_token() -> str:
    """Return a fresh token for an address: 80 random bits, in lower case because some mail servers make it so."""
    return new_follow_code().lower()


def reply_address(base: str, token: str) -> str:
    """Return the address to which an answer goes: `palaute+<token>@example.fi` for the base `palaute@example.fi`."""
    local, _at, domain = base.partition("@")
    return f"{local}+{token}@{domain}"


def read_mail(raw: bytes, base: str, markers: Iterable[str] = ()) -> MailReply | None:
    """Return what came to a reply address below `base`, None where the mail is for somebody else. Never raises.

    :param markers: lines of ours above which people write; what follows one is quoted
    """
    if f"{base.partition('@')[0]}+".lower().encode() not in raw[:HEAD].lower():
        return None  # other people's mail is not read at all
    message = _parse(raw[:HEAD] if len(raw) > MAIL_MAX else raw)
    addressed = [text for name in _ADDRESSED for text in _headers(message, name)]
    token = _token(addressed, base)
    if not token:
        return None
    key = hashlib.sha256((_header(message, "message-id").strip() or "").encode() or raw).hexdigest()[:32]
    sender = _address(_header(message, "from"))
    receivers = {address.lower() for _name, address in getaddresses(addressed) if "@" in address}
    others = tuple(sorted(address for address in receivers if not _token([address], base)))
    kind = _kind(message, sender, base)
    if kind == "reply" and len(raw) > MAIL_MAX:
        kind = "too_large"
    if kind != "reply":
        return MailReply(token, kind, key, others, sender)
    text, dropped = _body(message)
    text = _own_words(text, [marker.casefold() for marker in markers])
    subject = " ".join(_header(message, "subject").split())[:SUBJECT_MAX]
    return MailReply(
        token, kind, key, others, sender, _clean(subject), _clean(text)[:TEXT_MAX], dropped, len(text) > TEXT_MAX
    )


def _parse(raw: bytes) -> email.message.EmailMessage:
    try:
        return email.message_from_bytes(raw, policy=email.policy.default)
    except Exception:  # noqa: BLE001  the library raises whatever hostile input makes it raise
        return email.message.EmailMessage()


def _headers(message: email.message.EmailMessage, name: str) -> list[str]:
    try:
        raw = [(key, value[:HEADER_MAX]) for key, value in message.raw_items() if key.lower() == name]
        return [str(message.policy.header_fetch_parse(key, value)) for key, value in raw[:HEADERS_MAX]]
    except Exception:  # noqa: BLE001  as in _parse
        return []


def _header(message: email.message.EmailMessage, name: str) -> str:
    return next(iter(_headers(message, name)), "")


def _type(message: email.message.EmailMessage) -> str:
    try:
        return message.get_content_type()
    except Exception:  # noqa: BLE001  as in _parse
        return ""


def _token(addressed: Sequence[str], base: str) -> str:
    local, _at, domain = base.partition("@")
    shape = re.compile(
        rf"(?<![\w.+-]){re.escape(local)}\+([0-9a-z]{{16}})@{re.escape(domain)}(?![\w.-])", re.IGNORECASE
    )
    for text in addressed:
        if found := shape.search(text):
            return (read_follow_code(found.group(1)) or "").lower()
    return ""


def _address(header: str) -> str:
    return next((address.lower() for _name, address in getaddresses([header]) if "@" in address), "")


def _kind(message: email.message.EmailMessage, sender: str, base: str) -> Kind:
    local = sender.partition("@")[0]
    if "<>" in _header(message, "return-path") or local in _DAEMONS or _type(message) == "multipart/report":
        return "bounce"
    if sender == base.lower() or _token([sender], base):
        return "loop"
    submitted = _header(message, "auto-submitted").strip().lower()
    is_auto = (
        (submitted and submitted != "no")
        or any(_header(message, name) for name in _AUTO_HEADERS)
        or _header(message, "precedence").strip().lower() in _AUTO_PRECEDENCE
        or bool(_AUTO_SUBJECT.match(_header(message, "subject")))
    )
    return "auto" if is_auto else "reply"


def _body(message: email.message.EmailMessage) -> tuple[str, int]:
    """Return the words of a mail and how many other parts it has."""
    try:
        chosen = message.get_body(("plain", "html"))
        kept = {id(part) for part in (message.get_body(("plain",)), message.get_body(("html",))) if part}
        parts = [part for part in message.walk() if not part.is_multipart()]
    except Exception:  # noqa: BLE001  as in _parse
        return "", 1
    dropped = sum(id(part) not in kept for part in parts)
    if chosen is None:
        return "", dropped
    text = _content(chosen)
    return (_plain(text) if chosen.get_content_type() == "text/html" else text), dropped


def _content(part: email.message.MIMEPart) -> str:
    try:
        return str(part.get_content())
    except Exception:  # noqa: BLE001  an unknown character set, broken base64
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _own_words(text: str, markers: Sequence[str]) -> str:
    """Return what was written above a quotation; everything that is not quoted where nothing stands above."""
    lines = text[:WRITTEN_MAX].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    above: list[str] = []
    for line in lines:
        folded = line.casefold()
        begin = line.lstrip()[:LINE_MAX]
        if any(marker in folded for marker in markers) or _QUOTE_BEGINS.match(begin) or _HEADER_BLOCK.match(begin):
            break
        above.append(line)
    words = _unquoted(above)
    return words or _unquoted([line for line in lines if not any(marker in line.casefold() for marker in markers)])


def _unquoted(lines: Sequence[str]) -> str:
    kept = "\n".join(line.rstrip() for line in lines if not line.lstrip().startswith(">"))
    return _BLANKS.sub("\n\n", kept).strip()


def _clean(text: str) -> str:
    """Return the text without characters that cannot be stored or shown."""
    return "".join(char for char in text if char in "\n\t" or char.isprintable())


class _Words(HTMLParser):
    """Collects the words of an HTML mail; quotations, styles and scripts are left out."""

    LEFT_OUT: Final = frozenset({"script", "style", "head", "title", "blockquote"})
    BREAKS: Final = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.LEFT_OUT:
            self.depth += 1
        elif tag in self.BREAKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.LEFT_OUT:
            self.depth = max(0, self.depth - 1)
        elif tag in self.BREAKS and tag != "br":
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.words.append(re.sub(r"\s+", " ", data))


def _plain(html: str) -> str:
    reader = _Words()
    reader.feed(html[: 40 * TEXT_MAX])
    reader.close()
    return "".join(reader.words)
