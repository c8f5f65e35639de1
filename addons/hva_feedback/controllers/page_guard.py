"""What the public page does when too much comes at once. Soft first, and never a puzzle; see `tools.throttle`.

Looking at a way in that works counts nothing. What is counted, under keyed hashes that nobody can turn back after the
day: forms that are sent, and codes that lead nowhere.
"""

import functools
import logging

from odoo import SUPERUSER_ID, api
from odoo.http import request

from ..tools import throttle
from .page_answer import closed_page, message_page

_logger = logging.getLogger(__name__)


def judge(entry):
    """Return the `throttle.Verdict` of a form sent through `entry`; note it where the way in is an open one."""
    counts = request.env["hva.throttle"].sudo()  # sudo: nobody has rights on it
    if entry.collector_id is None:
        return throttle.judge_link(counts._moments(_link(entry), throttle.LINK_WITHIN), request.env["hva.clock"]._now())
    network = throttle.network_of(request.httprequest.remote_addr)
    return throttle.judge_network(len(counts._note(f"sent {network}", throttle.SENT_WITHIN)))


def slow_down(response, entry, verdict):
    """Say by status and header that a form was refused for a while; a taken one's answer passes.

    A personal link is counted here, and only when nothing was stored: the transaction that stores its answer must leave
    no row that tells the time.
    """
    if response.status_code == 422:
        if entry.collector_id is None:
            request.env["hva.throttle"].sudo()._add([_link(entry)])  # sudo: nobody has rights on it
        if verdict.retry_after:
            response.status_code = 429
            response.headers["Retry-After"] = str(verdict.retry_after)
    return response


def _link(entry):
    return f"link {entry.source} {entry.source_id}"


def lead_nowhere(lang):
    """Answer for an unknown code of `/p/`: the page that says so, or to wait where too many were tried."""
    return count_miss(
        lambda too_many: message_page("slow", 429, lang, "slow_text") if too_many else closed_page(None, lang)
    )


def count_miss(draw):
    """Return what `draw` makes for a code that leads nowhere, told whether too many were tried; count the miss.

    One count for all doors that take a code, personal links and one-time codes alike: who tries both is one. Only
    looking is done here. It is counted when the answer is out, in a transaction of its own, and only where there was
    nothing to see. What is refused is not counted, so that nobody can fill the table.
    """
    network = throttle.network_of(request.httprequest.remote_addr)
    counts = request.env["hva.throttle"].sudo()  # sudo: nobody has rights on it
    from_network = counts._count(f"missed {network}", throttle.MISSED_WITHIN)
    from_all = counts._count("missed", throttle.MISSED_WITHIN)
    if throttle.is_missing_much(from_network, from_all):
        response = draw(True)
        response.headers["Retry-After"] = str(int(throttle.MISSED_WITHIN.total_seconds()))
        return response
    if throttle.is_missing_much(from_network + 1, from_all + 1):
        _logger.warning("many unknown codes of feedback pages are being tried: no more for a minute")
    response = draw(False)
    response.call_on_close(functools.partial(_note_miss, request.env.registry, network))
    return response


def _note_miss(registry, network):
    with registry.cursor() as cr:
        # superuser: nobody has rights on it
        counts = api.Environment(cr, SUPERUSER_ID, {})["hva.throttle"]
        # asked again: a page that a replica drew could not know, and other workers have counted since
        found = [counts._count(what, throttle.MISSED_WITHIN) for what in (f"missed {network}", "missed")]
        if not throttle.is_missing_much(*found):
            counts._add([f"missed {network}", "missed"])
