"""The letters of text messages: GSM 03.38 as SMPP carries it (one octet each), UCS-2 and Latin 1."""

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = dict(zip(b"\x0a\x14\x28\x29\x2f\x3c\x3d\x3e\x40\x65", "\f^{}\\[~]|€", strict=True))
_ESCAPE = 0x1B
_LATIN_1, _UCS_2 = 3, 8


def decoded(payload: bytes, data_coding: int) -> str:
    """Return the text of a message's payload; what is not a letter becomes U+FFFD. Whole messages only:
    a pair of UCS-2 units may stand in two parts."""
    if data_coding == _UCS_2:
        return payload.decode("utf-16-be", errors="replace")
    if data_coding == _LATIN_1:
        return payload.decode("latin-1")
    return _gsm(payload)


def _gsm(payload: bytes) -> str:
    text = []
    octets = iter(payload)
    for octet in octets:
        if octet == _ESCAPE:
            text.append(_EXTENSION.get(next(octets, 0), "\ufffd"))
        else:
            text.append(_BASIC[octet] if octet < len(_BASIC) else "\ufffd")
    return "".join(text)


def encoded(text: str) -> tuple[bytes, int]:
    """Return (payload, data coding) of a text: in GSM letters where they suffice, else in UCS-2."""
    back = {char: bytes((octet,)) for octet, char in enumerate(_BASIC) if octet != _ESCAPE}
    back |= {char: bytes((_ESCAPE, octet)) for octet, char in _EXTENSION.items()}
    if set(text) <= back.keys():
        return b"".join(back[char] for char in text), 0
    return text.encode("utf-16-be"), _UCS_2
