"""Monthly sums of own items: months that have some are summed again, and counted from the facts until then."""


def migrate(cr, version):
    cr.execute(
        """INSERT INTO hva_fact_dirty (unit_id, month)
           SELECT DISTINCT f.unit_id, date_trunc('month', f.day)::date
             FROM hva_fact f JOIN hva_fact_item x ON x.fact_id = f.id"""
    )
