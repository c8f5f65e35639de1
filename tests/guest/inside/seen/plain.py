"""Make what is seen comparable: without what differs from one minute or one process to the next."""

import re

CHANGING = [
    (re.compile(r"http://127\.0\.0\.1:\d+"), "<host>"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<uuid>"),
    (re.compile(r"\b[0-9a-f]{32,}(o\d+)?\b"), "<hash>"),
    (re.compile(r"/web/assets/[^/\"]+/"), "/web/assets/<hash>/"),
    (re.compile(r"unique=[0-9a-f]+"), "unique=<hash>"),
    (re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?"), "<time>"),
    (re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d"), "<time>"),
    (re.compile(r"\d{4}-\d\d-\d\d"), "<day>"),
    (re.compile(r"\d\d/\d\d/\d{4}"), "<day>"),
    (re.compile(r"csrf_token[\"']?[:=] ?[\"'][^\"']+"), "csrf_token=<token>"),
    (re.compile(r"name=\"csrf_token\" value=\"[^\"]+\""), "<token>"),
    (re.compile(r"\d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d"), "<time>"),
    (re.compile(r"res_id=(\")?\d+"), "res_id=<new>"),
    (re.compile(r"#<span>\d+"), "#<span><new>"),
    (re.compile(r"NewId_0x[0-9a-f]+"), "<new>"),
    (re.compile(r"/s/\d{4}"), "/s/<code>"),
    (re.compile(r"\s+"), " "),
]


def text(value):
    """Return a text without times, tokens, hashes and the server's port, white space run together."""
    for pattern, replacement in CHANGING:
        value = pattern.sub(replacement, value)
    return value.strip()


RANDOM = {"session_code"}


def value(something):
    """Return any value of a record as JSON, without times and tokens."""
    if isinstance(something, dict):
        return {
            str(key): value(part)
            for key, part in something.items()
            if not (str(key).startswith("hva_") or key in RANDOM)
        }
    if isinstance(something, (list, tuple)):
        return [value(part) for part in something]
    if isinstance(something, (bool, int, float)) or something is None:
        return something
    if isinstance(something, bytes):
        return f"{len(something)} bytes"
    return text(str(something))
