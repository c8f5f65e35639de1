from . import (
    code_slips,
    launch_kit,
    leaflet,
    meeting_agenda,
    paper,
    paper_form,
    paper_texts,
    pictures,
    poster,
    practice,
    referral_sheet,
    week,
)
