from . import (
    hva_fact,
    hva_fact_item,
    hva_fact_month,
    hva_report_definition,
    hva_report_run,
    hva_report_run_trail,
    hva_report_schedule,
    hva_report_wording,
    hva_retention,
    mail_mail,
    survey_user_input,
    res_users,
)
