"""People are remembered only as keyed hashes; the key lives outside the database.

A phone number has so few possible values that a plain hash of it is as good as the number. Whoever steals the
database without the key learns nothing; destroying the key forgets everybody.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from pathlib import Path

MIN_KEY_BYTES = 32
KEY_VARIABLE = "HVA_PERSON_KEY"
KEY_FILE_VARIABLE = "HVA_PERSON_KEY_FILE"

_KIND = re.compile(r"[a-z][a-z_]{0,31}")


class PersonKeyError(ValueError):
    """The person key is missing, unreadable or too short. The message says what to do and never holds the key."""


def person_hmac(kind: str, value: str, secret: bytes) -> str:
    """Return 64 hex digits that stand for `value` of a `kind` ("phone", "client", "mail", "event" ...).

    Kinds never collide: the same value under another kind gives another hash. Phones come in E.164.
    """
    if not _KIND.fullmatch(kind):
        raise ValueError("kind must be a short lower-case word")
    _check_length(secret, "The person key")
    return hmac.new(secret, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def load_secret(environ: Mapping[str, str]) -> bytes:
    """Return the person key from the file named by HVA_PERSON_KEY_FILE, else from HVA_PERSON_KEY.

    Line ends after the key do not belong to it. Raises PersonKeyError when there is no key of 32 bytes or more.
    """
    if path := environ.get(KEY_FILE_VARIABLE):
        secret, origin = _read(path), f"The file named by {KEY_FILE_VARIABLE}"
    elif text := environ.get(KEY_VARIABLE):
        secret, origin = text.encode(errors="surrogateescape"), KEY_VARIABLE
    else:
        raise PersonKeyError(
            f"No person key: set {KEY_FILE_VARIABLE} to a file, or {KEY_VARIABLE} to a secret, "
            f"of at least {MIN_KEY_BYTES} bytes, for example from `openssl rand -hex 32`."
        )
    secret = secret.rstrip(b"\r\n")
    _check_length(secret, origin)
    return secret


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise PersonKeyError(f"The file named by {KEY_FILE_VARIABLE} cannot be read: {error.strerror}.") from None


def _check_length(secret: bytes, origin: str) -> None:
    if len(secret) < MIN_KEY_BYTES:
        raise PersonKeyError(f"{origin} holds {len(secret)} bytes; at least {MIN_KEY_BYTES} are needed.")
