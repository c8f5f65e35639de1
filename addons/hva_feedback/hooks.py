"""What installing and uninstalling do beyond data files."""


def uninstall_hook(env):
    """Take the cases away before their stages go.

    A case without our fields would be an empty ticket in somebody else's helpdesk, and a ticket keeps its stage from
    being removed. Tickets of others are not touched.
    """
    env["helpdesk.ticket"].with_context(active_test=False).search([("hva_is_case", "=", True)]).unlink()
    env["hva.look"].search([]).unlink()  # by the ORM: their logos are attachments, which a dropped table leaves behind
    env["hva.audit"]._drop_lock()
    env["hva.audit.seal"]._drop_lock()
    _leave_languages_in_use(env)
    let_go(env, "hva_feedback")


def _leave_languages_in_use(env):
    """Let the languages stay that we made and somebody has activated since: users and websites may speak them."""
    ours = env["ir.model.data"].search([("module", "=", "hva_feedback"), ("model", "=", "res.lang")])
    ours.filtered(lambda row: env["res.lang"].browse(row.res_id).active).unlink()


def let_go(env, addon):
    """Take along what Odoo's uninstallation does not know of or stumbles over. For the addons above us too.

    Foreign keys: Odoo deletes our records in an order that they forbid, and its list of them would stay behind.
    Settings: those that somebody made at work have no record in our data files.
    Names: what a mixin gave to our models, Odoo names as the mixin's addon, and leaves the names behind.
    """
    env["ir.model.constraint"].search([("module.name", "=", addon), ("type", "=", "f")]).unlink()
    _forget_names_by_others(env, addon)
    env["ir.config_parameter"].search([("key", "=like", f"{addon}.%")]).unlink()


def _forget_names_by_others(env, addon):
    names = env["ir.model.data"]
    for model in names.search([("module", "=", addon), ("model", "=", "ir.model"), ("name", "=like", "model_hva_%")]):
        ours = model.name.removeprefix("model_")
        for kind in ("field_", "selection__", "model_inherit__"):
            named = names.search([("name", "=like", f"{kind}{ours}\\_\\_%")])
            named.filtered(lambda name: not name.module.startswith("hva_")).unlink()
