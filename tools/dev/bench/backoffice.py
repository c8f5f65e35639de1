"""A member of staff's browser, as far as the server can tell: signs in, asks for views and reads what they show."""

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any

from .client import Refused, Visitor

LINKS = ("many2one", "one2many", "many2many")


@dataclass
class Desk:
    port: int
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.port)

    def sign_in(self, database: str, login: str, password: str) -> None:
        """Open a session. Raises Refused for a wrong password."""
        self._post("/web/session/authenticate", {"db": database, "login": login, "password": password})

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method as the web client does; return its result, or raise Refused with the server's reason."""
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def specification(self, model: str, view_id: int, kind: str) -> dict[str, Any]:
        """Return what the web client would ask for to draw a view."""
        views = self.call(model, "get_views", views=[[view_id, kind]], options={})
        arch = ET.fromstring(views["views"][kind]["arch"])
        return _fields(arch, views["models"], model)

    def _post(self, path: str, params: dict[str, Any]) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        answer = json.loads(self.visitor.post(path, body, "application/json").body)
        if "error" in answer:
            raise Refused(f"{path}: {answer['error'].get('data', {}).get('message')}")
        return answer["result"]


def _fields(node: ET.Element, models: dict[str, Any], model: str) -> dict[str, Any]:
    """Return the specification of the fields under `node`; those inside a list of a field belong to that list."""
    known = models[model]["fields"]
    found: dict[str, Any] = {}
    for child in node:
        name = child.get("name", "")
        if child.tag != "field" or name not in known:
            found |= _fields(child, models, model)
            continue
        found[name] = _one(child, models, known[name])
    return found


def _one(node: ET.Element, models: dict[str, Any], about: dict[str, Any]) -> dict[str, Any]:
    if about["type"] not in LINKS:
        return {}
    shown: dict[str, Any] = {}
    for view in node:
        if about["relation"] in models:
            shown |= _fields(view, models, about["relation"])
    if not shown and about["type"] == "one2many":
        return {}
    return {"fields": shown or {"display_name": {}}}
