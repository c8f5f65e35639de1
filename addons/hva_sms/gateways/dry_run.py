"""A gateway that never leaves the machine, for trying out rules and texts on real visits."""

from collections.abc import Mapping
from typing import ClassVar

from .base import Gateway, OutgoingMessage, QueryResult, Report, SendResult


class DryRunGateway(Gateway):
    """Accepts every message and forgets it. No report ever comes; asked, it has seen none, since none has left."""

    name = "dry_run"
    can_query: ClassVar[bool] = True

    def send(self, msg: OutgoingMessage) -> SendResult:
        return SendResult("accepted", "dry_run")

    def parse_report(self, params: Mapping[str, str]) -> Report | None:
        return None

    def query(self, ref: str) -> QueryResult:
        return QueryResult("never_seen")
