from odoo.addons.hva_feedback.hooks import let_go

from . import models, report, controllers, wizard, gateways


def uninstall_hook(env):
    """Take along what uninstalling cannot know of: the database functions behind the triggers of facts."""
    env.cr.execute("DROP FUNCTION IF EXISTS hva_fact_mark_dirty() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS hva_topic_mark_dirty() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS hva_export_mark_rows() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS hva_export_mark_items() CASCADE")
    let_go(env, "hva_reports")
