import base64
import io

import qrcode
import qrcode.image.svg
from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models, tools
from odoo.tools import SQL
from odoo.tools.lru import LRU

from ..tools import codes_tables
from ..tools.about_feedback import ASPECTS
from ..tools.codes import is_code, new_code
from ..tools.entry import Entry
from ..tools.languages import shown_name
from .by_hand import refuse_by_hand

# Drawn pages that a worker keeps, some 25 kB each: those of the busiest ways in and languages.
KEPT_PAGES = 256

CHANNELS = list(codes_tables.CHANNELS)

# Channels whose public code people reach by themselves. Text messages have a link of their own per invitation, and
# targeted surveys make their own ways in.
COLLECTOR_CHANNELS = [row for row in CHANNELS if row[0] not in ("sms", "targeted")]
KEPT = ("code", "company_id", "asked_set_id", "asked_why")


class HvaCollector(models.Model):
    """A way in: one public address `/p/<code>` that asks one question set about one unit.

    The code is public (it hangs on walls), so it is kept in clear; what it gives access to is the empty form.
    A collector is never deleted once it has answers: archive it or set its last day.
    """

    _name = "hva.collector"
    _description = "Way in to give feedback"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False, readonly=True, default=lambda self: new_code())
    unit_id = fields.Many2one("hva.unit", string="Unit visited", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="unit_id.company_id", store=True, index=True)
    set_id = fields.Many2one(
        "hva.question.set",
        string="Question set",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the set that is meant for the service, the channel and who answers.",
    )
    channel = fields.Selection(COLLECTOR_CHANNELS, required=True, default="web")
    service_id = fields.Many2one("hva.service", index="btree_not_null", ondelete="restrict")
    contact_mode = fields.Selection(list(codes_tables.CONTACT_MODES), string="Mode of contact")
    respondent_group = fields.Selection(list(codes_tables.RESPONDENT_GROUPS), string="Who answers")
    lang_code = fields.Selection(list(codes_tables.LANGUAGES), string="Language", required=True, default="fi")
    active = fields.Boolean(default=True)
    opens_on = fields.Date(string="First day")
    closes_on = fields.Date(string="Last day")
    url = fields.Char(string="Address", compute="_compute_url")
    is_open = fields.Boolean(string="Open", compute="_compute_is_open")
    answer_count = fields.Integer(string="Feedback", compute="_compute_answer_count")
    qr_svg = fields.Html(string="QR code", compute="_compute_qr", sanitize=False)
    qr_png = fields.Binary(string="QR code for print", compute="_compute_qr", attachment=False)
    qr_png_name = fields.Char(compute="_compute_qr")

    _code_uniq = models.Constraint("UNIQUE (code)", "This code is in use already.")
    _days_in_order = models.Constraint(
        "CHECK (opens_on IS NULL OR closes_on IS NULL OR opens_on <= closes_on)",
        "The last day cannot be before the first day.",
    )

    @api.depends("code")
    def _compute_url(self):
        base = self.browse().get_base_url().rstrip("/")  # of many at once, too
        for collector in self:
            collector.url = f"{base}/p/{collector.code}"

    @api.depends("active", "opens_on", "closes_on", "unit_id.active", "unit_id.valid_from", "unit_id.valid_to")
    def _compute_is_open(self):
        today = self.env["hva.clock"]._today()
        for collector in self:
            unit = collector.unit_id
            collector.is_open = not (
                closed_reason(collector.active, collector.opens_on, collector.closes_on, today)
                or closed_reason(unit.active, unit.valid_from, unit.valid_to, today)
            )

    def _compute_answer_count(self):
        groups = self.env["survey.user_input"]._read_group(
            [("hva_collector_id", "in", self.ids), ("state", "=", "done")], ["hva_collector_id"], ["__count"]
        )
        counts = {collector.id: count for collector, count in groups}
        for collector in self:
            collector.answer_count = counts.get(collector.id, 0)

    @api.depends("url", "name")
    def _compute_qr(self):
        for collector in self:
            # Error correction Q: a quarter of the picture may be dirty or folded and the code still opens.
            code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_Q, border=4)
            code.add_data(collector.url)
            svg = code.make_image(image_factory=qrcode.image.svg.SvgPathImage).to_string(encoding="unicode")
            png = io.BytesIO()
            code.make_image().save(png)
            collector.qr_svg = Markup(svg)
            collector.qr_png = base64.b64encode(png.getvalue())
            collector.qr_png_name = f"qr-{collector.code[:6]}.png"

    @api.model_create_multi
    def create(self, vals_list):
        refuse_by_hand(self, vals_list, KEPT)
        return super().create(vals_list)

    def write(self, vals):
        refuse_by_hand(self, [vals], KEPT)
        result = super().write(vals)
        if "unit_id" in vals:
            self.check_access("write")  # the unit it was moved to counts too: its result is not for others to colour
        return result

    # ------------------------------------------------------------------ actions

    def action_open_page(self):
        """Open the page as the public sees it."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/p/{self.code}", "target": "new"}

    def action_close(self):
        """Stop taking feedback: yesterday becomes the last day, and can be changed back."""
        self.write({"closes_on": self.env["hva.clock"]._today() - relativedelta(days=1), "opens_on": False})

    def action_reopen(self):
        """Take feedback again, from today on without a last day."""
        self.write({"active": True, "opens_on": False, "closes_on": False})

    def action_open_answers(self):
        """List the feedback that came this way, as far as the user's rights reach."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("hva_feedback.hva_answer_action")
        return action | {"domain": [("hva_is_feedback", "=", True), ("hva_collector_id", "=", self.id)]}

    def _hva_more_kit_files(self):
        """Hook: return {name: bytes} of what else belongs into the launch kit of this front door's county."""
        self.ensure_one()
        return {}

    # ------------------------------------------------------------------ the way in

    @api.model
    def _hva_resolve_code(self, code):
        """Return the `Entry` that a public code opens, or None where no code is known.

        One query and no write, for anybody: the page is public. A closed way in is an Entry with `is_open` False and
        its reason. Addons with codes of their own (personal links) extend this and call super() first or last.
        """
        if not is_code(code):
            return None
        # SQL: the hot path of every visitor, and no right is asked because the public has none
        self.flush_model()
        self.env["survey.survey"].flush_model(["hva_set_id", "hva_state", "hva_pilot_until"])
        self.env["hva.unit"].flush_model(["active", "valid_from", "valid_to", "parent_path"])
        today = self.env["hva.clock"]._today()
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT c.id, c.unit_id, c.channel, c.service_id, c.contact_mode, c.respondent_group, c.lang_code,
                       c.lang_from_browser, c.active, c.opens_on, c.closes_on, c.embed_hosts, c.asks_kind,
                       c.asks_topics, c.asks_group, c.asks_assisted, c.finds_unit, c.finds_all,
                       c.company_id, COALESCE(pilot.id, s.id) AS survey_id,
                       u.active AS unit_active, u.valid_from AS unit_opens_on, u.valid_to AS unit_closes_on
                  FROM hva_collector c
                  JOIN hva_unit u ON u.id = c.unit_id
                  JOIN survey_survey s ON s.hva_set_id = c.asked_set_id AND s.hva_state = 'published'
             LEFT JOIN LATERAL (
                       SELECT p.id
                         FROM survey_survey p
                         JOIN hva_pilot_unit_rel r ON r.survey_id = p.id
                         JOIN hva_unit top ON top.id = r.unit_id AND u.parent_path LIKE top.parent_path || '%%'
                        WHERE p.hva_set_id = c.asked_set_id AND p.hva_state = 'pilot' AND p.hva_pilot_until >= %s
                        LIMIT 1) pilot ON TRUE
                 WHERE c.code = %s
                """,
                today,
                code,
            )
        )
        return self._hva_entry(rows[0], today) if rows else None

    @api.model
    def _hva_entry(self, row, today):
        """Return the `Entry` of a row that `_hva_resolve_code` read."""
        reason = closed_reason(row["active"], row["opens_on"], row["closes_on"], today) or closed_reason(
            row["unit_active"], row["unit_opens_on"], row["unit_closes_on"], today
        )
        return Entry(
            survey_id=row["survey_id"],
            unit_id=row["unit_id"],
            channel=row["channel"],
            source="collector",
            source_id=row["id"],
            service_id=row["service_id"],
            contact_mode=row["contact_mode"],
            collector_id=row["id"],
            lang_code=row["lang_code"],
            respondent_group=row["respondent_group"],
            follows_browser=bool(row["lang_from_browser"]),
            is_open=reason is None,
            closed_reason=reason,
            frame_ancestors=tuple((row["embed_hosts"] or "").split()) if row["channel"] == "embed" else (),
            finds_unit=bool(row["finds_unit"]),
            finds_all=bool(row["finds_all"]),
            company_id=row["company_id"],
            asks=frozenset(aspect for aspect in ASPECTS if row[f"asks_{aspect}"]),
        )

    @api.model
    @tools.ormcache("survey_id", "lang_code")
    def _hva_page_form(self, survey_id, lang_code):
        """Return (languages, form) of a published set version; see `survey.survey._hva_form`. No query once cached."""
        survey = self.env["survey.survey"].browse(survey_id)
        return survey._hva_languages(), survey._hva_form(lang_code)

    @api.model
    @tools.ormcache(cache="templates.cached_values")
    def _hva_kept_pages(self):
        """Return the kept pages of this worker, key -> page: empty again as soon as any of Odoo's caches is."""
        return LRU(KEPT_PAGES)

    @api.model
    def _hva_page_place(self, unit_id, locale):
        """Return what a page says about its unit, in one query: {unit, unit_lang, county, county_lang, company_id}.

        A unit without a name in the page's language is shown under the one it has; `unit_lang` says which that is.
        """
        # SQL: as in _hva_resolve_code
        self.env["hva.unit"].flush_model(["name", "company_id"])
        self.env["res.company"].flush_model(["name", "partner_id"])
        self.env["res.partner"].flush_model(["lang"])
        [place] = self.env.execute_query_dict(
            SQL(
                """
                SELECT u.name AS stored, c.name AS county, c.id AS company_id, p.lang AS main_locale
                  FROM hva_unit u JOIN res_company c ON c.id = u.company_id JOIN res_partner p ON p.id = c.partner_id
                 WHERE u.id = %s
                """,
                unit_id,
            )
        )
        main_locale = place.pop("main_locale")
        place["unit"], place["unit_lang"] = shown_name(place.pop("stored"), locale, main_locale)
        # A county's name is not translated, and is written in the county's own language.
        _name, place["county_lang"] = shown_name({"en_US": place["county"]}, None, main_locale)
        return place

    @api.model
    def _hva_consume(self, entry):
        """Use up what the code stands for, inside the transaction that stores the answer. False: it was used before.

        A collector takes any number of answers. Personal links extend this for their own `entry.source`.
        """
        return entry.source == "collector"


def closed_reason(active, opens_on, closes_on, today):
    """Return why a collector, or its unit, takes no feedback today, a code of CLOSED_REASONS, or None."""
    if not active:
        return "archived"
    if opens_on and today < opens_on:
        return "not_yet_open"
    if closes_on and today > closes_on:
        return "closed"
    return None
