"""A sent report has a period of any kind: what was a month keeps its first day."""


def migrate(cr, version):
    cr.execute(
        """
        ALTER TABLE hva_report_run RENAME COLUMN month TO start_on;
        ALTER TABLE hva_report_run ADD COLUMN kind varchar, ADD COLUMN is_test boolean;
        UPDATE hva_report_run SET kind = 'month', is_test = false;
        DROP INDEX IF EXISTS hva_report_run_schedule_user_month_uniq;
        UPDATE mail_template SET subject = replace(subject::text, 'month_label', 'period_label')::jsonb
         WHERE model = 'hva.report.run';
        """
    )
