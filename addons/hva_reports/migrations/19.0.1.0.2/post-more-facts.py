"""Facts get age, help with answering and open text, sums what did not apply: made anew from the answers.

The sums are made by the job: their months are marked by the trigger, and reports count these from the facts until then.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["hva.fact"]._rebuild()
    cr.execute("DELETE FROM hva_fact_month")
    env.ref("hva_reports.ir_cron_hva_fact_month_rebuild").interval_number = 1
