"""The files of the terminal's page. Their version is a hash over all of them, and stands in their address."""

import functools
import hashlib
import json
import os

from odoo.http import Response
from odoo.tools import file_open, file_path

from .page_style import FIXED_HEADERS

FOLDER = "hva_feedback/static/src/device"
TYPES = {".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
SERVICE_WORKER = "sw.js"
FOR_EVER = "public, max-age=31536000, immutable"


@functools.cache
def files():
    """Return {name: content} of what the page may ask for; the service worker has an address of its own."""
    names = sorted(os.listdir(file_path(FOLDER)))
    return {name: _read(name) for name in names if os.path.splitext(name)[1] in TYPES and name != SERVICE_WORKER}


@functools.cache
def version():
    """Return the version of all files together: 16 hexadecimal characters."""
    everything = {**files(), SERVICE_WORKER: _read(SERVICE_WORKER)}
    return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()[:16]


def path(name):
    """Return the address of a file."""
    return f"/p/device/v{version()}/{name}"


def file(asked_version, name):
    """Return the response with a file, or None where there is none of this name and version."""
    content = files().get(name)
    if content is None or asked_version != version():
        return None
    return respond(content, TYPES[os.path.splitext(name)[1]], cache=FOR_EVER)


def service_worker():
    """Return the service worker, which knows the files that it must keep."""
    known = {"version": version(), "files": [path(name) for name in files()]}
    return respond(f"const KNOWN = {json.dumps(known)};\n{_read(SERVICE_WORKER)}", TYPES[".js"])


def respond(content, content_type, status=200, cache="no-store"):
    """Return a response that is no page: nothing may frame it, and as a service worker it may fetch from us alone."""
    policy = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
    headers = {**FIXED_HEADERS, "Content-Security-Policy": policy, "Cache-Control": cache}
    return Response(content, status=status, headers=headers, content_type=content_type)


def _read(name):
    with file_open(f"{FOLDER}/{name}") as stream:
        return stream.read()
