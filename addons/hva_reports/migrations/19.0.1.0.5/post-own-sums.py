"""Monthly sums of own items and of topics: months that have some are summed again, and are counted until then."""


def migrate(cr, version):
    cr.execute(
        """INSERT INTO hva_fact_dirty (unit_id, month)
           SELECT DISTINCT f.unit_id, date_trunc('month', f.day)::date
             FROM hva_fact f
            WHERE EXISTS (SELECT FROM hva_fact_item x WHERE x.fact_id = f.id)
               OR EXISTS (SELECT FROM hva_topic_survey_user_input_rel r WHERE r.survey_user_input_id = f.answer_id)"""
    )
