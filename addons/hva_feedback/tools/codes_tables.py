"""The code tables that answers, links, visits and reports share.

Each table is a tuple of `(code, English label)` in the order a screen shows it. The codes are stored and exported and
never change meaning; the labels are source terms for translation.
"""

from typing import Final

from .languages import KNOWN

Table = tuple[tuple[str, str], ...]

CHANNELS: Final[Table] = (
    ("web", "Web form"),
    ("sms", "Text message"),
    ("qr", "QR code"),
    ("kiosk", "Feedback terminal"),
    ("tablet", "Mobile device"),
    ("staff_oral", "Oral, recorded by staff"),
    ("paper", "Paper form"),
    ("embed", "Embedded form"),
    ("handover", "Handed over device"),
    ("targeted", "Targeted survey"),
)

CONTACT_MODES: Final[Table] = (
    ("visit", "Visit"),
    ("call", "Phone call"),
    ("remote", "Remote visit"),
    ("home", "Home visit"),
    ("mobile", "Mobile service"),
    ("ward", "Ward stay"),
)

AGE_BANDS: Final[Table] = (
    ("u18", "Under 18"),
    ("18_29", "18-29"),
    ("30_44", "30-44"),
    ("45_64", "45-64"),
    ("65_79", "65-79"),
    ("80_", "80 or over"),
)

RESPONDENT_GROUPS: Final[Table] = (
    ("customer", "Customer"),
    ("relative", "Relative"),
    ("resident", "Resident"),
    ("child", "Child aged 7 to 12"),
)

# Who helped the giver to answer. Empty means that nobody did, or that it is not known.
ASSISTED_BY: Final[Table] = (
    ("relative", "Relative"),
    ("staff", "Staff"),
    ("interpreter", "Interpreter"),
    ("other", "Somebody else"),
)

KINDS: Final[Table] = (
    ("thanks", "Thanks"),
    ("criticism", "Criticism"),
    ("suggestion", "Suggestion"),
    ("question", "Question"),
)

# The languages a county can ask in, each under its own name. `sms` is Skolt Sami here.
LANGUAGES: Final[Table] = tuple((language.code, language.name) for language in KNOWN)

# How an answer's page said it, where it was not in the language's ordinary words.
LANGUAGE_VARIANTS: Final[Table] = (("simple", "Plain language"),)

# Where an answer stands on its way to a case. `hva_routing_reason` says why.
ROUTING_STATES: Final[Table] = (
    ("pending", "Waiting for routing"),
    ("none", "No case"),
    ("case", "Case made"),
)

# What a text may be about that a feedback is not for, the gravest first. An objection (muistutus) and a complaint
# (kantelu) are legal means of their own and never words for criticism.
TRIAGE: Final[Table] = (
    ("danger", "Urgent danger"),
    ("safety_incident", "Safety incident"),
    ("complaint", "Complaint"),
    ("objection", "Objection"),
    ("records", "Records"),
    ("billing", "Billing"),
    ("appointments", "Appointments"),
)

# What a person said of such a flag.
TRIAGE_CHECKS: Final[Table] = (
    ("to_check", "To be checked"),
    ("confirmed", "Confirmed"),
    ("false_alarm", "False alarm"),
)

# How a matter went to another receiver.
HAND_OVER_WAYS: Final[Table] = (
    ("mail", "E-mail with a link that needs sign-in"),
    ("paper", "On paper"),
    ("system", "In the receiver's own system"),
)

# What the giver was told of it.
GIVER_TOLD: Final[Table] = (
    ("told", "The giver was told"),
    ("later", "The giver will be told"),
    ("unreachable", "The giver left no contact details"),
)

# Why an answer is looked at with care. It is stored and counted like any other: people decide, not the page.
MARKS: Final[Table] = (
    ("too_fast", "Sent faster than a person reads"),
    ("trap_filled", "Hidden field was filled in"),
    ("burst_network", "Much was sent from one network"),
    ("burst_unit", "Much more than usual about one unit"),
    ("burst", "One of many within seconds on one device"),
    ("clock_wrong", "Clock of the device was wrong"),
    ("outside_hours", "Given outside opening hours"),
)

# How a terminal or tablet does, worst first where several are true.
DEVICE_STATES: Final[Table] = (
    ("revoked", "Revoked"),
    ("waiting", "Waiting for pairing"),
    ("silent", "Silent"),
    ("clock", "Clock is wrong"),
    ("storage", "Storage needs attention"),
    ("ok", "Working"),
)

# Why a way in is closed (`Entry.closed_reason`).
CLOSED_REASONS: Final[Table] = (
    ("archived", "No longer in use"),
    ("not_yet_open", "Not open yet"),
    ("closed", "Closed"),
    ("used", "Already answered"),
    ("expired", "The link has expired"),
)

# What the audit trail records (`hva.audit._record`). A code is never taken away: rows that name it stay for ever.
AUDIT_ACTIONS: Final[Table] = (
    ("unit_import", "Unit imported"),
    ("unit_edit", "Unit changed in its form"),
    ("unit_move", "Unit moved"),
    ("unit_merge", "Unit merged"),
    ("unit_split", "Unit split"),
    ("unit_end", "Unit ended"),
    ("unit_producer", "Producer of a unit changed"),
    ("unit_correct", "Unit of a feedback corrected"),
    ("left_out", "Marked feedback left out of the results"),
    ("put_back", "Marked feedback put back into the results"),
    ("staff_link_make", "Staff link made"),
    ("staff_link_revoke", "Staff link revoked"),
    ("staff_link_extend", "Last day of a staff link changed"),
    ("staff_link_pin", "PIN of a staff link changed"),
    ("staff_link_locked", "Staff link made to wait after wrong PINs"),
    ("staff_link_use", "Feedback recorded through a staff link"),
    ("handover_slips", "Slips with one-time codes made"),
    ("pool_joined", "Resident taken into the pool by staff"),
    ("pool_erased", "Resident erased from the pool by staff"),
    ("pool_contact_read", "Contact of a resident read"),
    ("campaign_move", "Targeted survey moved to another state"),
    ("improvement_move", "Improvement moved to another state"),
    ("wall_make", "Link of a wall screen made"),
    ("wall_revoke", "Link of a wall screen revoked"),
    ("wall_choose", "Thanks chosen for wall screens"),
    ("wall_drop", "Thanks taken off wall screens"),
    ("language_brought", "Language brought by file"),
    ("device_pairing", "Pairing of a device begun"),
    ("device_paired", "Device paired"),
    ("device_revoked", "Device revoked"),
    ("triage_checked", "Flag of a feedback checked"),
    ("handed_over", "Case handed over to a receiver"),
    ("contact_read", "Contact details read"),
    ("export", "List exported to a file"),
    ("audit_check", "Audit trail checked against its seals"),
    ("audit_export", "Audit trail exported"),
    ("audit_purge", "Old rows of the audit trail taken away"),
    ("retention", "Old data erased"),
    ("retention_rule", "Time of keeping changed"),
    ("hold", "Feedback put on hold"),
    ("hold_end", "Hold of a feedback released"),
    ("case_transfer", "Case transferred to another unit"),
    ("person_request", "Request about own data received"),
    ("person_deadline", "Deadline of a request about own data moved"),
    ("person_search", "Feedback of a person looked for"),
    ("person_copy", "Copy of own data given"),
    ("person_correct", "Feedback corrected at the person's request"),
    ("person_erase", "Feedback erased at the person's request"),
    ("person_closed", "Request about own data closed"),
    ("person_made", "Account of a person made"),
    ("person_archived", "Account of a person archived"),
    ("access_given", "Access given"),
    ("access_changed", "Access changed"),
    ("access_taken", "Access removed"),
    ("access_asked", "Access asked for"),
    ("access_decided", "Request for access decided"),
    ("review_started", "Review of access started"),
    ("review_decided", "Access confirmed or ended in a review"),
    ("topics_set", "Topics of a feedback chosen"),
    ("sender_noted", "Sender of a gateway or its authorisation changed"),
    ("contact_rule_made", "Contact rule made"),
    ("contact_rule_changed", "Contact rule changed"),
    ("contact_rule_removed", "Contact rule removed"),
    ("contact_text_changed", "Text of a contact rule changed"),
    ("pause_made", "Pause of asking made"),
    ("pause_changed", "Pause of asking changed"),
    ("pause_removed", "Pause of asking removed"),
    ("sms_free", "Replying by text message confirmed as free of charge"),
    ("sms_free_ended", "Confirmation that replying is free of charge ended"),
    ("sending_stopped", "Sending of text messages stopped"),
    ("sending_resumed", "Sending of text messages resumed"),
    ("sending_confirmed", "Sending allowed in a restored or moved database"),
    ("gateway_resumed", "Sending through a stopped gateway resumed"),
    ("results_published", "Results opened for everybody or closed"),
    ("lake_setting", "Data lake export made or changed"),
    ("lake_delivered", "Delivered to the data lake"),
)

# What somebody needs a giver's contact details for. "other" is said in a few words.
CONTACT_PURPOSES: Final[Table] = (
    ("reply", "To contact the person"),
    ("look_into", "To look into what happened"),
    ("official", "For an objection, a complaint or another official matter"),
    ("own_request", "For a request of the person about own data"),
    ("other", "Something else"),
)


def codes(table: Table) -> frozenset[str]:
    """Return the codes of a table."""
    return frozenset(code for code, _label in table)


# Why a reminder about a case sent no mail.
MAIL_PROBLEMS: Final[Table] = (
    ("no_address", "The person has no e-mail address"),
    ("not_made", "The mail could not be made"),
)
