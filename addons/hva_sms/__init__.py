from odoo.addons.hva_feedback.hooks import let_go

from . import controllers, models, report, wizard


def uninstall_hook(env):
    env["hva.sending"]._get_outside_path().unlink(missing_ok=True)
    let_go(env, "hva_sms")
