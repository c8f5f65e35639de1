"""Reading back what was printed: text, language, tags and pages of a PDF."""

import io

from odoo.tools.pdf import PdfFileReader


class PaperReader:
    """Mix into a test class."""

    def read_pdf(self, data):
        """Assert that it is a tagged PDF with language and title; return (text by page, language, title)."""
        reader = PdfFileReader(io.BytesIO(data))
        root = reader.trailer["/Root"]
        self.assertTrue(root["/MarkInfo"]["/Marked"], "tagged, so that it can be read aloud")
        self.assertIn("/StructTreeRoot", root)
        self.assertTrue(root["/ViewerPreferences"]["/DisplayDocTitle"])
        self.assertIn(b"pdfuaid", root["/Metadata"].get_object().get_data())
        self.headings = sorted(set(self._tags(root["/StructTreeRoot"])) & {"/H1", "/H2", "/Figure", "/TH", "/L"})
        pages = [" ".join(page.extract_text().split()) for page in reader.pages]
        return pages, root["/Lang"], reader.metadata["/Title"]

    def assertPrinted(self, text, page, count=None):
        """Assert that a page says this, wherever its lines are broken; `count` times, or at least once."""
        found = _squashed(page).count(_squashed(text))
        self.assertTrue(found == count if count else found, f"{text!r}: {found} times in {page!r}")

    def _tags(self, node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if not hasattr(node, "get"):
            return
        if "/S" in node:
            yield str(node["/S"])
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            yield from self._tags(kid)


def _squashed(text):
    return "".join(text.split()).replace("-", "")
