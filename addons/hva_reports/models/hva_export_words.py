from odoo import api, fields, models
from odoo.tools import human_size

from ..report import wording
from ..tools import lake_plan


class HvaExportRun(models.Model):
    """What became of a delivery, in words for whoever has to do something about it."""

    _inherit = "hva.export.run"

    words = fields.Char("In words", compute="_compute_words")

    @api.depends("state", "reason", "detail", "file_count", "row_count", "byte_count", "left_count", "has_tables")
    @api.depends("refusal", "refusal_detail", "from_version", "plan")
    @api.depends_context("lang")
    def _compute_words(self):
        for run in self:
            run.words = " ".join(filter(None, run._get_words()))

    def _get_words(self):
        """Return what there is to say of a run, sentence by sentence."""
        if self.reason:
            return [self._get_reason_words(), self._get_next_try_words()]
        if self.state == "waiting":
            return [self.env._("Begins within some minutes.")]
        if self.state == "running":
            return [self._get_version_words(), self._get_progress_words()]
        return [self._get_version_words(), self._get_outcome_words(), self._get_refusal_words()]

    def _get_reason_words(self):
        why = dict(self._fields["reason"]._description_selection(self.env))[self.reason]
        more = {"not_taken": self._get_put_words, "disk": self._get_disk_words}.get(self.reason)
        detail = more() if more and self.detail else self.detail
        return f"{why}: {detail}." if detail else f"{why}."

    def _get_next_try_words(self):
        if self.state != "waiting" or not self.next_try_at:
            return ""
        return self.env._("It is tried again by itself in about a quarter of an hour.")

    def _get_put_words(self):
        """Return what a code of `lake_put.PutRefused` means, with the code for IT."""
        words = {
            "http_3": self.env._("it sends us on to another address; set the address where that ends"),
            "http_401": self.env._("it does not know us; the signed address has expired or has no right to write"),
            "http_403": self.env._("it refused us; the signed address has expired or has no right to write"),
            "http_404": self.env._("there is nothing at this address that takes files"),
            "http_405": self.env._("there is nothing at this address that takes files"),
            "http_413": self.env._("the file is too large for it"),
            "http_5": self.env._("it is out of order at the moment"),
            "not_connected": self.env._("no connection could be made"),
            "connect_timeout": self.env._("no connection could be made"),
            "read_timeout": self.env._("it did not answer in time"),
            "broken_connection": self.env._("the connection broke"),
            "bad_certificate": self.env._("its certificate is not valid"),
            "forbidden_address": self.env._("its address is one that is never called"),
        }
        meant = words.get(self.detail) or words.get(self.detail[: len("http_5")])
        return f"{meant} ({self.detail})" if meant else self.detail

    def _get_disk_words(self):
        """Return what the operating system said, in the reader's language where it is one of the usual troubles."""
        words = {
            "No space left on device": self.env._("the disk is full"),
            "Disk quota exceeded": self.env._("the disk is full"),
            "Permission denied": self.env._("Odoo may not write to the folder"),
            "Read-only file system": self.env._("Odoo may not write to the folder"),
            "Not a directory": self.env._("a file stands where the folder should be"),
            "File exists": self.env._("a file stands where the folder should be"),
        }
        return words.get(self.detail, self.detail)

    def _get_progress_words(self):
        if not self.left_count:
            return self.env._("Files are being made or handed over.")
        left = wording.whole(self.env, self.left_count)
        if self.has_tables:
            return self.env._("Files are being handed over, %(left)s to go.", left=left)
        return self.env._("Months are being made, %(left)s to go.", left=left)

    def _get_outcome_words(self):
        if not self.file_count and not self.removed_count:
            return self.env._("Nothing had changed since the delivery before.")
        return self.env._(
            "%(files)s files, %(rows)s rows, %(size)s.",
            files=wording.whole(self.env, self.file_count),
            rows=wording.whole(self.env, self.row_count),
            size=self._get_size(),
        )

    def _get_size(self):
        number, unit = human_size(self.byte_count).split()
        return f"{wording.decimal(self.env, float(number))} {unit}"

    def _get_version_words(self):
        """Say that a delivery is the first of a new schema version; "" where it is not."""
        if not self.from_version:
            return ""
        return self.env._(
            "Schema version %(new)s begins: everything is made anew, in a folder of its own. "
            "Files of version %(old)s stay as they are and are not corrected any more.",
            new=str(self.schema_version), old=str(self.from_version),
        )  # fmt: skip

    def _get_refusal_words(self):
        """Return in the reader's language what was left out, why, and what to do about it; "" when nothing was."""
        if not self.refusal:
            return ""
        why = dict(self._fields["refusal"]._description_selection(self.env))[self.refusal]
        why = f"{why}: {self.refusal_detail}" if self.refusal_detail else why
        told = self.env._("The national delivery was left out. %(why)s.", why=why)
        if self.refusal != "mixed":
            return f"{told} {self.env._('Bring a file whose codes can be read.')}"
        advice = self.env._("Choose the months of one wording by From the month of and To the month of.")
        kept = lake_plan.span(self._get_plan().national)
        stays = self.env._("Months delivered before stay: %(months)s.", months=kept) if kept else ""
        return " ".join(filter(None, (told, advice, stays)))
