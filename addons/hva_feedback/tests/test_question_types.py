"""Every type of Survey's questions through the page: shown, stored as Survey stores it, shown again after an error."""

from datetime import UTC, date, datetime

from lxml import html

from odoo.tests import tagged

from odoo.addons.http_routing.tests.common import MockRequest

from .kinds_story import KindsCase

GRID = {
    "title": "How was it?",
    "question_type": "matrix",
    "rows": ["Doctor", "Nurse"],
    "options": ["Good", "Bad"],
}


@tagged("post_install", "-at_install")
class TestQuestionTypes(KindsCase):
    def ids(self, version, number=0):
        question = version.question_ids[number]
        return question, question.matrix_row_ids, question.suggested_answer_ids

    def test_a_grid_is_a_group_of_groups_and_no_table(self):
        version = self.ask(GRID)
        question, (doctor, nurse), _columns = self.ids(version)
        tree = self.read_page(f"{self.url}?lang=en")
        self.assertFalse(tree.xpath("//table"))
        grid = tree.get_element_by_id(f"q{question.id}")
        self.assertEqual((grid.tag, grid.findtext("legend").strip()), ("fieldset", "How was it?"))
        rows = grid.xpath(".//fieldset")
        self.assertEqual([row.get("id") for row in rows], [f"q{question.id}_{row.id}" for row in (doctor, nurse)])
        self.assertEqual([row.findtext("legend").strip() for row in rows], ["Doctor", "Nurse"])
        self.assertEqual({one.get("type") for one in grid.xpath(".//input")}, {"radio"})

    def test_a_grid_is_stored_as_survey_stores_it(self):
        version = self.ask(GRID)
        question, (doctor, nurse), (good, bad) = self.ids(version)
        answer = self.assertStored(
            self.post(**{f"q{question.id}_{doctor.id}": str(good.id), f"q{question.id}_{nurse.id}": str(bad.id)})
        )
        lines = answer.user_input_line_ids.sorted("id")
        self.assertEqual(set(lines.mapped("answer_type")), {"suggestion"})
        self.assertEqual(
            [(line.matrix_row_id, line.suggested_answer_id, line.hva_value) for line in lines],
            [(doctor, good, 1), (nurse, bad, 2)],
        )
        # what core reckons from lines must not stumble over ours
        data = question._prepare_statistics(lines)[0]
        self.assertEqual(data["answer_line_done_ids"], lines)

    def test_a_grid_with_an_error_keeps_what_was_chosen(self):
        version = self.ask({**GRID, "constr_mandatory": True})
        question, (doctor, nurse), (good, bad) = self.ids(version)
        tree = self.assertRefused(self.post(**{f"q{question.id}_{doctor.id}": str(good.id)}), "Nurse", "Answer this")
        self.assertEqual(tree.xpath("//input[@checked]/@value"), [str(good.id)])
        wrong = tree.get_element_by_id(f"q{question.id}_{nurse.id}")
        self.assertEqual(wrong.get("aria-invalid"), "true")
        link = tree.xpath("//div[@id='summary']//a/@href")[0]
        self.assertEqual(tree.get_element_by_id(link[1:]).get("name"), wrong.get("id"))
        for made_up in ({f"q{question.id}_{good.id}": str(good.id)}, {f"q{question.id}_{doctor.id}": str(nurse.id)}):
            self.assertRefused(self.post(**made_up), "Choose one of the options")
        self.assertFalse(self.answers())
        self.assertTrue(bad)

    def test_a_grid_of_tick_boxes_takes_several(self):
        version = self.ask({**GRID, "matrix_subtype": "multiple"})
        question, (doctor, _nurse), (good, bad) = self.ids(version)
        answer = self.assertStored(self.post(**{f"q{question.id}_{doctor.id}": [str(good.id), str(bad.id)]}))
        self.assertEqual(answer.user_input_line_ids.suggested_answer_id, good | bad)
        self.assertEqual(answer.user_input_line_ids.matrix_row_id, doctor)

    def test_a_moment_is_given_on_the_countys_clock_and_stored_in_utc(self):
        version = self.ask({"title": "When?", "question_type": "datetime"})
        name = f"q{version.question_ids.id}"
        field = self.read_page().get_element_by_id(name)
        self.assertEqual(field.get("type"), "datetime-local")
        answer = self.assertStored(self.post(**{name: "2026-07-01T10:30"}))
        line = answer.user_input_line_ids
        self.assertEqual((line.answer_type, line.value_datetime), ("datetime", datetime(2026, 7, 1, 7, 30)))
        tree = self.assertRefused(self.post(**{name: "yesterday"}), "day and the time")
        self.assertEqual(tree.get_element_by_id(name).get("value"), "yesterday")

    def test_days_and_numbers_have_the_limits_of_the_editor(self):
        version = self.ask(
            {
                "title": "Day",
                "question_type": "date",
                "validation_required": True,
                "validation_min_date": date(2026, 1, 1),
                "validation_max_date": date(2026, 12, 31),
            },
            {
                "title": "Minutes",
                "question_type": "numerical_box",
                "validation_required": True,
                "validation_min_float_value": 0,
                "validation_max_float_value": 120,
            },
        )
        day, minutes = (f"q{question.id}" for question in version.question_ids)
        self.assertIn("From 0 to 120", self.read_page(f"{self.url}?lang=en").text_content())
        tree = self.assertRefused(
            self.post(**{day: "2027-01-01", minutes: "121"}), "from 01.01.2026 to 31.12.2026", "from 0 to 120"
        )
        self.assertEqual(tree.get_element_by_id(minutes).get("value"), "121")
        answer = self.assertStored(self.post(**{day: "2026-12-31", minutes: "7,5"}))
        self.assertEqual(answer.user_input_line_ids.mapped("value_date")[0], date(2026, 12, 31))
        self.assertEqual(answer.user_input_line_ids[1].value_numerical_box, 7.5)

    def test_a_scale_may_have_other_ends(self):
        version = self.ask({"title": "1 to 5", "question_type": "scale", "scale_min": 1, "scale_max": 5})
        name = f"q{version.question_ids.id}"
        self.assertEqual(self.read_page().xpath(f"//input[@name='{name}']/@value"), list("12345"))
        self.assertRefused(self.post(**{name: "0"}), "on the scale")
        self.assertEqual(self.assertStored(self.post(**{name: "1"})).user_input_line_ids.value_scale, 1)

    def test_a_text_has_the_lengths_of_the_editor(self):
        version = self.ask(
            {
                "title": "Code",
                "question_type": "char_box",
                "validation_required": True,
                "validation_length_min": 2,
                "validation_length_max": 4,
            }
        )
        name = f"q{version.question_ids.id}"
        self.assertEqual(self.read_page().get_element_by_id(name).get("maxlength"), "4")
        self.assertRefused(self.post(**{name: "a"}), "at least 2")
        self.assertRefused(self.post(**{name: "abcde"}), "at most 4")
        self.assertEqual(self.assertStored(self.post(**{name: "abc"})).user_input_line_ids.value_char_box, "abc")

    def test_a_choice_may_have_a_comment_in_ones_own_words(self):
        version = self.ask(
            {
                "title": "Which?",
                "question_type": "simple_choice",
                "options": ["This", "Other"],
                "comments_allowed": True,
                "comments_message": "Which other?",
            }
        )
        question, _rows, (_this, other) = self.ids(version)
        name = f"q{question.id}_comment"
        tree = self.read_page(f"{self.url}?lang=en")
        self.assertEqual(tree.xpath(f"//label[@for='{name}']")[0].text_content().strip(), "Which other?")
        given = {f"q{question.id}": str(other.id), name: "call 040 555 1234"}
        warned = html.fromstring(self.post(**given).content)
        self.assertEqual(
            warned.xpath("//div[@id='warnings']//a/@href")[0], f"#{name}", "looked through like every text"
        )
        answer = self.assertStored(self.post(as_it_is="1", **given))
        choice, comment = answer.user_input_line_ids.sorted("id")
        self.assertEqual(choice.suggested_answer_id, other)
        self.assertEqual(comment.answer_type, "char_box")
        self.assertNotIn("555", comment.value_char_box, "masked like every text")
        self.assertEqual((answer.hva_has_text, answer.hva_text), (True, comment.value_char_box))

    def test_several_choices_may_have_a_limit(self):
        version = self.ask(
            {"title": "Pick", "question_type": "multiple_choice", "options": list("abc"), "hva_max_choices": 2}
        )
        question, _rows, options = self.ids(version)
        tree = self.assertRefused(self.post(**{f"q{question.id}": [str(one.id) for one in options]}), "at most 2")
        self.assertEqual(len(tree.xpath("//input[@checked]")), 3, "what was ticked stays ticked, to be mended")
        self.assertStored(self.post(**{f"q{question.id}": [str(one.id) for one in options[:2]]}))

    def test_sections_are_headings(self):
        self.ask(
            {"title": "First part", "is_page": True, "question_type": False, "description": "<p>Some <b>words</b></p>"},
            {"title": "A", "question_type": "char_box"},
            {"title": "B", "question_type": "char_box"},
            {"title": "Second part", "is_page": True, "question_type": False},
            {"title": "C", "question_type": "char_box"},
        )
        tree = self.read_page(f"{self.url}?lang=en")
        order = [one.text_content().strip() for one in tree.xpath("//form//h2 | //form//label[starts-with(@for, 'q')]")]
        self.assertEqual(order, ["First part", "A", "B", "Second part", "C"])
        self.assertIn("Some words", tree.text_content())

    def test_survey_can_draw_what_was_answered(self):
        """Odoo's own sheet of an answer, as a report or another addon might draw it."""
        version = self.ask(
            GRID,
            {"title": "When?", "question_type": "datetime"},
            {
                "title": "Which?",
                "question_type": "simple_choice",
                "options": ["This", "Other"],
                "comments_allowed": True,
            },
        )
        question, (doctor, _nurse), (good, _bad) = self.ids(version)
        answer = self.assertStored(
            self.post(
                **{
                    f"q{question.id}_{doctor.id}": str(good.id),
                    f"q{version.question_ids[1].id}": "2026-07-01T10:30",
                    f"q{version.question_ids[2].id}_comment": "my words",
                }
            )
        )
        answer.predefined_question_ids = version.question_ids  # Odoo's sheet shows these; ours go without, for speed
        values = {
            "is_html_empty": lambda text: not text,
            "review": False,
            "survey": version,
            "answer": answer,
            "questions_to_display": version.question_ids,
            "scoring_display_correction": False,
            "format_datetime": lambda moment: moment.replace(tzinfo=UTC).isoformat(),
            "format_date": str,
            "graph_data": {},
        }
        with MockRequest(self.env):
            page = self.env["ir.qweb"]._render("survey.survey_page_print", values)
        text = html.fromstring(str(page)).text_content()
        self.assertIn("Doctor", text)
        self.assertIn("my words", str(page))
        self.assertEqual(len(answer.user_input_line_ids.mapped("display_name")), 3)
