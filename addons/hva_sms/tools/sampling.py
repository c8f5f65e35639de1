"""Which visits are drawn into the sample. The draw is a keyed hash, so a repeat decides alike."""

import hashlib
import hmac

_SCALE = 2**64


def in_sample(visit_key: bytes, secret: bytes, percent: float) -> bool:
    """Return whether the visit belongs to the `percent` (0-100) of visits that are asked.

    `visit_key` names the visit (source system and event), `secret` is the county's person key. The same visit is
    always decided alike, and one drawn at a lower percent is drawn at every higher one. ValueError outside 0-100.
    """
    if not 0 <= percent <= 100:  # also refuses NaN
        raise ValueError("percent must be between 0 and 100")
    digest = hmac.new(secret, b"sample\0" + visit_key, hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") * 100 < percent * _SCALE
