"""Somebody at a desk who signs in and presses buttons, by the door that the web client itself uses."""

import http.cookiejar
import json
import urllib.request
from typing import Any

from ..console import Stop


class Office:
    """One signed-in person; the demo's people have their login as password."""

    def __init__(self, url: str, database: str, login: str) -> None:
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(cookies)
        self._ask("/web/session/authenticate", {"db": database, "login": login, "password": login})

    def call(self, model: str, method: str, *args: object, **kwargs: object) -> Any:
        """Call a method of a model as this person and return what it returns."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._ask(f"/web/dataset/call_kw/{model}/{method}", params)

    def _ask(self, path: str, params: dict[str, object]) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(f"{self.url}{path}", body, {"Content-Type": "application/json"})
        with self._opener.open(request, timeout=60) as reply:
            answer = json.load(reply)
        if "error" in answer:
            raise Stop(f"{path} was refused: {answer['error']['data']['message']}")
        return answer.get("result")
