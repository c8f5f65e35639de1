"""The forms in which something of a person could lie about: what a search of all that is kept looks for. Pure."""

import base64
import hashlib
import re

HASHES = ("md5", "sha1", "sha256")
_HASH = re.compile(rb"(?<![0-9a-f])[0-9a-f]{32,64}(?![0-9a-f])|(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{22,43}={1,2}")


def spellings(phone):
    """Return how a Finnish number in E.164 is written and stored: local, spaced, international, in hyphens."""
    digits = phone.removeprefix("+358")
    local = f"0{digits}"
    return {
        digits,
        local,
        f"358{digits}",
        phone,
        f"00358{digits}",
        f"{local[:3]} {local[3:]}",
        f"{local[:3]} {local[3:6]} {local[6:]}",
        f"{local[:3]}-{local[3:]}",
        f"{local[:4]} {local[4:]}",
        f"+358 {digits[:2]} {digits[2:]}",
        f"+358 {digits[:2]} {digits[2:5]} {digits[5:]}",
        f"+358 (0){digits}",
    }


def needles(words):
    """Return {bytes to look for: what they are}, of texts in plain, hashed without a key, in base64 and UTF-16.

    A dump writes bytes as hexadecimal digits, so those are among them. Of base64 the middle is taken that is the same
    wherever in a longer text the word stands. A word that holds another one is looked for by that one.
    """
    found = {}
    for word in words:
        for name in HASHES:
            digest = hashlib.new(name, word.encode())
            found[digest.hexdigest().encode()] = name
            found[base64.b64encode(digest.digest())] = f"{name} in base64"
    for word in (word for word in words if not any(other != word and other in word for other in words)):
        plain = word.encode()
        found |= {plain: "plain", plain.hex().encode(): "hexadecimal"}
        for coding in ("utf-16-le", "utf-16-be"):
            found |= {word.encode(coding): coding, word.encode(coding).hex().encode(): f"{coding} in hexadecimal"}
        found |= {_middle(plain, shift): "base64" for shift in range(3)}
    return found


def seen(data, wanted):
    """Return the kinds of needles that are in `data` (bytes). Hashes are picked out once, for there are many."""
    hashes = set(_HASH.findall(data))
    return sorted(
        {kind for needle, kind in wanted.items() if needle in (hashes if kind.split()[0] in HASHES else data)}
    )


def _middle(plain, shift):
    """Return the part of `plain` in base64 that no neighbour changes, `shift` bytes after a group of three began."""
    coded = base64.b64encode(b"\0" * shift + plain)
    start = -(-shift * 8 // 6)
    whole = (shift + len(plain)) * 8 // 6
    return coded[start:whole]
