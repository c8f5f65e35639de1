"""What a row of a delivery tells of a visit for the decision about it. Intake and rehearsal read rows alike."""

from typing import Any

from .eligibility import VisitFacts
from .visit_contract import VisitRow


def facts_of_row(row: VisitRow, phone_code: str | None, **known: Any) -> VisitFacts:
    """Return the facts of a row; `phone_code` as `VisitFacts` has it, `known` are its fields that no row tells."""
    return VisitFacts(
        is_finished=row.status == "finished",
        has_consent=row.sms_consent,
        is_non_disclosure=row.non_disclosure,
        is_deceased=row.deceased,
        has_survey_opt_out=row.survey_opt_out,
        age_years=row.age_years,
        phone_code=phone_code,
        is_phone_ambiguous=row.phone_ambiguous,
        **known,
    )
