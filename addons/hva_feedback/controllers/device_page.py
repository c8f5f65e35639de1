"""The page of a terminal: a shell that works without JavaScript as a sign-post, and the words that its script shows."""

import json

from markupsafe import Markup

from odoo.http import request

from ..tools.languages import BY_CODE, direction_of
from . import device_files
from .device_texts import device_texts
from .page_answer import draw
from .page_style import Look, read_css
from .page_texts import LOCALES

CSS = read_css("hva_feedback/static/src/device/device.css")
POLICY = {
    "script_src": "'self'",
    "connect_src": "'self'",
    "img_src": "'self'",
    "manifest_src": "'self'",
    "worker_src": "'self'",
}


class DevicePage:
    def __init__(self, device):
        self.device = device
        self.lang_code = device.lang_code if device.lang_code in LOCALES else "fi"
        self.texts = device_texts(self.lang_code)
        self.place = request.env["hva.collector"]._hva_page_place(device.unit_id.id, LOCALES[self.lang_code])

    def render(self):
        boot = {
            "code": self.device.code,
            "version": device_files.version(),
            "paired": bool(self.device.paired_at),
            "lang": self.lang_code,
            "county": self.place["county"],
            "unit": self.place["unit"],
            "name": self.device.name,
            "address": self.device.collector_id.url,
            "texts": {code: device_texts(code) for code in LOCALES},
            "languages": {code: {"name": BY_CODE[code].name, "dir": direction_of(code) or "ltr"} for code in LOCALES},
            "privacy": self._privacy(),
        }
        response = draw(
            "hva_feedback.device_page",
            200,
            {
                "lang_code": self.lang_code,
                "page_title": f"{self.texts['title']} – {self.place['unit']}",
                "texts": self.texts,
                "unit": self.place["unit"],
                "unit_lang": self.place["unit_lang"],
                "address": self.device.collector_id.url,
                "qr": Markup(self.device.collector_id.qr_svg),
                "boot": Markup(json.dumps(boot).replace("<", "\\u003c")),
                "script": device_files.path("app.js"),
                "icon": device_files.path("icon.svg"),
                "manifest": f"/p/device/{self.device.code}/manifest.webmanifest",
            },
            look=self._look(),
            **POLICY,
        )
        response.headers["X-HVA-Version"] = device_files.version()
        return response

    def _look(self):
        """Return the county's logo and light colours on the terminal's own style: its screen is always light."""
        facts = request.env["hva.look"]._get_facts(self.place["company_id"])
        light = facts["css"].partition("@media")[0]
        return Look(CSS + light, facts["county"], facts["county_lang"], facts["logo"])

    def manifest(self):
        icon = {"src": device_files.path("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
        return {
            "name": f"{self.texts['title']} – {self.place['unit']}",
            "short_name": self.texts["title"],
            "lang": self.lang_code,
            "start_url": f"/p/device/{self.device.code}",
            "id": f"/p/device/{self.device.code}",
            "scope": "/p/device/",
            "display": "fullscreen",
            "orientation": "any",
            "background_color": "#ffffff",
            "theme_color": "#003f7f",
            "icons": [icon],
        }

    def _privacy(self):
        texts = request.env["hva.page.text"]
        said = {code: texts._get_texts(self.place["company_id"], code).get("privacy_open", "") for code in LOCALES}
        return {code: text for code, text in said.items() if text}
