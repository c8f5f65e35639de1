"""Our addons leave the house, or come back."""

import logging


def uninstall(house, addons):
    """Uninstall as the button in Apps does, one addon after the other, with all that stand on it; say what is wrong."""
    wrong = {}
    for addon in addons:
        with house.env() as env:
            env["ir.module.module"].search([("name", "=", addon)]).button_immediate_uninstall()
        wrong[addon] = what_is_wrong(house)
    return wrong


def what_is_wrong(house):
    """Draw every view and look up what every definition points at."""
    with house.env(commit=False) as env:
        return {"views": _broken_views(env), "records": _dangling(env), "columns": _missing_columns(env)}


def _broken_views(env):
    broken = []
    logging.getLogger("odoo.addons.base.models.ir_ui_view").setLevel(logging.CRITICAL)
    for view in env["ir.ui.view"].search([("type", "!=", False)], order="id"):
        try:
            if view.type == "qweb":
                view._get_combined_arch()
            elif view.model in env:
                view._check_xml()
            else:
                broken.append(f"{view.xml_id or view.name}: model {view.model} is gone")
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, it is broken
            broken.append(f"{view.xml_id or view.name}: {error}")
    return broken


def _dangling(env):
    """Definitions that name a model or record that is gone."""
    wrong = [
        f"{name} {record.id} of {model}"
        for name, field in {"ir.actions.act_window": "res_model", "ir.filters": "model_id"}.items()
        for record in env[name].search([])
        if (model := record[field]) not in env
    ]
    for data in env["ir.model.data"].search([("model", "!=", False)]):
        if data.model not in env or not env[data.model].browse(data.res_id).exists():
            wrong.append(f"{data.complete_name} is gone")
    return wrong


def _missing_columns(env):
    """Stored fields without a column: a field of ours that lost its column but not its model."""
    env.cr.execute("SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'")
    columns = set(env.cr.fetchall())
    return [
        str(field)
        for model in env.registry.values()
        if model._auto and not model._abstract
        for field in model._fields.values()
        if field.store and field.column_type and (model._table, field.name) not in columns
    ]
