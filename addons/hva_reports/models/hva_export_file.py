from odoo import fields, models

from ..tools.lake_manifest import FileEntry

STAGES = [
    ("staged", "Not delivered yet"),
    ("current", "In the lake"),
    ("left", "Left as it is, of an older schema version"),
    ("old", "Gone"),
]


class HvaExportFile(models.Model):
    """One file of the data lake.

    staged -> current when the manifest that names it is in its place; current -> old when another file has come for
    the same table, month and format, or when it is no longer wanted; current -> staged when the lake moves to another
    address. A staged file outlives the run that made it: the next run takes it over. current -> left when the first
    delivery of a newer schema version is there; left -> old when an administrator deletes what is left.
    """

    _name = "hva.export.file"
    _description = "File of the data lake"
    _log_access = False
    _order = "id desc"
    _rec_name = "path"

    definition_id = fields.Many2one("hva.export", required=True, readonly=True, index=True, ondelete="cascade")
    run_id = fields.Many2one("hva.export.run", required=True, readonly=True, index=True, ondelete="cascade")
    stage = fields.Selection(STAGES, required=True, readonly=True, default="staged")
    table_name = fields.Char("Table", required=True, readonly=True)
    month = fields.Date(readonly=True)
    file_format = fields.Char("Format", required=True, readonly=True)
    path = fields.Char("File", required=True, readonly=True)
    row_count = fields.Integer("Rows", readonly=True, aggregator="sum")
    byte_count = fields.Integer("Bytes", readonly=True, aggregator="sum")
    sha256 = fields.Char("SHA-256", required=True, readonly=True)
    delivery = fields.Integer(readonly=True, aggregator=None)
    schema_version = fields.Integer("Schema version", required=True, readonly=True, default=1, aggregator=None)
    part_key = fields.Char(required=True, readonly=True)  # by which settings it was made
    is_withheld = fields.Boolean("Too few answers", readonly=True)
    is_uploaded = fields.Boolean("Handed over", readonly=True)

    _path_uniq = models.UniqueIndex("(definition_id, path)", "A file is made once.")

    def _get_place(self):
        """Return what a file is the file of."""
        return (self.table_name, self.month or None, self.file_format)

    def _get_entry(self):
        """Return the file as the manifest names it."""
        return FileEntry(
            path=self.path,
            table=self.table_name,
            month=self.month.isoformat() if self.month else None,
            format=self.file_format,
            rows=self.row_count,
            bytes=self.byte_count,
            sha256=self.sha256,
            delivery=self.delivery,
        )

    def _publish(self):
        """The manifest that names these files is in its place."""
        self.write({"stage": "current"})

    def _retire(self):
        """These files are no longer part of the lake, or never came to be."""
        self.write({"stage": "old"})

    def _leave(self):
        """A newer schema version has a folder of its own: these files stay, and nobody changes them any more."""
        self.filtered(lambda one: one.stage == "staged")._retire()
        self.filtered(lambda one: one.stage == "current").write({"stage": "left"})

    def _restage(self):
        """These files have to be handed over again, to another address."""
        self.write({"stage": "staged", "is_uploaded": False})

    def _forget(self):
        """These files are made anew before the next delivery."""
        self.write({"part_key": "stale"})
