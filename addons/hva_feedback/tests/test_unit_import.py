import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

from ..tools.table_file import write_csv, write_xlsx
from .unit_story import UnitWorld

ROOT = "1.2.246.10.99999998"
HEADER = ("oid", "parent", "name_fi", "name_sv", "level", "municipality", "services", "valid_to")


def oid(number):
    return f"{ROOT}.10.{number}"


@tagged("post_install", "-at_install")
class TestUnitImport(UnitWorld, TransactionCase):
    """An administrator brings the tree of the county in a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.county = cls.env["res.company"].create({"name": "County", "hva_oid_root": ROOT})
        cls.admin = cls.person("import_admin", company_id=cls.county.id, company_ids=cls.county.ids)
        cls.admin.group_ids += cls.env.ref("hva_feedback.hva_feedback_group_admin")
        cls.env["hva.municipality"].search([("code", "=", "609")]).unlink()
        cls.pori = cls.env["hva.municipality"].create({"name": "Pori", "code": "609"})
        cls.units = cls.env["hva.unit"].with_user(cls.admin).with_company(cls.county)
        cls.levels = cls.env["hva.unit.level"].search([])

    @classmethod
    def person(cls, login, role=None, unit=None, **vals):
        user = super().person(login)
        user.write(vals)
        return user

    def preview(self, rows, header=HEADER, data=None, **vals):
        data = data or write_csv(header, rows)
        wizard = self.env["hva.unit.import"].with_user(self.admin).with_company(self.county)
        wizard = wizard.create({"file": base64.b64encode(data), "file_name": "units.csv", **vals})
        wizard.action_read()
        wizard.action_preview()
        return wizard

    def make_tree(self):
        wizard = self.preview([
            (oid(3), oid(2), "Porin hammashoitola", "Björneborgs tandklinik", "", "Pori", "", ""),
            (oid(2), oid(1), "Hammashoito", "Tandvård", "", "", "", ""),
            (oid(1), ROOT, "Terveys", "Hälsa", "", "", "", ""),
        ])  # fmt: skip
        wizard.action_import()
        return self.units.search([])

    def test_a_tree_comes_in_whatever_order_its_rows_are(self):
        self.make_tree()
        clinic = self.units.search([("oid", "=", oid(3))])
        self.assertEqual(clinic.with_context(lang="en_US").complete_name, "Terveys / Hammashoito / Porin hammashoitola")
        self.assertEqual(clinic.with_context(lang="sv_SE").name, "Björneborgs tandklinik")
        self.assertEqual(clinic.municipality_id, self.pori)
        self.assertEqual(clinic.level_id, self.levels[2])
        self.assertEqual(clinic.company_id, self.county)
        self.assertEqual(clinic.parent_path.count("/"), 3)

    def test_the_dry_run_writes_nothing_and_shows_each_change(self):
        units = self.make_tree()
        before = units.read(["name", "parent_id", "valid_to", "write_date"])
        wizard = self.preview([
            (oid(1), "", "Terveys", "Hälsa", "", "", "", ""),
            (oid(3), oid(1), "Hammashoitola", "", "", "609", "", "31.12.2030"),
            (oid(4), oid(9), "Neuvola", "", "Nowhere", "", "", ""),
        ])  # fmt: skip
        kinds = [(row.number, row.kind) for row in wizard.row_ids]
        self.assertEqual(kinds, [(2, "same"), (3, "changed"), (4, "error"), (0, "ended")])
        self.assertIn("Name in Finnish: Porin hammashoitola → Hammashoitola", wizard.row_ids[1].changes)
        self.assertIn("Hammashoito → Terveys", wizard.row_ids[1].changes)
        self.assertIn("2030-12-31", wizard.row_ids[1].changes)
        self.assertIn("Level: There is no level “Nowhere”", wizard.row_ids[2].problems)
        self.assertIn(oid(9), wizard.row_ids[2].problems)
        self.assertEqual(wizard.show, "error")
        units.invalidate_recordset()
        self.assertEqual(units.read(["name", "parent_id", "valid_to", "write_date"]), before)

    def test_what_is_chosen_is_done_and_stands_on_the_trail(self):
        self.make_tree()
        wizard = self.preview([
            (oid(1), "", "Terveyspalvelut", "", "", "", "", ""), (oid(3), oid(1), "Klinikka", "", "", "", "", ""),
        ])  # fmt: skip
        wizard.row_ids.filtered(lambda row: row.number == 2).is_chosen = False
        wizard.reason = "Register of November"
        wizard.action_import()
        clinic = self.units.search([("oid", "=", oid(3))])
        self.assertEqual(clinic.parent_id.with_context(lang="en_US").name, "Terveys", "not taken")
        self.assertEqual(clinic.with_context(lang="en_US").name, "Klinikka")
        row = self.env["hva.audit"].search([("unit_id", "=", clinic.id)], limit=1)
        self.assertEqual((row.action, row.user_id, row.reason), ("unit_import", self.admin, "Register of November"))
        self.assertIn("name_fi", row.details)

    def test_units_missing_from_the_file_end_only_when_taken(self):
        self.make_tree()
        rows = [(oid(1), "", "Terveys", "", "", "", "", ""), (oid(2), oid(1), "Hammashoito", "", "", "", "", "")]
        self.preview([*rows, (oid(8), oid(1), "Uusi", "", "", "", "", "")]).action_import()
        clinic = self.units.search([("oid", "=", oid(3))])
        self.assertFalse(clinic.valid_to)
        wizard = self.preview([*rows, (oid(8), oid(1), "Uusi", "", "", "", "", "")])
        ended = wizard.row_ids.filtered(lambda row: row.kind == "ended")
        self.assertFalse(ended.is_chosen)
        wizard.with_context(hva_kind="ended").action_show()
        self.assertEqual(wizard.shown_ids, ended)
        wizard.write({"shown_ids": [(1, ended.id, {"is_chosen": True})], "end_on": "2026-12-31"})
        wizard.action_choose()
        self.assertFalse(ended.is_chosen)
        wizard.action_choose()
        wizard.action_import()
        self.assertEqual(str(clinic.valid_to), "2026-12-31")
        self.assertEqual(clinic.cases_to_id, clinic.parent_id.parent_id, "nobody is named owner of an area: the top")

    def test_a_new_unit_needs_its_new_parent(self):
        wizard = self.preview([
            (oid(1), "", "Terveys", "", "", "", "", ""), (oid(2), oid(1), "Hammashoito", "", "", "", "", ""),
        ])  # fmt: skip
        wizard.row_ids[0].is_chosen = False
        with self.assertRaisesRegex(UserError, "row 3"):
            wizard.action_import()
        self.assertFalse(self.units.search([]))

    def test_units_that_changed_since_the_preview_stop_the_import(self):
        units = self.make_tree()
        lang = self.units._import_langs()["name_fi"]
        wizard = self.preview([(oid(1), "", "Uusi nimi", "", "", "", "", "")])
        units.filtered(lambda unit: unit.oid == oid(1)).with_context(lang=lang).name = "Toinen nimi"
        with self.assertRaisesRegex(UserError, "preview"):
            wizard.action_import()

    def test_what_is_exported_comes_back_unchanged(self):
        units = self.make_tree()
        units.filtered(lambda unit: unit.oid == oid(3)).with_context(lang="en_US").write(
            {"producer": "=Yritys Oy", "service_ids": self.env["hva.service"].search([], limit=2).ids}
        )
        header, rows = self.units._export_table(units)
        for data in (write_csv(header, rows), write_xlsx(header, rows)):
            wizard = self.preview([], data=data)
            self.assertEqual(set(wizard.row_ids.mapped("kind")), {"same"}, wizard.row_ids.mapped("changes"))
        action = units.action_export_table()
        self.assertIn("/web/content/", action["url"])

    def test_a_file_of_the_register_is_understood_by_its_headers(self):
        mapping = self.env.ref("hva_feedback.hva_unit_mapping_sote")
        header = ("OID", "Yläorganisaatio", "Nimi suomeksi", "Nimi ruotsiksi", "Voimassaolo alkaa", "Y-tunnus",
                  "Sektori", "Sijaintikunta", "Faksi")  # fmt: skip
        rows = [
            (ROOT, "", "Hyvinvointialue", "", "2023-01-01", "9999999-8", "1", "Pori", ""),
            (oid(1), ROOT, "Terveys", "Hälsa", "2023-01-01", "9999999-8", "1", "Pori", "x"),
            ("1.2.246.10.11111111.10.5", oid(1), "Ostettu", "", "2024-01-01", "1111111-1", "2", "Pori", ""),
        ]
        wizard = self.preview(rows, header, mapping_id=mapping.id)
        self.assertEqual(wizard.row_ids.mapped("kind"), ["skipped", "new", "new"], wizard.row_ids.mapped("problems"))
        wizard.action_import()
        self.assertEqual(self.units.search([("producer", "!=", False)]).producer, "1111111-1")

    def test_locations_of_ptv_are_known_again_by_their_identifier(self):
        mapping = self.env.ref("hva_feedback.hva_unit_mapping_ptv")
        header, place = ("id", "Nimi (fi)", "Nimi (sv)", "Kunta"), "d0a0e4e6-0000-4000-8000-000000000001"
        self.preview([(place, "Vastaanotto", "Mottagning", "609")], header, mapping_id=mapping.id).action_import()
        wizard = self.preview([(place, "Terveysasema", "Mottagning", "Pori")], header, mapping_id=mapping.id)
        self.assertEqual(wizard.row_ids.kind, "changed")
        wizard.action_import()
        self.assertEqual(self.units.search([]).with_context(lang="en_US").name, "Terveysasema")

    def test_columns_chosen_by_hand_are_kept_for_the_next_file(self):
        data = write_csv(("Yksikkö",), [("Terveys",)])
        wizard = self.env["hva.unit.import"].with_user(self.admin).create({"file": base64.b64encode(data)})
        wizard.action_read()
        with self.assertRaises(UserError):
            wizard.action_preview()
        wizard.column_ids.target = "name_fi"
        wizard.mapping_name = "Our list"
        wizard.action_preview()
        self.assertEqual(wizard.mapping_id._get_known(), {"yksikkö": "name_fi"})

    def test_a_file_that_is_no_table_is_refused_in_words(self):
        wizard = self.env["hva.unit.import"].with_user(self.admin).create(
            {"file": base64.b64encode(b"%PDF-1.4"), "file_name": "units.pdf"}
        )  # fmt: skip
        with self.assertRaisesRegex(UserError, "not a table"):
            wizard.action_read()

    def test_only_administrators_import(self):
        manager = self.person("import_manager")
        manager.group_ids += self.env.ref("hva_feedback.hva_feedback_group_manager")
        with self.assertRaises(AccessError):
            self.env["hva.unit.import"].with_user(manager).create({})

    def test_two_thousand_rows_take_a_bounded_number_of_queries(self):
        rows = [
            (oid(n), oid(n // 10) if n >= 10 else "", f"Yksikkö {n}", f"Enhet {n}", "", "609", "", "")
            for n in range(1, 2001)
        ]
        wizard = self.preview(rows)
        rebuilds = []
        access = type(self.env["hva.unit.access"])
        rebuild = access._rebuild_reach
        self.patch(access, "_rebuild_reach", lambda *args: (rebuilds.append(1), rebuild(*args)))
        self.assertLess(self._queries(wizard.action_import), 400)
        self.assertEqual(len(rebuilds), 1)
        self.assertEqual(self.units.search_count([]), 2000)
        moved = [(row[0], oid(1) if row[1] else "", row[2] + "b", row[3], *row[4:7], "2030-12-31") for row in rows]
        wizard = self.preview(moved)
        self.assertLess(self._queries(wizard.action_import), 600)

    def _queries(self, act):
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        act()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
