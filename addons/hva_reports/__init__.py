from odoo.addons.hva_feedback.hooks import let_go

from . import models, report, controllers, wizard


def uninstall_hook(env):
    """Take along what uninstalling cannot know of: the database function behind the triggers of `hva.fact`."""
    env.cr.execute("DROP FUNCTION IF EXISTS hva_fact_mark_dirty() CASCADE")
    let_go(env, "hva_reports")
