"""What a way in asks about the feedback itself: each asks its own, and nothing else is taken."""

from odoo import Command
from odoo.tests import tagged

from .page_story import PageCase, statements

ALL = {"asks_kind": True, "asks_topics": True, "asks_group": True, "asks_assisted": True}


@tagged("post_install", "-at_install")
class TestAboutFeedback(PageCase):
    def ask(self, **vals):
        self.collector.write(ALL | vals)
        self.env.flush_all()

    def offered(self, name, url=None):
        return self.read_page(url).xpath(f"//input[@name='{name}']/@value")

    def test_a_new_way_in_asks_what_suits_its_channel(self):
        asked = {}
        for channel in ("web", "qr", "kiosk", "embed"):
            way = self.env["hva.collector"].create({"name": channel, "unit_id": self.clinic.id, "channel": channel})
            asked[channel] = [name for name in ALL if way[name]]
        self.assertEqual(asked["web"], list(ALL))
        self.assertEqual(asked["qr"], ["asks_kind"])
        self.assertEqual(asked["kiosk"], [])
        self.assertEqual(asked["embed"], ["asks_kind", "asks_topics"])

    def test_an_administrator_may_choose_otherwise(self):
        self.ask(asks_kind=False)
        self.assertEqual(self.offered("kind"), [])
        self.assertEqual(self.offered("group"), ["customer", "relative", "resident"])
        self.assertEqual(len(self.offered("assisted")), 5)
        self.collector.name = "Renamed"
        self.assertFalse(self.collector.asks_kind, "the choice stays")

    def test_all_of_it_is_stored_on_the_answer(self):
        self.ask()
        topics = self.offered("topics", f"{self.url}?lang=en")[:2]
        self.assertSent(self.send(NPS="7", kind="thanks", topics=topics, group="relative", assisted="interpreter"))
        answer = self.answers()
        self.assertEqual(answer.hva_topic_ids.mapped(lambda topic: str(topic.id)), topics)
        self.assertEqual(
            (answer.hva_kind, answer.hva_respondent_group, answer.hva_assisted_by),
            ("thanks", "relative", "interpreter"),
        )

    def test_without_help_nobody_helped(self):
        self.ask()
        self.assertSent(self.send(NPS="7", assisted="nobody"))
        self.assertFalse(self.answers().hva_assisted_by)

    def test_what_is_not_offered_is_refused_and_the_rest_is_kept(self):
        self.ask()
        foreign = self.env["hva.topic"].create({"name": "Away", "active": False})
        for wrong in (
            {"kind": "complaint"},
            {"kind": ["thanks", "criticism"]},
            {"group": "child"},
            {"group": "x"},
            {"assisted": "robot"},
            {"topics": str(foreign.id)},
            {"topics": "1e3"},
            {"topics": "0"},
        ):
            with self.subTest(wrong=wrong):
                tree = self.assertShownAgain(self.send(FREE="tämä säilyy", **wrong))
                self.assertEqual(tree.get_element_by_id(self.field("FREE")).text.strip(), "tämä säilyy")
        self.assertFalse(self.answers())

    def test_what_is_not_asked_is_not_taken(self):
        self.ask(**dict.fromkeys(ALL, False))
        topic = self.env["hva.topic"].search([], limit=1)
        self.assertSent(self.send(NPS="7", kind="thanks", group="relative", assisted="staff", topics=str(topic.id)))
        answer = self.answers()
        self.assertFalse(
            answer.hva_kind or answer.hva_respondent_group or answer.hva_assisted_by or answer.hva_topic_ids
        )

    def test_a_way_in_that_says_who_answers_does_not_ask(self):
        self.ask(respondent_group="resident")
        self.assertEqual(self.offered("group"), [])
        self.assertSent(self.send(NPS="7", group="relative"))
        self.assertEqual(self.answers().hva_respondent_group, "resident")

    def test_topics_are_those_of_the_service(self):
        dental = self.env.ref("hva_feedback.hva_service_dental_care")
        own = self.env["hva.topic"].create({"name": "Braces", "service_ids": [Command.set(dental.ids)], "sequence": 1})
        self.ask()
        english = f"{self.url}?lang=en"
        self.assertNotIn(str(own.id), self.offered("topics", english))
        self.ask(service_id=dental.id)
        self.assertEqual(self.offered("topics", english)[0], str(own.id))
        own.active = False
        self.env.flush_all()
        self.assertNotIn(str(own.id), self.offered("topics", english))

    def test_a_topic_without_a_name_in_the_language_is_not_offered_in_it(self):
        self.env["res.lang"]._activate_lang("sv_SE")
        topic = self.env["hva.topic"].create({"name": "Parking"})
        self.ask()
        self.assertNotIn(str(topic.id), self.offered("topics", f"{self.url}?lang=sv"))
        topic.with_context(lang="sv_SE").name = "Parkering"
        self.env.flush_all()
        self.assertIn("Parkering", self.read_page(f"{self.url}?lang=sv").text_content())

    def test_who_tells_about_it_is_no_feedback_alone(self):
        self.ask()
        self.assertShownAgain(self.send(group="relative", assisted="staff"))

    def test_asking_takes_no_more_statements(self):
        self.ask()
        self.read_page()
        with statements() as seen:
            self.read_page()
        self.assertEqual(len(seen), 2, "\n".join(seen))
