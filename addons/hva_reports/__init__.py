from odoo.addons.hva_feedback.hooks import let_go

from . import models, report, controllers, wizard, gateways


def uninstall_hook(env):
    """Take along what uninstalling cannot know of: the database functions behind the triggers of facts.

    And names that Odoo gives to parts of a dialog of ours in the name of the addon that its mixin is from.
    """
    env.cr.execute("DROP FUNCTION IF EXISTS hva_fact_mark_dirty() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS hva_topic_mark_dirty() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS hva_export_mark_rows() CASCADE")
    env.cr.execute("DROP FUNCTION IF EXISTS hva_export_mark_items() CASCADE")
    ours = [("module", "=", "hva_feedback"), ("name", "like", r"%\_hva\_county\_figure\_import\_%")]
    env["ir.model.data"].search(ours).unlink()
    let_go(env, "hva_reports")
