"""Let a worker go as soon as it has answered."""

import contextlib
import socket

from odoo.http import request

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


def hang_up():
    """Say that no more of this request is awaited, once all of it is read.

    Werkzeug's server, which Odoo's workers use, listens for a late rest of the body for 10 ms after each answer, and
    the worker serves nobody meanwhile: more than our pages take. It closes the connection afterwards anyway.
    """
    http_request = request.httprequest
    is_read = http_request.mimetype in FORM_TYPES or not (http_request.content_length or 0)
    connection = http_request.environ.get("werkzeug.socket")
    if connection is not None and is_read and "HTTP_TRANSFER_ENCODING" not in http_request.environ:
        with contextlib.suppress(OSError):  # gone already
            connection.shutdown(socket.SHUT_RD)
