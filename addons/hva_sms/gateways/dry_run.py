"""A gateway that never leaves the machine, for trying out rules and texts on real visits."""

from collections.abc import Mapping

from .base import Gateway, OutgoingMessage, Report, SendResult


class DryRunGateway(Gateway):
    """Accepts every message and forgets it. No report ever comes."""

    name = "dry_run"

    def send(self, msg: OutgoingMessage) -> SendResult:
        return SendResult("accepted", "dry_run")

    def parse_report(self, params: Mapping[str, str]) -> Report | None:
        return None
