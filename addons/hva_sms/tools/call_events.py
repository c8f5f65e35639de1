"""Calls as a telephone system tells of them: a contract of its own, read by the validator of visits onto the same rows.

A telephone system knows neither a person's age nor their consent in the patient system nor a unit's OID. It knows the
queue, and whether the caller agreed to be asked. Agreeing is the caller's own word, from the number that is asked, and
missing is no.
"""

from collections.abc import Mapping

from .visit_contract import FIELD_BY_NAME, Contract, Field, VisitRow

CALL_STATUSES = {"finished": "finished", "abandoned": "no_show", "entered_in_error": "entered_in_error"}
"""Status of a call -> status of the row it becomes. An abandoned call was answered by nobody."""

CALL_FIELDS = (
    FIELD_BY_NAME["event_id"],
    Field("revision", "int", default=1, max=2**31 - 1),
    Field("status", "choice", default="finished", choices=frozenset(CALL_STATUSES)),
    Field("queue", "text", is_required=True),
    Field("ended_at", "time", is_required=True),
    FIELD_BY_NAME["phone"],
    FIELD_BY_NAME["language"],
    Field("caller_agreed", "bool", default=False),  # missing is no
    Field("non_disclosure", "bool", default=False),  # few telephone systems know: docs/decisions/0060
)


def _call(line: int, read: Mapping[str, object]) -> VisitRow:
    values = {
        "event_id": read["event_id"],
        "revision": read["revision"],
        "status": CALL_STATUSES[str(read["status"])],
        "visit_end": read["ended_at"],
        "phone": read["phone"],
        "language": read["language"],
        "sms_consent": read["caller_agreed"],
        "non_disclosure": read["non_disclosure"],
        "queue": read["queue"],
    }
    return VisitRow(
        line=line,
        visit_start=None,
        service_event_id=None,
        client_key=None,
        unit_oid="",
        service_code=None,
        contact_type="call",
        phone_ambiguous=False,
        age_years=None,
        municipality=None,
        survey_opt_out=False,
        deceased=False,
        **values,  # type: ignore[arg-type]
    )


CALLS = Contract("calls", CALL_FIELDS, {field.name: field for field in CALL_FIELDS}, _call)
