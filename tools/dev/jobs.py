"""Waking a running Odoo's jobs, for those who would otherwise wait for the next minute, or for a pause to end.

Odoo is told as it tells itself when something makes a job due: a trigger, and a notice to the scheduler.
"""

from . import cluster

DUE = """
INSERT INTO ir_cron_trigger (cron_id, call_at)
SELECT id, now() AT TIME ZONE 'UTC' FROM ir_cron
 WHERE active AND interval_type = 'minutes' AND interval_number = 1
   AND NOT EXISTS (SELECT 1 FROM ir_cron_trigger WHERE cron_id = ir_cron.id)
"""
END_PAUSES = """
SELECT id FROM ir_cron WHERE interval_type = 'minutes' FOR NO KEY UPDATE;
UPDATE hva_sms_gateway SET paused_until = now() AT TIME ZONE 'UTC' WHERE paused_until > now() AT TIME ZONE 'UTC'
"""


def wake(database: str) -> None:
    """Let the jobs that run each minute run now; those that are at work are left alone."""
    cluster.psql(database, DUE)
    cluster.psql("postgres", f"NOTIFY cron_trigger, '{database}'")


def end_pauses(database: str) -> None:
    """Let gateways that were paused after an unclear reply be tried again now, between two runs of the jobs."""
    cluster.psql(database, END_PAUSES)
