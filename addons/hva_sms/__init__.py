from odoo.addons.hva_feedback.hooks import let_go

from . import controllers, models, report, wizard


def uninstall_hook(env):
    let_go(env, "hva_sms")
