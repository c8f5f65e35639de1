from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.hva_feedback.tools.languages import KNOWN
from odoo.addons.hva_feedback.tools.redaction import redact

from ..report import dashboard_page, wording
from ..tools import dashboard_view
from ..tools.query_asking import Asking
from ..tools.query_definition import DefinitionError
from ..tools.query_look import Look

ADMIN = "hva_feedback.hva_feedback_group_admin"
VIEWER = "hva_feedback.hva_feedback_group_viewer"
SCORES = ["answers", "n", "nps"]
# What one view asks. Only the headline and the units below are compared with an earlier period.
QUESTIONS = {
    "headline": {"metrics": [*SCORES, "nps_adjusted", "text_share"]},
    "classes": {"group": "nps_class", "metrics": ["share"], "compare": "none"},
    "statements": {"group": "statement", "metrics": ["agree", "mean", "stand"], "compare": "none"},
    "own_statements": {"group": "own_statement", "metrics": ["agree", "mean", "stand"], "compare": "none"},
    "channels": {"group": "channel", "metrics": SCORES, "compare": "none"},
    "languages": {
        "group": "language",
        "metrics": [*SCORES, "sent", "response_rate", "response_gap"],
        "compare": "none",
    },
    "ages": {"group": "age_band", "metrics": ["invited", "response_rate", "response_gap"], "compare": "none"},
    "services": {"group": "service", "metrics": SCORES, "compare": "none"},
    "modes": {"group": "contact_mode", "metrics": SCORES, "compare": "none"},
    "kinds": {"group": "kind", "metrics": ["answers", "share"], "compare": "none"},
    "topics": {"group": "topic", "metrics": ["answers", "share"], "compare": "none"},
    "handling": {"metrics": ["cases", "take_hours_median", "take_hours_p90", "close_hours_median", "close_hours_p90"]},
    "units": {
        "group": "unit",
        "metrics": ["mean_statements", *SCORES, "nps_adjusted", "response_rate", "response_gap", "sent"],
    },
    "asked": {"metrics": ["visits", "may_ask", "invited", "sent", "delivered", "response_rate"], "compare": "none"},
    "not_asked": {"group": "not_asked", "metrics": ["visits"], "compare": "none"},
}
COMMENTS = 6
FOUND_UNITS = 10
LISTED = {  # filter of a definition -> field of the feedback
    "channels": "hva_channel",
    "services": "hva_service_id",
    "contact_modes": "hva_contact_mode",
    "languages": "hva_lang_code",
    "respondent_groups": "hva_respondent_group",
    "kinds": "hva_kind",
}


class HvaDashboard(models.AbstractModel):
    """The page of results: a thin door to `hva.query`, asked as the user several times in one request.

    It reckons nothing. Which figures there are, which are hidden and why is the query's; here they are put into words
    and places.
    """

    _name = "hva.dashboard"
    _description = "Results on the screen"

    @api.model
    def load_view(self, view=None):
        """Return the page of `view` (tools/dashboard_view.py) as `report/dashboard_page.page` draws it.

        Raises UserError where the view asks for what is not offered, and AccessError for who reads no results.
        """
        self._check_reader()
        view = view or {}
        if isinstance(view, dict) and not view.get("unit"):
            view = {**view, **self._get_first_view()}
        today = self.env["hva.clock"]._today()
        try:
            asked = dashboard_view.asked(view)
        except DefinitionError as error:
            raise UserError(self.env._("This address cannot be opened: %(problem)s", problem=error)) from error
        answers = self._ask(asked, today, is_every=dashboard_view.lists_every_unit(view))
        definition = answers["headline"]["definition"]
        domain = self._get_domain(definition)
        return dashboard_page.page(
            self.env,
            answers,
            view=dashboard_view.understood(view, definition),
            steps={**dashboard_view.neighbours(definition, today), "kinds": dashboard_view.kinds(definition, today)},
            options=self._get_options(),
            domain=domain,
            comments=self._get_comments(domain),
            has_units=bool(definition["unit"] or self._get_own_units()),
        )

    @api.model
    def find_units(self, words=""):
        """Return up to ten units of the user's reach by their name: [{"value", "label", "place"}]."""
        self._check_reader()
        if not isinstance(words, str):
            raise UserError(self.env._("Type a part of the unit's name."))
        units = self.env["hva.unit"]
        said = words.replace("\0", "").strip()[:100]  # PostgreSQL knows no text with a zero byte
        found = units.search(self._in_county() & Domain("display_name", "ilike", said), limit=FOUND_UNITS)
        return [
            {"value": str(unit.id), "label": unit.name, "place": unit.sudo().parent_id.complete_name} for unit in found
        ]

    def _get_first_view(self):
        """Return the view that a person begins with: the one unit that all others of the person's are under."""
        if self.env.user.has_group(ADMIN):
            top = Domain("parent_id", "=", False)
        else:
            mine = Domain("reach_ids", "any", [("user_id", "=", self.env.uid)])
            top = mine & (Domain("parent_id", "=", False) | Domain("parent_id", "not any", mine))
        # A merged unit's results are those of the unit that goes on. Who has the merged one alone sees the own figures
        # where no unit is asked for, as the report mail shows them.
        top &= Domain("merged_into_id", "=", False)
        units = self.env["hva.unit"].search(self._in_county() & top, limit=2)
        return {"unit": str(units.id)} if len(units) == 1 else {}

    def _in_county(self):
        """Return the domain of units of the counties that the user looks at, of those that he has."""
        return Domain("company_id", "in", self.env.companies.ids)

    def _check_reader(self):
        if not self.env.user.has_group(VIEWER):
            raise AccessError(self.env._("You have no access to results. Your manager can ask for it."))

    def _ask(self, asked, today, *, is_every):
        # the questions of one look share what they have in common; that by unit, which others are sums of, comes first
        query = self.env["hva.query"].with_context(hva_asking=Asking(Look())).query
        if is_every:
            questions = {**QUESTIONS, "units": {**QUESTIONS["units"], "group": "leaf"}}
        else:
            questions = QUESTIONS
        names = sorted(questions, key=lambda name: name != "units")
        answers = {name: query({**asked, **questions[name]}) for name in names}
        definition = answers["headline"]["definition"]
        run = dashboard_view.run_of(definition, today)
        answers["run"] = query({**asked, **run, "group": "step", "metrics": SCORES, "compare": "none"})
        if dashboard_page.is_empty(answers):
            ever = dashboard_view.ever(today)
            answers["ever"] = query({"unit": asked["unit"], "period": ever, "metrics": ["answers"]})
        return answers

    # ------------------------------------------------------------------ what may be read one by one

    def _get_domain(self, definition):
        """Return the domain of the feedback that the figures count, as JSON. The reader's record rules narrow it."""
        period = definition["period"]
        tree = self.env["hva.query"]._get_tree()
        unit = definition["unit"]
        units = tree.scope(unit, below=True) if unit else self._get_own_units(tree)
        tops, strange = tree.branches(units)
        domain = Domain("hva_is_counted", "=", True) & Domain("hva_unit_id", "child_of", tops)
        if strange:  # their work goes on elsewhere
            domain &= Domain("hva_unit_id", "not in", strange)
        domain &= Domain("hva_given_on", ">=", period["start"]) & Domain("hva_given_on", "<=", period["end"])
        for name, field in LISTED.items():
            if values := definition["filters"][name]:
                domain &= Domain(field, "in", values)
        return list(domain)

    def _get_own_units(self, tree=None):
        query = self.env["hva.query"]
        return query._get_reach(tree or query._get_tree())

    def _get_comments(self, domain):
        """Return the latest open feedback as drawn rows. The user's own rights apply."""
        found = self.env["survey.user_input"].search(
            [*domain, ("hva_has_text", "=", True)], order="hva_given_on desc, id desc", limit=COMMENTS
        )
        channels = wording.channel_names(self.env)
        return [
            {
                "id": answer.id,
                "day": answer.hva_given_on,
                "unit": answer.sudo().hva_unit_id.name,  # sudo: a unit's name is no secret
                "channel": channels.get(answer.hva_channel, ""),
                "score": answer.hva_nps if answer.hva_has_nps else None,
                "lang": answer.hva_lang_code,
                "text": redact(answer.hva_text or "").text,  # again, for answers imported before words were masked
            }
            for answer in found
        ]

    # ------------------------------------------------------------------ what can be chosen

    def _get_options(self):
        """Return {key of the view: [{"value", "label"}]}; the empty value, where there is one, means all."""
        fact = self.env["hva.fact"]._fields
        every = {"value": "", "label": self.env._("All")}
        chosen = {
            "channel": fact["channel"]._description_selection(self.env),
            "mode": fact["contact_mode"]._description_selection(self.env),
            "group": fact["respondent_group"]._description_selection(self.env),
            "kind": fact["kind"]._description_selection(self.env),
            "spoken": [(language.code, language.name) for language in KNOWN if not language.base],
            # sudo: names of services are no secret
            "service": [(str(each.id), each.name) for each in self.env["hva.service"].sudo().search([])],
        }
        return {
            "period": _options(dashboard_page.periods(self.env).items()),
            "compare": _options(dashboard_page.comparisons(self.env).items()),
            **{key: [every, *_options(pairs)] for key, pairs in chosen.items()},
        }


def _options(pairs):
    return [{"value": value, "label": label} for value, label in pairs]
