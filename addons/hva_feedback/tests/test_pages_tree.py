"""What a browser tells assistive software of each kind of question: groups, names, descriptions, choices, states.

What should be heard is worked out from the form's own questions below, kind by kind, in words that can be read; it is
no picture of what happened to come out.
"""

from odoo.tests import tagged

from ..controllers.page_texts import own_texts
from .accessible_pages import AccessiblePages
from .browser_story import BrowserWorld

FIELDS = {"text": "textbox", "char": "textbox", "number": "textbox"}
SAID = ("LabelText", "StaticText", "InlineTextBox", "Legend")  # the words themselves, not what they name
TEXTS = own_texts("en")


def tree(browser):
    """Return the nodes that assistive software meets, in order: dicts of role, name, description and states."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}
    found = []

    def walk(node, inside):
        if not node["ignored"]:
            states = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
            found.append(
                {
                    "role": node["role"]["value"],
                    "name": node.get("name", {}).get("value", "").strip(),
                    "description": node.get("description", {}).get("value", ""),
                    "inside": inside,
                    **states,
                }
            )
            inside = (*inside, len(found) - 1)
        for child in node.get("childIds", ()):
            walk(by_id[child], inside)

    walk(nodes[0], ())
    return found


@tagged("post_install", "-at_install")
class TestPagesTree(BrowserWorld, AccessiblePages):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kinds_form = cls.kinds_door.set_id.current_survey_id._hva_form("en")

    def hear(self, state):
        self.open_request(*self.request_for("kinds", state, "en"))
        self.heard = tree(self.browser)
        return self.heard

    def group(self, name):
        """Return the group that is read out with this name, and what is in it."""
        [(number, group)] = [
            (number, node)
            for number, node in enumerate(self.heard)
            if node["role"] in ("radiogroup", "group") and node["name"] == name
        ]
        return group, [node for node in self.heard if number in node["inside"]]

    def field(self, name):
        [field] = [node for node in self.heard if node["name"] == name and node["role"] not in SAID][:1]
        return field

    def titled(self, question):
        return f"{question.title} {TEXTS['required']}" if question.is_required else question.title

    def by_kind(self):
        return {question.kind: question for question in self.kinds_form.questions}

    def test_every_kind_of_question_is_there(self):
        expected = {
            "scale",
            "choice",
            "choices",
            "matrix",
            "matrix_choices",
            "text",
            "char",
            "number",
            "date",
            "datetime",
        }
        self.assertEqual(set(self.by_kind()), expected)

    def test_a_choice_is_a_group_with_the_questions_name_and_each_option_by_its_words(self):
        self.hear("start")
        for kind, role in (("scale", "radio"), ("choice", "radio"), ("choices", "checkbox")):
            question = self.by_kind()[kind]
            with self.subTest(kind):
                group, inside = self.group(self.titled(question))
                self.assertEqual(group["role"], "radiogroup" if role == "radio" else "group")
                options = [option.label for option in question.options] or list("12345")
                boxes = [node for node in inside if node["role"] == role]
                self.assertEqual([box["name"] for box in boxes], options)
                self.assertFalse([box for box in boxes if box["checked"] == "true"], "nothing is chosen beforehand")
                self.assertEqual(bool(group.get("required")), question.is_required and role == "radio")

    def test_hints_are_read_out_with_the_question(self):
        self.hear("start")
        kinds = self.by_kind()
        for kind, hint in (
            ("scale", TEXTS["scale_hint"] % {"low": 1, "high": 5}),
            ("choices", TEXTS["max_choices_hint"] % {"count": 2}),
        ):
            self.assertIn(hint, self.group(self.titled(kinds[kind]))[0]["description"])
        for kind, hint in (
            ("text", "characters"),
            ("number", TEXTS["bounds_hint"] % {"low": "0", "high": "120"}),
            ("date", TEXTS["date_hint"]),
            ("datetime", TEXTS["datetime_hint"]),
        ):
            self.assertIn(hint, self.field(self.titled(kinds[kind]))["description"], kind)

    def test_a_grid_is_a_group_of_groups(self):
        self.hear("start")
        for kind, role in (("matrix", "radio"), ("matrix_choices", "checkbox")):
            question = self.by_kind()[kind]
            with self.subTest(kind):
                _grid, inside = self.group(self.titled(question))
                for row in question.rows:
                    [group] = [
                        node for node in inside if node["name"] == row.label and node["role"] in ("radiogroup", "group")
                    ]
                    number = next(place for place, node in enumerate(self.heard) if node is group)
                    boxes = [node for node in self.heard if number in node["inside"] and node["role"] == role]
                    self.assertEqual([box["name"] for box in boxes], [option.label for option in question.options])

    def test_a_field_has_the_questions_name(self):
        self.hear("start")
        for kind in ("text", "char", "number", "date", "datetime"):
            question = self.by_kind()[kind]
            with self.subTest(kind):
                field = self.field(self.titled(question))
                if kind in FIELDS:
                    self.assertEqual(field["role"], FIELDS[kind])
                self.assertEqual(bool(field.get("required")), question.is_required)
        comment = self.field("Which other?")
        self.assertEqual(comment["role"], "textbox")

    def test_an_error_is_read_out_with_its_question_and_the_page_says_so_at_once(self):
        self.hear("errors")
        wrong = [self.by_kind()[kind] for kind in ("scale", "choice", "char")]
        for question in wrong:
            with self.subTest(question.kind):
                node = (
                    self.field(self.titled(question))
                    if question.kind == "char"
                    else self.group(self.titled(question))[0]
                )
                self.assertIn(f"{TEXTS['error']} {TEXTS['required_error']}", node["description"])
                self.assertEqual(node.get("invalid"), "true")
        [alert] = [node for node in self.heard if node["role"] == "alert"]
        self.assertEqual(alert["name"], TEXTS["summary_title"])
        number = next(place for place, node in enumerate(self.heard) if node is alert)
        links = [node for node in self.heard if number in node["inside"] and node["role"] == "link"]
        self.assertEqual(len(links), len(wrong) + 2, "each row of the grid has one of its own")

    def test_the_page_has_its_landmarks_one_heading_and_nothing_for_robots(self):
        self.hear("start")
        roles = [node["role"] for node in self.heard]
        for landmark in ("main", "navigation", "contentinfo"):
            self.assertEqual(roles.count(landmark), 1, landmark)
        headings = [(node["level"], node["name"]) for node in self.heard if node["role"] == "heading"]
        self.assertEqual(len([level for level, _name in headings if level == 1]), 1)
        self.assertIn((2, "Part one"), headings)
        self.assertNotIn(TEXTS["trap"], [node["name"] for node in self.heard])
