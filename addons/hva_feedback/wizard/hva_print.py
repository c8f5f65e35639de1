import base64
import re
import unicodedata

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..controllers.page_texts import OWN_LOCALES
from ..report.county_kit import county_files, county_front_door, make_front_door
from ..report.launch_kit import kit_files, pack, qr_files
from ..report.paper_form import render_cards, render_form
from ..report.poster import render_posters
from ..tools.codes_tables import LANGUAGES

WHAT = [
    ("poster", "Posters with a QR code, A4"),
    ("qr", "QR codes as PNG and SVG"),
    ("form", "Paper forms, A4"),
    ("card_a6", "Feedback cards, four on an A4"),
    ("card_a5", "Feedback cards, two on an A4"),
    ("kit", "Launch kits: posters, pictures, web texts, staff leaflet"),
    ("county", "Launch kit of the whole county: its front door, and the list of all ways in"),
]
MISSING = [
    ("no", "No, print what there is"),
    ("leaves", "Yes, for units that have no units under them"),
    ("all", "Yes, for every unit"),
]
PAPER = {"form", "card_a6", "card_a5"}
# Above this a request would take longer than a server lets one; a branch of the tree can be printed in parts.
MOST = {"poster": 200, "qr": 500, "form": 40, "card_a6": 40, "card_a5": 40, "kit": 20, "county": 1}


class HvaPrint(models.TransientModel):
    """Print and share: makes posters, codes, paper and launch kits for chosen ways in or for a branch of the tree.

    Shows first what will be made. A manager prints for the units of their own, an administrator for all; ways in that
    are missing are made with the rights of whoever asks.
    """

    _name = "hva.print"
    _description = "Print and share"

    what = fields.Selection(WHAT, required=True, default="poster")
    collector_ids = fields.Many2many("hva.collector", string="Ways in")
    unit_id = fields.Many2one("hva.unit", ondelete="cascade", help="This unit and all units under it.")
    make_missing = fields.Selection(
        MISSING, string="Make ways in for units that have none", required=True, default="no"
    )
    set_id = fields.Many2one(
        "hva.question.set",
        string="Question set",
        ondelete="cascade",
        help="What the ways in that are made ask. Empty: the set that is meant for their channel.",
    )
    lang_code = fields.Selection(
        [(code, name) for code, name in LANGUAGES if code in OWN_LOCALES],
        string="Language",
        required=True,
        default="fi",
    )
    is_large = fields.Boolean("Large print", help="18 points, for people who see poorly.")
    is_paper = fields.Boolean(compute="_compute_is_paper")
    plan = fields.Html("What will be made", compute="_compute_plan", sanitize=False)
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(readonly=True)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        active = self.env.context.get("active_ids") or []
        model = self.env.context.get("active_model")
        if model == "hva.collector" and active:
            values["collector_ids"] = [Command.set(active)]
        elif model == "hva.unit" and active:
            values["unit_id"] = active[0]
        return values

    @api.depends("what")
    def _compute_is_paper(self):
        for wizard in self:
            wizard.is_paper = wizard.what in PAPER

    # ------------------------------------------------------------------ the dry list

    @api.depends("what", "collector_ids", "unit_id", "make_missing", "set_id")
    def _compute_plan(self):
        for wizard in self:
            there, missing = wizard._get_plan()
            wizard.plan = self.env["ir.qweb"]._render(
                "hva_feedback.hva_print_plan", {"there": there, "missing": missing, "count": len(there) + len(missing)}
            )

    def _get_plan(self):
        """Return (ways in that are printed, units for which one is made first)."""
        self.ensure_one()
        if self.what == "county":
            return county_front_door(self.env)
        if self.collector_ids:
            return self.collector_ids._origin._filtered_access("write"), self.env["hva.unit"]
        units = self._get_units()
        there = self.env["hva.collector"].search([("unit_id", "in", units.ids), ("channel", "=", self._get_channel())])
        there = there.filtered("is_open")
        missing = units - there.unit_id
        if self.make_missing == "leaves":
            missing = missing.filtered(lambda unit: not unit.child_ids)
        return there, missing if self.make_missing != "no" else missing.browse()

    def _get_units(self):
        """Return the units of the branch that exist today and whose ways in the person keeps."""
        if not self.unit_id:
            return self.env["hva.unit"]
        domain = [("id", "child_of", self.unit_id.ids), ("merged_into_id", "=", False)]
        if not self.env.user.has_group("hva_feedback.hva_feedback_group_admin"):
            domain += [("reach_ids", "any", [("user_id", "=", self.env.uid), ("role", "=", "manager")])]
        today = self.env["hva.clock"]._today()
        return self.env["hva.unit"].search(domain).filtered(lambda unit: unit._is_valid_on(today))

    def _get_channel(self):
        return "paper" if self.what in PAPER else "qr"

    # ------------------------------------------------------------------ making

    def action_make(self):
        """Make the ways in that are missing, then the file, and show it for download."""
        self.ensure_one()
        there, missing = self._get_plan()
        most = MOST[self.what]
        if not there and not missing:
            raise UserError(self.env._("There is nothing to make: no way in is chosen, or none that you keep."))
        if len(there) + len(missing) > most:
            raise UserError(self.env._("At most %(most)s at a time. Choose a smaller branch of the tree.", most=most))
        collectors = there + (make_front_door(missing) if self.what == "county" else self._make_missing(missing))
        name, data = self._make_file(
            collectors.sorted(lambda collector: (collector.unit_id.complete_name, collector.id))
        )
        self.write({"file": base64.b64encode(data), "file_name": name})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print and share"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _make_missing(self, units):
        return self.env["hva.collector"].create(
            [
                {
                    "name": self.env._("Paper form") if self.what in PAPER else self.env._("Poster"),
                    "unit_id": unit.id,
                    "set_id": self.set_id.id,
                    "service_id": self.env["hva.collector"]._hva_service_of(unit).id,
                    "channel": self._get_channel(),
                    "lang_code": self.lang_code,
                }
                for unit in units
            ]
        )

    def _make_file(self, collectors):
        """Return (file name, bytes): a PDF, or a ZIP where there is more than one file."""
        if self.what == "county":
            return _file_name("county", collectors, "zip"), pack(county_files(collectors))
        if self.what == "poster":
            return _file_name("posters", collectors, "pdf"), render_posters(self.env, collectors)
        if self.what in ("qr", "kit"):
            make = qr_files if self.what == "qr" else kit_files
            files = {
                f"{_slug(collector)}/{name}": data for collector in collectors for name, data in make(collector).items()
            }
            return _file_name(self.what, collectors, "zip"), pack(files)
        files = {f"{_slug(collector)}.pdf": self._draw_paper(collector) for collector in collectors}
        if len(files) == 1:
            return next(iter(files.items()))
        return _file_name(self.what, collectors, "zip"), pack(files)

    def _draw_paper(self, collector):
        if self.what == "form":
            return render_form(collector, self.lang_code, self.is_large)
        return render_cards(collector, self.lang_code, self.what.removeprefix("card_"), self.is_large)


def _file_name(what, collectors, ending):
    name = f"{what}-{_slug(collectors)}" if len(collectors) == 1 else what
    return f"{name}.{ending}"


def _slug(collector):
    """Return a file name for a way in that every system takes: letters a to z and digits, and its code's beginning."""
    plain = unicodedata.normalize("NFKD", collector.unit_id.name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60]
    return f"{words or 'unit'}-{collector.code[:6]}"
