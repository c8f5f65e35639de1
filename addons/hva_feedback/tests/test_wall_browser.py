"""The wall screen as it hangs there: 1920 by 1080, and on a small screen; looked at with axe while it has something."""

from odoo.tests import HttpCase, tagged

from .browser_story import VARIANTS, BrowserWorld
from .improvement_story import ImprovementWorld

LONG = "Kiitos koko tiimille. Minut otettiin vastaan ajallaan, kaikki selitettiin rauhassa ja sain ohjeet kotiin. "


@tagged("post_install", "-at_install")
class TestWallBrowser(ImprovementWorld, BrowserWorld, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        wall = cls.env["hva.wall"].with_user(cls.manager).create({"name": "Lobby", "unit_id": cls.clinic.id})
        cls.path = "/p/wall/" + wall.action_make()["context"]["default_url"].rpartition("/")[2]

    def setUp(self):
        super().setUp()
        for number in range(6):
            self.give(kind="thanks", text=f"{number}. {LONG * 3}").with_user(self.handler).action_hva_to_wall()
        self.ready(did="Odotusaulassa on nyt vuoronumerot ja näyttö, josta näkee jonon pituuden.").action_publish()
        self.env.flush_all()

    def test_a_full_turn_fits_a_screen_and_its_words_are_large(self):
        self.visit(self.path, 1920)
        metrics = {"width": 1920, "height": 1080, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        size, height = self.browser.execute_script(
            "return [parseFloat(getComputedStyle(document.querySelector('.thanks p')).fontSize),"
            " document.documentElement.scrollHeight]"
        )
        self.assertGreaterEqual(size, 28)
        self.assertLessEqual(height, 1080, "nothing is out of sight")
        self.assertFitsTheScreen()

    def test_it_is_accessible_on_every_kind_of_screen(self):
        for name, (width, prefer) in {**VARIANTS, "wall": (1920, {})}.items():
            with self.subTest(name):
                self.visit(self.path, width, prefer)
                self.assertFitsTheScreen()
                self.assertAccessible(name)
