"""A county with a front door: two branches, municipalities, services, a bought unit, a merged one and a closed one."""

from odoo import Command

from .page_story import PageCase


class FinderCase(PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        towns = cls.env["hva.municipality"]
        town = {code: towns.search([("code", "=", code)]) for code in ("609", "886")}
        cls.pori = town["609"] or towns.create({"name": "Pori", "code": "609"})
        cls.ulvila = town["886"] or towns.create({"name": "Ulvila", "code": "886"})
        cls.dental, cls.reception = cls.env["hva.service"].create(
            [{"name": "Teeth of the tests", "code": "t_teeth"}, {"name": "Reception of the tests", "code": "t_recep"}]
        )
        cls.county = cls.unit("Whole county", None, is_area_owner=True)
        cls.health = cls.unit("Health", cls.county, is_area_owner=True)
        cls.social = cls.unit("Social", cls.county)
        cls.centre = cls.unit(
            "Pöytyä health centre", cls.health, cls.pori, service_ids=[Command.set((cls.dental | cls.reception).ids)]
        )
        cls.ward = cls.unit("Ward 1", cls.centre, cls.pori)
        cls.home = cls.unit("Care home", cls.social, cls.ulvila, producer="Hoiva Oy")
        cls.closed = cls.unit("Closed clinic", cls.health, cls.pori, valid_to="2020-01-01")
        cls.old = cls.unit("Old centre", cls.health, cls.pori)
        cls.old.merged_into_id = cls.centre
        cls.collector.write({"unit_id": cls.county.id, "finds_unit": True})
        cls.settle()

    @classmethod
    def unit(cls, name, parent, town=None, **vals):
        places = {"parent_id": parent.id if parent else False, "municipality_id": town.id if town else False}
        return cls.env["hva.unit"].create({"name": name, "level_id": cls.level.id, **places, **vals})

    @classmethod
    def settle(cls):
        """Write what is pending and do what a commit does first, so that the server sees it."""
        cls.env.flush_all()
        cls.env.cr.precommit.run()

    def look(self, status=200, **query):
        """GET the page with these parameters, in English; return its tree."""
        params = "&".join(f"{name}={value}" for name, value in {"lang": "en", **query}.items())
        response = self.url_open(f"{self.url}?{params}")
        self.assertEqual(response.status_code, status)
        return self.parse(response)

    def rows(self, tree):
        """Return name -> address of the units listed."""
        links = tree.xpath("//ul[@aria-labelledby='list']//a[strong]")
        return {link.findtext("strong"): link.get("href") for link in links}

    def follow(self, href):
        response = self.url_open(href)
        self.assertEqual(response.status_code, 200)
        return self.parse(response)

    def unit_line(self, tree):
        return tree.xpath("//p[@class='unit']/strong")[0].text
