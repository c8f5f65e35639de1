import base64
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.hva_feedback.tools.table_file import write_csv, write_xlsx

from ..report import adoption_page
from ..tools import adoption
from ..tools.periods import Span

VIEWER = "hva_feedback.hva_feedback_group_viewer"
CASES = ["cases", "take_hours_median", "take_hours_p90", "close_hours_median", "close_hours_p90"]
WRITERS = {
    "csv": (write_csv, "text/csv"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class HvaAdoption(models.AbstractModel):
    """How far feedback is in use in the reader's own units: a page of counts, and who could do what about them.

    A view is {"unit": id as text, "days": "30", "90" or "365"}; both may be left out. The number of statements does not
    depend on the number of units.
    """

    _name = "hva.adoption"
    _description = "Adoption"

    @api.model
    def load_view(self, view=None):
        """Return the page of `view` as `report/adoption_page.page` draws it.

        Raises UserError where the view asks for what was not offered, AccessError for whoever has no part in feedback.
        """
        found = self._find(view)
        # who may make ways in is shown the door to them
        return adoption_page.page(self.env, found, self.env["hva.collector"].has_access("create"))

    @api.model
    def export_table(self, view=None, kind="xlsx"):
        """Return {"name", "mimetype", "content" (base64)} of the table by unit, as the screen of `view` shows it."""
        if not isinstance(kind, str) or kind not in WRITERS:
            raise UserError(self.env._("A table is saved as CSV or XLSX."))
        header, rows = adoption_page.as_rows(self.env, self._find(view))
        self.env["hva.audit"]._record_export(self.env["hva.unit"], len(rows), header)
        write, mimetype = WRITERS[kind]
        content = base64.b64encode(write(header, rows)).decode()
        return {"name": f"adoption.{kind}", "mimetype": mimetype, "content": content}

    def _find(self, view):
        """Return the `report.adoption_page.Found` of a view."""
        view, unit, days = self._understood(view)
        query = self.env["hva.query"]
        tree = query._get_tree()
        reach = query._get_reach(tree)
        if unit is not None and unit not in reach:
            raise UserError(self.env._("Adoption is shown of your own units."))
        today = self.env["hva.clock"]._today()
        span = Span(today - timedelta(days=days - 1), today + timedelta(days=1))
        facts, touchpoints, trainings = self._get_facts(tree, reach, unit, span)
        rows, total = adoption.count(facts)
        period = {"kind": "own", "start": span.start.isoformat(), "end": today.isoformat()}
        cases = query.query({"unit": unit, "period": period, "metrics": CASES, "group": "unit"})
        return adoption_page.Found(
            view, tree, unit, reach, span, facts.answers, touchpoints, trainings, rows, total, cases
        )

    def _understood(self, view):
        """Return (view with its usual values, unit id or None, days)."""
        if not self.env.user.has_group(VIEWER):
            raise AccessError(self.env._("You have no access to results. Your manager can ask for it."))
        view = view or {}
        refused = UserError(self.env._("This address cannot be opened."))
        if not isinstance(view, dict) or set(view) - {"unit", "days"}:
            raise refused
        days = adoption.days_of(view.get("days"))
        unit = view.get("unit") or self.env["hva.dashboard"]._get_first_view().get("unit", "")
        if days is None or not isinstance(unit, str) or (unit and not (unit.isascii() and unit.isdecimal())):
            raise refused
        return {"unit": unit, "days": str(days)}, int(unit) if unit else None, days

    # ------------------------------------------------------------------ counts

    def _get_facts(self, tree, reach, unit, span):
        """Return (`tools.adoption.Facts`, touchpoints, (trainings held, people))."""
        units = reach if unit is None else tree.scope(unit, below=True) & reach
        keys = tree.tops(units) if unit is None else tree.rows_below(units, unit)
        current = tree.leaves(units)  # where the work of each unit goes on
        keys |= {now: keys[each] for each, now in current.items() if now not in keys}
        touchpoints = self.env["hva.unit"]._get_touchpoints(units, span.start)
        facts = adoption.Facts(
            keys=keys,
            places={point.unit_id for point in touchpoints},
            answers=self._get_answers(current, span),
            texts=self._get_texts(current, span),
            meetings=self._get_meetings(current, span),
            handlers=self._get_handlers(keys),
            touchpoints=[(point.unit_id, point.has_channel) for point in touchpoints],
        )
        above = set(tree.paths[unit]) if unit is not None else set()
        return facts, touchpoints, self._get_trainings(units | above, span)

    def _get_answers(self, current, span):
        # sudo: counts of units that the user reaches
        rows = self.env["hva.fact.month"].sudo()._summed(current, span, ["answers"], ("channel",))
        return {(row["key"], row["channel"]): row["answers"] for row in rows}

    def _get_texts(self, current, span):
        # SQL: counts of units that the user reaches, in one statement
        rows = self.env.execute_query(
            SQL(
                """SELECT k.now, COUNT(*), COUNT(a.hva_discussed_on)
                     FROM unnest(%(units)s::int[], %(now)s::int[]) AS k(unit, now)
                     JOIN survey_user_input a ON a.hva_unit_id = k.unit
                    WHERE a.hva_is_feedback AND a.hva_has_text AND a.state = 'done' AND a.test_entry IS NOT TRUE
                      AND a.hva_is_left_out IS NOT TRUE AND a.hva_given_on >= %(start)s AND a.hva_given_on < %(end)s
                    GROUP BY k.now""",
                **_pairs(current, span),
            )
        )
        return {unit: (texts, discussed) for unit, texts, discussed in rows}

    def _get_meetings(self, current, span):
        # SQL: as above
        rows = self.env.execute_query(
            SQL(
                """SELECT k.now, COUNT(*) FROM unnest(%(units)s::int[], %(now)s::int[]) AS k(unit, now)
                     JOIN hva_meeting m ON m.unit_id = k.unit
                    WHERE m.held_on >= %(start)s AND m.held_on < %(end)s
                    GROUP BY k.now""",
                **_pairs(current, span),
            )
        )
        return dict(rows)

    def _get_handlers(self, keys):
        """Return [(row, user id, has been trained)] of who handles or leads in the units, each once for each row."""
        training = self.env["hva.training"]._fields["user_ids"]
        # SQL: how many they are and how many were trained; who, is told to nobody
        return self.env.execute_query(
            SQL(
                """SELECT DISTINCT k.key, r.user_id,
                          EXISTS (SELECT FROM %(link)s t JOIN hva_training h ON h.id = t.%(training)s
                                   WHERE t.%(user)s = r.user_id AND h.held_on <= %(today)s)
                     FROM unnest(%(units)s::int[], %(keys)s::int[]) AS k(unit, key)
                     JOIN hva_unit_reach r ON r.unit_id = k.unit AND r.role IN ('handler', 'manager')
                     JOIN res_users u ON u.id = r.user_id AND u.active""",
                link=SQL.identifier(training.relation),
                training=SQL.identifier(training.column1),
                user=SQL.identifier(training.column2),
                today=self.env["hva.clock"]._today(),
                units=list(keys),
                keys=list(keys.values()),
            )
        )

    def _get_trainings(self, units, span):
        """Return (how many trainings were held for the units or one above them, how many people took part)."""
        # sudo: two numbers
        held = [("held_on", ">=", span.start), ("held_on", "<", span.end), ("unit_ids", "in", list(units))]
        found = self.env["hva.training"].sudo().search(held)
        return len(found), sum(found.mapped("trained_count"))


def _pairs(current, span):
    return {"units": list(current), "now": list(current.values()), "start": span.start, "end": span.end}
