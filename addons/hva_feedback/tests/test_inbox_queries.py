from lxml import etree

from odoo.tests import tagged

from .inbox_story import Inbox

LISTS = {
    "helpdesk.ticket": ("hva_ticket_view_list", "hva_ticket_view_kanban"),
    "survey.user_input": ("hva_answer_view_list", "hva_answer_view_kanban"),
}
FORMS = {"helpdesk.ticket": "hva_ticket_view_form", "survey.user_input": "hva_answer_view_form"}
MANY = 80
# A page that is not full: a full one is counted too, by one more statement and the search again, whatever it holds.
PAGE = 500


@tagged("post_install", "-at_install")
class TestInboxQueries(Inbox):
    """A page of eighty rows asks the database as often as a page of one, and a manager of forty units as one of one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.env["hva.unit"].union(*(cls._unit(f"Ward {n}", parent_id=cls.area.id) for n in range(40)))
        cls.of_one = cls._person("manager", cls.units[0], login="of_one")
        cls.of_forty = cls._person("manager", cls.units[0], login="of_forty")
        cls.env["hva.unit.access"].create(
            [{"user_id": cls.of_forty.id, "unit_id": unit.id, "role": "manager"} for unit in cls.units[1:]]
        )

    def give_many(self, count):
        answers = self.env["survey.user_input"]
        for number in range(count):
            unit = self.units[number % len(self.units)]
            phone = "+358401234567" if number % 2 else None
            answers |= self.give(unit, nps=number % 7, kind="criticism", text=f"Waited long {number}", phone=phone)
        answers._hva_route()
        return answers

    def specification(self, model, xmlid, kind):
        """Return what the browser asks for to draw a view."""
        view = self.env.ref(f"hva_feedback.{xmlid}")
        arch = etree.fromstring(self.env[model].with_user(self.of_one).get_view(view.id, kind)["arch"])
        found = {}
        for node in arch.xpath("//field[not(ancestor::field)]"):
            field = self.env[model]._fields[node.get("name")]
            found[field.name] = {"fields": {"display_name": {}}} if field.relational else {}
        return found

    def counted(self, ask):
        """Return how many statements `ask` costs a server that has nothing of the rows in its memory."""
        ask()  # views, rules and texts are kept by every worker
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows = ask()
        return self.env.cr.sql_log_count - before, len(rows)

    def costs(self, user):
        """Return (view, filter) -> (statements, rows) for every list of the inbox."""
        piles = {"mine": ("hva_is_my_unit", "=", True), "below": ("hva_is_below_me", "=", True)}
        piles["words"] = ("hva_text", "ilike", "waited")
        found = {}
        for model, xmlids in LISTS.items():
            ours = ("hva_is_case" if model == "helpdesk.ticket" else "hva_is_feedback", "=", True)
            for xmlid in xmlids:
                shown = self.specification(model, xmlid, xmlid.rpartition("_")[2])
                for pile, leaf in piles.items():
                    found[xmlid, pile] = self.counted(
                        lambda m=model, d=[ours, ("hva_is_near", "=", True), leaf], s=shown: self.web_read(
                            user, m, d, s, limit=PAGE
                        )
                    )
        return found

    def test_lists(self):
        self.give_many(1)
        one = self.costs(self.of_one)
        self.give_many(2 * MANY)
        many, forty = self.costs(self.of_one), self.costs(self.of_forty)
        for key, (statements, rows) in one.items():
            with self.subTest(list=key):
                self.assertEqual(rows, 1)
                self.assertEqual(forty[key][1], 2 * MANY + 1)
                self.assertLessEqual(many[key][0], statements)
                self.assertLessEqual(forty[key][0], statements)
                self.assertLess(statements, 40)

    def test_forms(self):
        for model, xmlid in FORMS.items():
            shown = self.specification(model, xmlid, "form")
            costs = []
            for user, count in ((self.of_forty, 1), (self.of_forty, MANY), (self.of_one, 1)):
                answer = self.give_many(count)[:1]
                record = answer.hva_case_ids if model == "helpdesk.ticket" else answer
                mine = record.with_user(user)
                costs.append(self.counted(lambda r=mine, s=shown: r.web_read(s))[0])
            with self.subTest(form=xmlid):
                self.assertLessEqual(costs[1], costs[0])
                # one more at most: of one unit a row of reach is still in memory from the rules, of forty it is not
                self.assertLessEqual(costs[0], costs[2] + 1)
