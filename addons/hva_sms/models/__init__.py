from . import (
    hva_collector,
    hva_contact_rule,
    hva_delivery_report,
    hva_feedback_link,
    hva_invitation,
    hva_invitation_state,
    hva_opt_out,
    hva_quarantine,
    hva_sms_gateway,
    hva_visit,
    hva_visit_batch,
)
