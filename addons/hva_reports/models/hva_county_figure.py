from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.hva_feedback.tools import codes_tables
from odoo.addons.hva_feedback.tools.table_file import read_table

from ..report import other_counties, query_words
from ..tools.county_figures import CODES, Known, columns_of, is_address, is_near, key_of, others_of, plan, value_problem

SAMPLE = "static/data/other_counties.csv"
LANGS = ("en_US", "fi_FI", "sv_SE")
HEDGES = [("exact", "Exactly"), ("about", "About"), ("over", "More than"), ("under", "Less than")]
COPIED = ("county", "metric", "value", "hedge", "n", "start_on", "end_on", "channel", "service", "source", "url")


class HvaCountyFigure(models.Model):
    """A figure that another county has published, with its source and the day on which somebody read it there.

    It stands beside our own figures and is never reckoned with: other counties ask other people, in other ways.
    """

    _name = "hva.county.figure"
    _description = "Figure of another county"
    _order = "county, metric, end_on desc, channel, service, id"
    _rec_name = "county"

    county = fields.Char(required=True, help="As the county calls itself.")
    metric = fields.Selection(lambda self: self._get_metrics(), "Figure", required=True, default="nps")
    value = fields.Float(
        required=True, digits=(12, 1), aggregator=None, help="As published: a score, per cent, hours or a count."
    )
    hedge = fields.Selection(HEDGES, "Precision", required=True, default="exact", help="As the source says it.")
    n = fields.Integer("Answers (n)", aggregator=None, help="Empty: the source does not tell.")
    start_on = fields.Date("First day", required=True)
    end_on = fields.Date("Last day", required=True)
    channel = fields.Selection(list(codes_tables.CHANNELS), help="Empty: all channels together.")
    service = fields.Char(help="In the county's own words. Empty: all services together.")
    source = fields.Char(required=True, help="Who published it, where and when.")
    url = fields.Char("Address of the source")
    read_on = fields.Date(
        "Read on", required=True, default=lambda self: self.env["hva.clock"]._today(), help="The day it stood there."
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)

    _one_uniq = models.UniqueIndex(
        "(company_id, county, metric, start_on, end_on, COALESCE(channel, ''), COALESCE(service, ''))",
        "This county's figure of these days, channel and service is there already.",
    )
    _days_check = models.Constraint("CHECK(start_on <= end_on)", "The last day is before the first.")
    _n_check = models.Constraint("CHECK(COALESCE(n, 0) >= 0)", "The number of answers is not below zero.")

    @api.model
    def _get_metrics(self):
        labels = query_words.metric_labels(self.env)
        return [(code, labels[code]) for code in CODES]

    @api.constrains("metric", "value", "url", "read_on", "start_on", "end_on")
    def _check_values(self):
        for figure in self:
            if problem := value_problem(figure.metric, figure.value):
                raise ValidationError(other_counties.problem(self.env, *problem))
            if figure.url and not is_address(figure.url):
                raise ValidationError(other_counties.problem(self.env, "url_bad", figure.url))
            for day in (figure.start_on, figure.end_on):
                if not is_near(day):
                    raise ValidationError(other_counties.problem(self.env, "far", str(day)))
            if figure.read_on > self.env["hva.clock"]._today():
                raise ValidationError(other_counties.problem(self.env, "not_yet", str(figure.read_on)))

    def _as_values(self):
        """Return the figures as dicts of plain values, with their ids; what is empty is "" or 0."""
        return [
            {"id": one.id, "read_on": one.read_on, **{name: one[name] or _empty(name) for name in COPIED}}
            for one in self
        ]

    # ------------------------------------------------------------------ from a file

    @api.model
    def _known(self):
        """Return what the county has already as `tools.county_figures.Known`."""
        # sudo: figures are public, and the rules of reading are those of the list
        there = self.sudo().search([("company_id", "=", self.env.company.id)])._as_values()
        figures = {key_of(values): (values["id"], others_of(values)) for values in there}
        return Known(self.env["hva.clock"]._today(), self._get_words(), figures)

    def _get_words(self):
        """Return {"metric", "channel": {code or name in a language of ours, in lower case: code}}."""
        words = {
            "metric": {code: code for code in CODES},
            "channel": {code: code for code, _n in codes_tables.CHANNELS},
        }
        for lang in LANGS:
            one = self.with_context(lang=lang)
            for name, found in words.items():
                labels = one._fields[name]._description_selection(one.env)
                found.update({label.lower(): code for code, label in labels if label.lower() not in found})
        return words

    @api.model
    def _import_steps(self, steps):
        """Store the rows that are new or changed, all of them; a refused one refuses all."""
        self.create([step.values for step in steps if step.kind == "new"])
        for step in steps:
            if step.kind == "changed":
                self.browse(step.figure_id).write(step.values)

    @api.model
    def _load_sample(self):
        """Store the figures of the sample file: for demonstration data."""
        data = (Path(__file__).parent.parent / SAMPLE).read_bytes()
        table = read_table(data, SAMPLE, max_rows=500)
        self._import_steps(plan(table.rows, columns_of(table.header), self._known()))


def _empty(name):
    return 0 if name in ("value", "n") else ""
