"""A unit's staff link, and somebody who records through it. Mix into a PageCase."""

from lxml import html


class StaffWorld:
    """`link` is the clinic's, `code` the secret part of its address."""

    @classmethod
    def make_link(cls, **vals):
        cls.link = cls.env["hva.staff.link"].create({"name": "Reception", "unit_id": cls.clinic.id, **vals})
        return cls.make_code()

    @classmethod
    def make_code(cls):
        cls.code = cls.link.action_make()["context"]["default_url"].rpartition("/")[2]
        cls.env.flush_all()
        return cls.code

    @property
    def url(self):
        return f"/p/staff/{self.code}"

    def step(self, do="", tree=None, /, **fields):
        """POST one step, with the signed fields of `tree`; return the response."""
        carried = {}
        for name in ("sitting", "nonce", "form_code"):
            values = tree.xpath(f"//input[@name='{name}'][@type='hidden']/@value") if tree is not None else []
            carried |= {name: values[-1]} if values else {}
        data = {"lang": "en", **carried, "do": do, **fields}
        values = {name: value for name, value in data.items() if value is not None}
        return self.url_open(self.url, data=values, timeout=60)  # sheets are drawn for long on a busy machine

    def open_form(self, query="?lang=en"):
        response = self.url_open(self.url + query)
        self.assertEqual(response.status_code, 200)
        return html.fromstring(response.content)

    def record(self, tree, do="next", **fields):
        """Fill in the form of `tree` and save it."""
        codes = {question.item_code for question in self.form.questions}
        staff = {name: self.value(tree, name) for name in ("channel", "given_on", "giver_lang")}
        given = {self.field(name) if name in codes else name: value for name, value in fields.items()}
        return self.step(do, tree, **{**staff, **given})

    @staticmethod
    def value(tree, name):
        [*values] = tree.xpath(f"//input[@name='{name}'][@checked or @type='date']/@value")
        return values[0] if values else None

    def tree(self, response, status=200):
        self.assertEqual(response.status_code, status, response.text[:2000])
        return html.fromstring(response.content)

    def answers(self):
        return self.env["survey.user_input"].search([("hva_unit_id", "=", self.clinic.id)], order="id")
