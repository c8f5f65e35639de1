"""The monthly sums get the set version. Sums without it go; their months are marked, so reports count these from the
facts until the job has summed them again."""


def migrate(cr, version):
    cr.execute(
        """
        INSERT INTO hva_fact_dirty (unit_id, month) SELECT DISTINCT unit_id, month FROM hva_fact_month;
        DELETE FROM hva_fact_month;
        """
    )
