"""Sums made at night: every month that is summed waits for its first night. The index of slices now holds figures."""


def migrate(cr, version):
    cr.execute("INSERT INTO hva_fact_unsettled (unit_id, month) SELECT DISTINCT unit_id, month FROM hva_fact_month")
    cr.execute("DROP INDEX IF EXISTS hva_fact_slice__place_ix")
