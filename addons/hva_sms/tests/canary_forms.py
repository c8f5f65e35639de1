"""The forms in which something of a person could lie about: what a search of all that is kept looks for. Pure."""

import base64
import hashlib

HASHES = ("md5", "sha1", "sha256")


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
    """Return {bytes to look for: what they are}, of texts in plain, without case, hashed without a key, base64, UTF-16.

    A dump writes bytes as hexadecimal digits, so those are among them. Of base64 the middle is taken that is the same
    wherever in a longer text the word stands.
    """
    found = {}
    for word in words:
        plain = word.encode()
        found[plain] = "plain"
        for name in HASHES:
            digest = hashlib.new(name, plain)
            found[digest.hexdigest().encode()] = name
            found[base64.b64encode(digest.digest())] = f"{name} in base64"
        for coding in ("utf-16-le", "utf-16-be"):
            found[word.encode(coding)] = coding
            found[word.encode(coding).hex().encode()] = f"{coding} in hexadecimal"
        found[plain.hex().encode()] = "hexadecimal"
        for shift in range(3):
            found |= {part: "base64" for part in (_middle(plain, shift),) if len(part) >= 8}
    return found


def seen(data, wanted):
    """Return the kinds of needles that are in `data` (bytes)."""
    return sorted({kind for needle, kind in wanted.items() if needle in data})


def _middle(plain, shift):
    """Return the part of `plain` in base64 that no neighbour changes, `shift` bytes after a group of three began."""
    coded = base64.b64encode(b"\0" * shift + plain)
    start = -(-shift * 8 // 6)
    whole = (shift + len(plain)) * 8 // 6
    return coded[start:whole]
