"""Before sending, a giver is told where a matter belongs that the words may be about. It keeps nobody from sending."""

from odoo.tests import new_test_user, tagged

from .page_story import PageCase, statements
from .test_child_page import ChildWorld

DANGER = "En jaksa elää enää."
BILL = "Laskussa on virhe."
PHONE = "040 123 4567"


class TriageStory:
    def assertTold(self, response, *matters):
        """Assert that the page came back, unsent, with these signposts in this order; return its tree."""
        self.assertEqual(response.status_code, 422)
        tree = self.parse(response)
        lang = tree.get("lang").replace("-", "_")
        titles = [self.env.ref(f"hva_feedback.hva_signpost_{matter}_{lang}").title for matter in matters]
        self.assertEqual(tree.xpath("//div[@id='notices']//dt/text()"), titles)
        self.assertFalse(self.answers())
        return tree

    def again(self, tree, **fields):
        return self.send(self.nonce(tree), warned=tree.xpath("//input[@name='warned']/@value")[0], **fields)


@tagged("post_install", "-at_install")
class TestTriagePage(TriageStory, PageCase):
    def test_danger_comes_first_with_a_number_to_call(self):
        tree = self.assertTold(self.send(OPEN=f"{BILL} {DANGER}"), "emergency", "bills")
        self.assertEqual(tree.xpath("//div[@id='notices']//a[@href='tel:112']/text()"), ["112"])

    def test_the_text_is_kept_and_the_notice_has_the_focus(self):
        tree = self.assertTold(self.send(NPS="3", OPEN=BILL), "bills")
        self.assertEqual(tree.get_element_by_id(self.field("OPEN")).text.strip(), BILL)
        self.assertTrue(tree.xpath(f"//input[@id='{self.field('NPS')}-3']/@checked"))
        self.assertEqual(tree.xpath("//*[@autofocus]/@id"), ["notices"])

    def test_send_as_it_is_sends(self):
        tree = self.assertTold(self.send(OPEN=DANGER), "emergency")
        self.assertEqual(tree.xpath("//button/@name"), ["as_it_is"])
        self.assertSent(self.send(self.nonce(tree), OPEN=DANGER, as_it_is="1"))
        self.assertEqual(self.answers().hva_text, DANGER)

    def test_sending_the_same_again_sends_and_something_new_is_told(self):
        tree = self.assertTold(self.send(OPEN=BILL), "bills")
        tree = self.assertTold(self.again(tree, OPEN=f"{BILL} {DANGER}"), "emergency", "bills")
        self.assertSent(self.again(tree, OPEN=f"{BILL} {DANGER}"))

    def test_it_stands_beside_the_warning_about_personal_details(self):
        tree = self.assertTold(self.send(OPEN=f"{BILL} Soita {PHONE}"), "bills")
        self.assertEqual(len(tree.xpath("//div[@id='warnings']//li")), 1)
        self.assertEqual(tree.xpath("//*[@autofocus]/@id"), ["notices"])
        self.assertSent(self.again(tree, OPEN=f"{BILL} Soita {PHONE}"))

    def test_it_is_told_already_when_something_is_to_be_mended(self):
        tree = self.assertTold(self.send(NPS="99", OPEN=DANGER), "emergency")
        self.assertTrue(tree.xpath("//div[@id='summary']"))
        self.assertFalse(tree.xpath("//button[@name='as_it_is']"), "it would not send")
        self.assertSent(self.again(tree, NPS="9", OPEN=DANGER))

    def test_ordinary_words_are_sent_at_once(self):
        self.assertSent(self.send(OPEN="Lasku oli selkeä ja ajanvaraus toimi."))

    def test_each_language_has_its_own_words_and_finds_all_of_them(self):
        for lang in ("fi", "sv", "en"):
            with self.subTest(lang):
                self.assertTold(self.send(lang=lang, OPEN="I want to die"), "emergency")

    def test_what_the_county_says_stands_in_place_of_ours(self):
        mine = self.env.ref("hva_feedback.hva_signpost_bills_fi")
        mine.copy({"company_id": self.clinic.company_id.id, "title": "Oma laskutus", "phone": "02 123 456"})
        self.env.flush_all()
        tree = self.parse(self.send(OPEN=BILL))
        self.assertEqual(tree.xpath("//div[@id='notices']//dt/text()"), ["Oma laskutus"])

    def test_an_administrator_switches_a_notice_off(self):
        admin = new_test_user(self.env, "triage_page", groups="hva_feedback.hva_feedback_group_admin")
        self.env.ref("hva_feedback.hva_triage_subject_billing").with_user(admin).is_told = False
        self.env.flush_all()
        self.assertSent(self.send(OPEN=BILL))

    def test_made_up_memories_do_no_harm(self):
        for warned in ("triage_x", "\x00", "triage_danger " * 500):
            with self.subTest(warned[:16]):
                response = self.send(OPEN=BILL, warned=warned)
                self.assertEqual(response.status_code, 422)

    def test_looking_takes_no_statement_more(self):
        self.assertSent(self.send(OPEN="Kaikki hyvin."))
        with statements() as seen:
            self.send(OPEN="Kaikki hyvin.")
        self.assertFalse([text for text in seen if 'FROM "hva_triage' in text])

    def test_plain_finnish_has_words_of_its_own(self):
        listed = self.env["hva.signpost"]._hva_list(self.clinic.company_id.id, "fi-simple")
        whole = self.env["hva.signpost"]._hva_list(self.clinic.company_id.id, "fi")
        self.assertEqual([row["matter"] for row in listed], [row["matter"] for row in whole])


@tagged("post_install", "-at_install")
class TestTriageChildPage(TriageStory, ChildWorld):
    def test_a_child_is_told_and_sends_all_the_same(self):
        [text] = [question for question in self.form.questions if question.kind == "text"][:1]
        field = {f"q{text.id}": DANGER}
        tree = self.assertTold(self.send(**field), "emergency")
        self.assertTrue(tree.xpath("//div[@id='notices']/p[normalize-space()]")[1:], "and to tell an adult")
        self.assertSent(self.again(tree, **field))
