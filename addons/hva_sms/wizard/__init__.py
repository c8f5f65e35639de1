from . import (
    hva_case_reply,
    hva_contact_rehearsal,
    hva_contact_rehearsal_file,
    hva_contact_rehearsal_line,
    hva_contact_rehearsal_play,
    hva_contact_rehearsal_result,
    hva_contact_rule_lookup,
    hva_pool_join,
    hva_sending_change,
    hva_sms_announcement,
    hva_sms_free,
    survey_invite,
)
