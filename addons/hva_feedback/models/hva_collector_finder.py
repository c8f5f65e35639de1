from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..tools.languages import shown_name
from ..tools.unit_finder import Directory, Place, search_texts


class HvaCollector(models.Model):
    """A front door: one way in for a whole branch of the tree, where the giver finds the unit."""

    _inherit = "hva.collector"

    finds_unit = fields.Boolean(
        "The giver finds the unit",
        help="The page first lets the giver find the unit: the one above or any under it. Otherwise the feedback is "
        "about the unit above.",
    )

    finds_all = fields.Boolean(
        "Among all units of the county",
        help="For a county without one unit at its top. Feedback of people who do not know the unit, and chose no "
        "area, then goes to the owner of the area of the unit above.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_all_units(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_all_units([vals])
        return super().write(vals)

    def _refuse_all_units(self, vals_list):
        """Who keeps the ways in of some units does not open one to all the others."""
        is_admin = self.env.su or self.env.user.has_group("hva_feedback.hva_feedback_group_admin")
        if not is_admin and any(vals.get("finds_all") for vals in vals_list):
            raise AccessError(self.env._("Only an administrator opens a way in to all units of the county."))

    @api.model
    @tools.ormcache("company_id", "locale", "today")
    def _hva_directory(self, company_id, locale, today):
        """Return the county's units that exist on `today`, as a `Directory` in one language.

        Two queries once, then none until a unit, service or municipality changes (see `forget_directory`).
        """
        units, services = self.env["hva.unit"], self.env["hva.service"]
        self.env.flush_all()
        # SQL: two thousand units with all their translations, for a page that has no rights to ask for
        service_names = {
            row["id"]: row["name"]
            for row in self.env.execute_query_dict(
                SQL("SELECT id, name FROM %s WHERE active ORDER BY sequence, id", SQL.identifier(services._table))
            )
        }
        link = units._fields["service_ids"]
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT u.id, u.name, p.lang AS main_locale, u.parent_path, u.producer, u.merged_into_id,
                       m.id AS town_id, m.name AS town,
                       u.active AND COALESCE(u.valid_from, %(today)s) <= %(today)s
                           AND COALESCE(u.valid_to, %(today)s) >= %(today)s AS is_there,
                       ARRAY(SELECT %(service)s FROM %(link)s WHERE %(unit)s = u.id) AS service_ids
                  FROM hva_unit u
                  JOIN res_company c ON c.id = u.company_id
                  JOIN res_partner p ON p.id = c.partner_id
                  LEFT JOIN hva_municipality m ON m.id = u.municipality_id
                 WHERE u.company_id = %(company_id)s
                 ORDER BY u.id
                """,
                today=today,
                service=SQL.identifier(link.column2),
                link=SQL.identifier(link.relation),
                unit=SQL.identifier(link.column1),
                company_id=company_id,
            )
        )
        merged = {row["id"]: row["merged_into_id"] for row in rows if row["merged_into_id"]}
        there = [row for row in rows if row["is_there"] and row["id"] not in merged]
        places = {row["id"]: _place(row, service_names, locale) for row in there}
        return Directory(places, {unit_id: _last(merged, unit_id) for unit_id in merged})

    @api.model
    @tools.ormcache("unit_id")
    def _hva_area_owner_id(self, unit_id):
        """Return the id of the unit that gets the feedback of people who do not know the unit, for an area."""
        # sudo: the public has no rights, and only the identity is given
        return self.env["hva.unit"].sudo().browse(unit_id)._get_area_owner()._get_current().id


class HvaUnit(models.Model):
    """What the directory of the front doors is made of says when it changes; so do the next two."""

    _inherit = "hva.unit"

    @api.model_create_multi
    def create(self, vals_list):
        forget_directory(self.env)
        return super().create(vals_list)

    def write(self, vals):
        forget_directory(self.env)
        return super().write(vals)

    def unlink(self):
        forget_directory(self.env)
        return super().unlink()


class HvaMunicipality(models.Model):
    _inherit = "hva.municipality"

    def write(self, vals):
        forget_directory(self.env)
        return super().write(vals)


class HvaService(models.Model):
    _inherit = "hva.service"

    def write(self, vals):
        forget_directory(self.env)
        return super().write(vals)


def forget_directory(env):
    """Have the directory read anew, once per transaction: an import of two thousand units empties the caches once."""
    callbacks = env.cr.precommit
    if not callbacks.data.get("hva_forget_directory"):
        callbacks.data["hva_forget_directory"] = True
        callbacks.add(env.registry.clear_cache)


def _place(row, service_names, locale):
    services = [
        (service_id, service_names[service_id]) for service_id in service_names if service_id in row["service_ids"]
    ]
    named = [row["name"], row["town"] or {}, *(names for _id, names in services)]
    name, lang = shown_name(row["name"], locale, row["main_locale"])
    return Place(
        id=row["id"],
        name=name,
        lang=lang,
        path=tuple(int(step) for step in row["parent_path"].split("/") if step),
        municipality=(row["town_id"], _in(row["town"], locale)) if row["town_id"] else None,
        producer=row["producer"] or "",
        services=tuple((service_id, _in(names, locale)) for service_id, names in services),
        texts=search_texts([*(text for names in named for text in names.values()), row["producer"] or ""]),
    )


def _in(names, locale):
    return shown_name(names, locale)[0]


def _last(merged, unit_id):
    while unit_id in merged:
        unit_id = merged[unit_id]
    return unit_id
