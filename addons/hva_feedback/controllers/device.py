"""The doors of feedback terminals and tablets, all below `/p/device/`.

The page itself holds nothing: it is drawn for anybody who knows a device's address, and shows questions only in the
browser that was paired. GET reads and never writes. What a browser sends carries its proof; see tools/device_proof.py.
"""

import json
import re

from werkzeug.exceptions import RequestEntityTooLarge

from odoo import http
from odoo.http import request

from ..tools.codes import is_code
from ..tools.device_batch import MAX_BYTES, MS_MAX, BadBatch, read_batch, read_object
from . import device_files
from .device_page import DevicePage
from .page_answer import forget_visitor, message_page, now
from .page_texts import LOCALES
from .public_routes import READ, WRITE

SENT = re.compile(r"\d{1,15}", re.ASCII)
POST = {**WRITE, "methods": ["POST"], "max_content_length": MAX_BYTES}
STATUS = {"unknown": 404, "used": 409, "revoked": 401, "too_large": 413, "too_many": 413}


class DeviceDoor(http.Controller):
    # ------------------------------------------------------------------ what is only read

    @http.route("/p/device/<string(length=22):code>", **READ)
    def page(self, code, **_ignored):
        """Show the page of a device."""
        forget_visitor()
        device = self._device(code)
        if not device:
            return message_page("unknown", 404, None, "unknown_text")
        return DevicePage(device).render()

    @http.route("/p/device/<string(length=22):code>/manifest.webmanifest", **READ)
    def manifest(self, code, **_ignored):
        """Say how the page is installed as an app."""
        forget_visitor()
        device = self._device(code)
        if not device:
            return message_page("unknown", 404, None, "unknown_text")
        return device_files.respond(json.dumps(DevicePage(device).manifest()), "application/manifest+json")

    @http.route("/p/device/sw.js", **READ)
    def service_worker(self, **_ignored):
        return device_files.service_worker()

    @http.route("/p/device/v<string:code>/<string:name>", **READ)
    def file(self, code, name, **_ignored):
        """Hand out a file of ours. `code` is the version of all files together: they never change under an address."""
        return device_files.file(code, name) or message_page("unknown", 404, None, "unknown_text")

    def _device(self, code):
        if not is_code(code):  # the database cannot even be asked for some of what stands in an address
            return None
        # sudo: the page is public
        return request.env["hva.device"].sudo().with_context(active_test=False).search([("code", "=", code)])

    # ------------------------------------------------------------------ what is sent

    @http.route("/p/device/pair", **POST)
    def pair(self, **_ignored):
        """Make the asking browser a device, by its one-time secret."""
        forget_visitor()
        try:
            message = read_object(self._body())
        except BadBatch as error:
            return refuse(error.code)
        waiting = message.get("waiting")
        waiting = waiting if isinstance(waiting, int) and 0 <= waiting < 10**6 else 0
        devices = request.env["hva.device"]
        device, reason = devices._pair(message.get("secret"), message.get("key_hash"), waiting)
        return refuse(reason) if reason else answer({"device": device.code})

    @http.route("/p/device/send", **POST)
    def send(self, **_ignored):
        """Take answers and the device's report; answer with receipts, the time, and what has changed to show."""
        forget_visitor()
        try:
            body = self._body()
        except BadBatch as error:
            return refuse(error.code)
        headers = request.httprequest.headers
        code, sent, proof = (headers.get(f"X-HVA-{name}", "") for name in ("Device", "Sent", "Proof"))
        if not is_code(code) or not SENT.fullmatch(sent) or int(sent) > MS_MAX:
            return refuse("unreadable")
        device = request.env["hva.device"]._authenticate(code, "/p/device/send", int(sent), proof, body)
        if isinstance(device, str):
            return refuse(device)
        try:
            batch = read_batch(body)
        except BadBatch as error:
            return refuse(error.code)
        receipts = device._receive(batch, int(sent))
        mark, config = device._get_config(LOCALES)
        return answer(
            {
                "now": now() * 1000,
                "receipts": [{"id": key, "state": state, "reason": why} for key, (state, why) in receipts.items()],
                "form_mark": mark,
                **({} if mark == batch.form_mark else {"config": config}),
            }
        )

    def _body(self):
        if request.httprequest.mimetype != "application/json":
            raise BadBatch("unreadable")
        try:
            return request.httprequest.get_data()
        except RequestEntityTooLarge:
            raise BadBatch("too_large") from None


def answer(values, status=200):
    return device_files.respond(json.dumps(values), "application/json", status)


def refuse(reason):
    return answer({"error": reason}, STATUS.get(reason, 400))
