"""What a browser asks Odoo for while one person answers, without pictures, styles and scripts.

ours     GET the page, POST the form, GET the thank-you page it redirects to
stock    GET /survey/start and its redirects to the page, begin, submit (the thank-you text is in the last answer)
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from .client import Answer, Refused, Visitor

NONCE = re.compile(rb'name="nonce" value="([^"]+)"')
WORDS = "Hoitaja kuunteli ja kertoi selvästi, mitä seuraavaksi tapahtuu. Odotusaika puhelimessa oli pitkä."


class OurFlow:
    """`form` is field name -> value of everything a person fills in; `url` the page's path."""

    name = "ours"

    def __init__(self, port: int, url: str, form: Mapping[str, str]) -> None:
        self.port, self.url = port, url
        self._filled = urlencode({"lang": "fi", "website": "", **form}).encode()

    def __call__(self) -> None:
        """Answer once. Raises Refused when anything but the expected pages comes back."""
        visitor = Visitor(self.port)
        nonce = NONCE.search(visitor.get(self.url).body)
        if not nonce:
            raise Refused("no form on the page")
        body = b"nonce=" + nonce[1] + b"&" + self._filled
        thanks = visitor.post(self.url, body, "application/x-www-form-urlencoded", 303)
        visitor.get(thanks.location)


class StockFlow:
    """`values` is question id -> what Survey's own script sends for it."""

    name = "stock"

    def __init__(self, port: int, token: str, values: Mapping[str, str]) -> None:
        self.port, self.token, self._values = port, token, values

    def __call__(self) -> None:
        """Answer once. Raises Refused when anything but the expected pages comes back."""
        visitor = Visitor(self.port)
        path, page = visitor.follow(f"/survey/start/{self.token}")
        if b"o_survey" not in page.body:
            raise Refused("no survey on the page")
        answer_token = path.rpartition("/")[2].partition("?")[0]
        self._call(visitor, f"/survey/begin/{self.token}/{answer_token}", {})
        self._call(visitor, f"/survey/submit/{self.token}/{answer_token}", {"token": answer_token, **self._values})

    def _call(self, visitor: Visitor, path: str, params: Mapping[str, Any]) -> Answer:
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        answer = visitor.post(path, body, "application/json")
        if b'"error":' in answer.body[:400]:
            raise Refused(f"{path.split('/')[2]} refused")
        return answer
