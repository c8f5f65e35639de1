"""The front door: the giver finds the unit without JavaScript, and only what is on offer can be chosen."""

from lxml import html

from odoo.tests import tagged

from .common_sets import make_set
from .finder_story import FinderCase
from .page_story import statements


@tagged("post_install", "-at_install")
class TestUnitFinderPage(FinderCase):
    def test_the_start_page_is_short_and_has_four_ways(self):
        tree = self.look()
        self.assertFalse(tree.xpath("//form[@method='post']"))
        self.assertEqual(len(tree.xpath("//form[@role='search']//input[@type='search']")), 1)
        summaries = [item.text_content() for item in tree.xpath("//details/summary")]
        self.assertEqual(len(summaries), 4, "what does not belong here, municipality, service, organisation")
        self.assertFalse(tree.xpath("//details[@open] | //script"))
        self.assertTrue(tree.xpath("//a[contains(@href, 'unit=unknown')]"))
        self.assertTrue(tree.findtext(".//title"))

    def test_by_typing_without_accents_and_capitals(self):
        tree = self.look(q="poytya+HEALTH")
        self.assertEqual(list(self.rows(tree)), [self.centre.name])
        self.assertIn("1", tree.findtext(".//h2"))
        self.assertEqual(tree.xpath("//input[@name='q']/@value"), ["poytya HEALTH"], "what was typed stays")
        form = self.follow(self.rows(tree)[self.centre.name])
        self.assertEqual(self.unit_line(form), self.centre.name)
        self.assertEqual(form.get("lang"), "en", "the language stays")

    def test_by_the_words_of_a_service_which_is_chosen_too(self):
        tree = self.look(q="teeth")
        self.assertEqual(list(self.rows(tree)), [self.centre.name])
        more = tree.xpath(f"//a[contains(@href, 'service={self.dental.id}')]")
        self.assertEqual(more[0].text_content(), f"{self.centre.name}: {self.dental.name}")
        form = self.follow(more[0].get("href"))
        self.assertEqual(form.xpath("//input[@name='service']/@value"), [str(self.dental.id)])

    def test_by_municipality(self):
        tree = self.look()
        [link] = tree.xpath(f"//a[contains(@href, 'town={self.ulvila.id}')]/@href")
        self.assertEqual(list(self.rows(self.follow(link))), [self.home.name])

    def test_by_service(self):
        [link] = self.look().xpath(f"//a[contains(@href, 'service={self.dental.id}')]/@href")
        rows = self.rows(self.follow(link))
        self.assertEqual(list(rows), [self.centre.name])
        self.assertIn(f"service={self.dental.id}", rows[self.centre.name])

    def test_by_the_tree_down_to_a_ward(self):
        tree = self.look()
        [link] = tree.xpath(f"//a[contains(@href, 'under={self.health.id}')]/@href")
        tree = self.follow(link)
        self.assertEqual(list(self.rows(tree)), [self.centre.name])
        tree = self.follow(self.rows(tree)[self.centre.name])
        self.assertEqual(list(self.rows(tree)), [self.ward.name])
        self.assertTrue(tree.xpath(f"//a[contains(@href, 'unit={self.centre.id}')]"), "the centre itself too")
        path = [step.text for step in tree.xpath("//nav[@class='path']//a")]
        self.assertEqual(path, [self.county.name, self.health.name])
        self.assertEqual(self.unit_line(self.follow(self.rows(tree)[self.ward.name])), self.ward.name)

    def test_only_units_of_today_are_found_and_a_merged_one_leads_on(self):
        for name in ("closed", "old"):
            self.assertEqual(self.rows(self.look(q=name)), {})
        self.look(404, unit=self.closed.id)
        self.assertEqual(self.unit_line(self.look(unit=self.old.id)), self.centre.name)

    def test_nothing_found_says_what_else_one_can_do(self):
        tree = self.look(q="zzzz")
        self.assertIn("zzzz", tree.findtext(".//h2"))
        self.assertTrue(tree.xpath("//a[contains(@href, 'unit=unknown')]"))
        self.assertTrue(self.look(q="").findtext(".//h2"))

    def test_a_bought_service_shows_its_producer(self):
        self.assertIn("Hoiva Oy", self.look(q="care").text_content())
        self.assertIn("Hoiva Oy", self.look(unit=self.home.id).text_content())

    def test_a_unit_outside_the_branch_is_refused(self):
        self.collector.unit_id = self.health
        self.settle()
        self.assertEqual(self.rows(self.look(q="care")), {})
        for unit in (self.home.id, self.county.id, self.clinic.id, 0, "x", "1e1", "9" * 40, "%00"):
            tree = self.look(404, unit=unit)
            self.assertTrue(tree.xpath("//form[@role='search']"), "the page to choose on")
            self.assertTrue(tree.xpath("//*[@role='alert']"))
        self.look(404, unit=self.centre.id, service=999999)

    def test_who_does_not_know_the_unit_reaches_the_owner_of_the_area(self):
        self.assertEqual(self.unit_line(self.look(unit="unknown")), self.county.name)
        self.assertEqual(self.unit_line(self.look(unit="unknown", under=self.centre.id)), self.health.name)
        [link] = self.look(under=self.health.id).xpath("//a[contains(@href, 'unit=unknown')]/@href")
        self.assertIn(f"under={self.health.id}", link)

    def test_a_whole_county_may_be_on_offer(self):
        self.collector.write({"unit_id": self.health.id, "finds_all": True})
        self.settle()
        self.assertIn(self.home.name, self.rows(self.look(q="care")))
        self.assertTrue(self.look().xpath(f"//a[contains(@href, 'under={self.county.id}')]"), "the tops of the county")
        self.assertEqual(self.unit_line(self.look(unit="unknown")), self.health.name)
        other = self.env["res.company"].create({"name": "Another county"})
        foreign = self.unit("Abroad", None, company_id=other.id)
        self.settle()
        self.look(404, unit=foreign.id)

    def test_the_owner_of_an_area_can_be_chosen_and_be_unknown_one_after_the_other(self):
        for unit in (self.county.id, "unknown", self.county.id):
            self.assertEqual(self.look(unit=unit).xpath("//input[@name='unit']/@value"), [str(unit)])

    def test_a_change_of_a_unit_is_seen_at_once(self):
        self.look(q="ward")
        self.ward.name = "Renamed ward"
        self.pori.name = "Björneborg"
        self.settle()
        self.assertEqual(list(self.rows(self.look(q="renamed+björneborg"))), ["Renamed ward"])

    def test_names_are_text_and_never_markup(self):
        self.ward.name = "<b>Ward</b>"
        self.settle()
        response = self.url_open(f"{self.url}?q=<b>ward")
        self.assertNotIn("<b>", response.text)
        self.assertIn("&lt;b&gt;Ward", response.text)

    def test_odd_parameters_get_a_page(self):
        odd = (
            "q=%00", "q=" + "a" * 3000, "town=x", "town=", "service=-1", "under=9999999", "under=x", "page=x", "unit=",
            "q=w&page=-1", "q=w&page=99999999", "town=1&q=w&under=2", "q[]=1", "lang=xx&q=w", "unit=unknown&under=x",
        )  # fmt: skip
        for query in odd:
            self.assertIn(self.url_open(f"{self.url}?{query}").status_code, (200, 404), query)

    def test_a_closed_front_door_says_so(self):
        self.collector.action_close()
        self.env.flush_all()
        self.assertEqual(self.url_open(self.url).status_code, 410)

    def test_a_county_of_two_thousand_units_stays_light(self):
        self.env["hva.unit"].create(
            [
                {"name": f"Clinic {number}", "level_id": self.level.id, "parent_id": self.health.id,
                 "municipality_id": self.pori.id, "service_ids": [(6, 0, self.dental.ids)]}
                for number in range(2000)
            ]
        )  # fmt: skip
        self.settle()
        self.look()
        self.look(q="clinic")  # the templates too are read once
        for query in (
            {},
            {"q": "clinic"},
            {"q": "clinic", "page": 40},
            {"town": self.pori.id},
            {"under": self.health.id},
        ):
            with statements() as seen:
                tree = self.look(**query)
            self.assertEqual(len(seen), 2, "the way in and the place")
            self.assertLess(len(html.tostring(tree)), 40_000)
        self.assertEqual(len(self.rows(self.look(q="clinic"))), 50)
        [link] = self.look(q="clinic", page=2).xpath("//a[contains(@href, 'page=3')]/@href")
        self.assertEqual(len(self.rows(self.follow(link))), 50)


@tagged("post_install", "-at_install")
class TestSendingThroughTheFrontDoor(FinderCase):
    def test_the_feedback_is_on_the_unit_and_service_that_were_chosen(self):
        form = self.look(unit=self.centre.id, service=self.dental.id)
        carried = {name: form.xpath(f"//input[@name='{name}']/@value")[0] for name in ("unit", "service", "nonce")}
        self.assertSent(self.send(**carried, NPS="9"))
        answer = self.answers()
        self.assertEqual((answer.hva_unit_id, answer.hva_service_id), (self.centre, self.dental))
        self.assertEqual(form.xpath("//form[@method='post']/@action"), [self.url])
        self.assertTrue(form.xpath(f"//a[starts-with(@href, '{self.url}')][contains(text(), 'Change')]"))

    def send(self, nonce=None, url=None, **fields):
        return super().send(nonce or self.nonce(self.look(unit=self.centre.id)), url, **fields)

    def test_a_service_with_a_set_of_its_own_is_asked_that_set(self):
        meant = make_set(self.env, "NPS", "ST1", "ST2", "CONTACT", name="For teeth")
        meant.service_ids = self.dental
        meant._publish()
        self.settle()
        form = self.look(unit=self.centre.id, service=self.dental.id)
        asked = {
            question.item_code: f"q{question.id}" for question in meant.current_survey_id._hva_form("fi").questions
        }
        self.assertEqual(set(form.xpath("//fieldset/@id")) & set(asked.values()), set(asked.values()))
        carried = {name: form.xpath(f"//input[@name='{name}']/@value")[0] for name in ("unit", "service", "nonce")}
        self.assertSent(self.send(**carried, **{asked["NPS"]: "9"}))
        self.assertEqual(self.answers().survey_id, meant.current_survey_id)
        other = self.look(unit=self.centre.id, service=self.reception.id)
        self.assertTrue(other.xpath(f"//fieldset[@id='{self.field('NPS')}']"), "the others are asked as before")

    def test_the_language_switch_keeps_the_unit(self):
        form = self.look(unit=self.centre.id, service=self.dental.id)
        for href in form.xpath("//nav//a/@href"):
            self.assertIn(f"unit={self.centre.id}", href)
            self.assertIn(f"service={self.dental.id}", href)

    def test_an_unknown_unit_is_stored_on_the_owner_of_the_area(self):
        self.assertSent(self.send(unit="unknown", under=self.centre.id, NPS="9"))
        self.assertEqual(self.answers().hva_unit_id, self.health)

    def test_a_unit_merged_since_the_page_was_opened_leads_on(self):
        self.assertSent(self.send(unit=self.old.id, NPS="9"))
        self.assertEqual(self.answers().hva_unit_id, self.centre)

    def test_a_unit_that_is_not_offered_is_refused_and_the_text_is_kept(self):
        for unit in (self.clinic.id, self.closed.id, "x", ""):
            response = self.send(unit=unit, NPS="9", OPEN="tämä säilyy")
            tree = self.assertShownAgain(response)
            self.assertEqual(tree.get_element_by_id(self.field("OPEN")).text.strip(), "tämä säilyy")
            self.assertFalse(tree.xpath("//input[@name='unit'][@type='hidden']"))
            self.assertEqual(tree.xpath("//div[@id='summary']//a/@href"), ["#find"])
        self.assertFalse(self.answers())

    def test_the_unit_is_chosen_again_in_the_form_with_everything_kept(self):
        tree = self.assertShownAgain(self.send(unit=self.clinic.id, OPEN="tämä säilyy", kind="thanks"))
        response = self.send(self.nonce(tree), find="ward", search_unit="1", OPEN="tämä säilyy", kind="thanks")
        self.assertEqual(response.status_code, 200)
        tree = self.parse(response)
        self.assertEqual(tree.xpath("//input[@name='unit']/@value"), [str(self.ward.id), "unknown"])
        self.assertEqual(tree.get_element_by_id(self.field("OPEN")).text.strip(), "tämä säilyy")
        self.assertTrue(tree.xpath("//input[@id='kind-thanks']/@checked"))
        self.assertSent(self.send(self.nonce(tree), unit=self.ward.id, OPEN="tämä säilyy", kind="thanks"))
        self.assertEqual(self.answers().hva_unit_id, self.ward)

    def test_an_error_keeps_the_unit(self):
        tree = self.assertShownAgain(self.send(unit=self.ward.id, NPS="99"))
        self.assertEqual(tree.xpath("//input[@name='unit']/@value"), [str(self.ward.id)])
        self.assertEqual(self.unit_line(tree), self.ward.name)

    def test_a_way_in_that_is_no_front_door_takes_no_unit(self):
        self.collector.write({"finds_unit": False, "unit_id": self.ward.id})
        self.env.flush_all()
        self.assertSent(self.send(self.nonce(), unit=self.home.id, service=self.dental.id, NPS="9"))
        self.assertEqual((self.answers().hva_unit_id, self.answers().hva_service_id.id), (self.ward, False))

    def test_choosing_costs_no_statement_more_than_a_fixed_unit(self):
        self.look(unit=self.ward.id)
        with statements() as seen:
            nonce = self.nonce(self.look(unit=self.ward.id))
        self.assertEqual(len(seen), 2, "\n".join(seen))
        self.assertSent(self.send(unit=self.ward.id, NPS="9"))
        with statements() as seen:
            self.assertSent(self.send(nonce, unit=self.ward.id, NPS="9", OPEN="hyvä"))
        installed = self.env["ir.module.module"].search([("name", "=like", "hva_%"), ("state", "=", "installed")])
        self.assertLessEqual(len(seen), 5 if installed.mapped("name") == ["hva_feedback"] else 9, "\n".join(seen))
