import hashlib
import logging

from odoo import models
from odoo.tools import SQL

from odoo.addons.hva_sms.gateways import http_call

from ..gateways import lake_files, lake_put
from ..tools import lake_manifest, lake_schema
from ..tools.lake_schema import file_path
from .hva_export import FORMATS

_logger = logging.getLogger(__name__)

ANSWER_TABLES = ("answers", "own_items")
LISTS = ("units", "services", "set_versions", "questions")


class HvaExport(models.Model):
    """What an export consists of, and what of it is still to be made."""

    _inherit = "hva.export"

    def _get_month_tables(self, month, plan):
        """Return the tables that have a file for `month` of answers in a delivery of `plan`."""
        is_national = self.has_national and month in plan.national
        return (ANSWER_TABLES if self.has_answers else ()) + (("national",) if is_national else ())

    def _get_single_tables(self):
        """Return the tables that are one file each."""
        public = ("public_periods",) if self.has_sums and self.company_id.sudo().hva_is_results_public else ()
        return (*LISTS, *public)

    def _get_part_key(self):
        """Return by which settings files are made now: a file that was made by others is made anew."""
        limits = self.env["hva.query"]._get_limits()
        facts = [
            lake_schema.SCHEMA_VERSION,
            limits.base,
            limits.cell,
            self.sudo().salt,
            self._get_mapping_key(),
        ]  # sudo: a hash
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    def _get_mapping_key(self):
        return ""

    def _get_files(self, *stages):
        """Return the files of this export in `stages`, of the schema version that is written now."""
        mine = [("definition_id", "=", self.id), ("schema_version", "=", lake_schema.SCHEMA_VERSION)]
        return self.env["hva.export.file"].search([*mine, ("stage", "in", stages)])

    def _get_older_files(self, *stages):
        """Return the files of older schema versions, of which this export still knows."""
        older = [("definition_id", "in", self.ids), ("schema_version", "<", lake_schema.SCHEMA_VERSION)]
        return self.env["hva.export.file"].search([*older, ("stage", "in", stages or ("staged", "current"))])

    def _get_ready(self):
        """Return {(table, month, format)} of the files that are made by today's settings."""
        key = self._get_part_key()
        return {one._get_place() for one in self._get_files("staged", "current") if one.part_key == key}

    def _get_months(self):
        """Return the months that belong to the delivery: those with answers that are over, the latest last."""
        self.env.flush_all()
        # SQL: from the monthly sums and what they do not hold yet, not from millions of facts; of each month one row
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE summed AS (
                       SELECT MIN(month) AS month FROM hva_fact_month
                    UNION ALL
                       SELECT (SELECT MIN(m.month) FROM hva_fact_month m WHERE m.month > s.month)
                         FROM summed s WHERE s.month IS NOT NULL)
                   SELECT s.month FROM summed s
                    WHERE s.month < %(end)s AND EXISTS (
                          SELECT FROM hva_fact_month m JOIN hva_unit u ON u.id = m.unit_id
                           WHERE m.month = s.month AND u.company_id = %(company)s)
                   UNION
                   SELECT d.month FROM hva_fact_dirty d JOIN hva_unit u ON u.id = d.unit_id
                    WHERE d.month < %(end)s AND u.company_id = %(company)s""",
                company=self.company_id.id,
                end=self._get_last_closed(),
            )
        )
        files = self._get_files("staged", "current")
        known = {one.month for one in files if one.month and one.table_name in ("answers", "national")}
        return sorted(month for month in {*known, *(month for (month,) in rows)} if self._is_wanted(month))

    def _is_wanted(self, month):
        first = self.from_month and self.from_month.replace(day=1)
        last = self.to_month and self.to_month.replace(day=1)
        return not ((first and month < first) or (last and month > last))

    def _get_next_months(self, plan):
        """Return the months of answers that have to be made."""
        rows = self.env.execute_query(
            SQL("SELECT DISTINCT month FROM hva_export_change WHERE definition_id = %s", self.id)
        )
        changed = {month for (month,) in rows}
        ready, formats, found = self._get_ready(), FORMATS[self.formats], []
        for month in plan.months:
            tables = self._get_month_tables(month, plan)
            wanted = {(table, month, file_format) for table in tables for file_format in formats}
            if wanted and (month in changed or not wanted <= ready):
                found.append(month)
        return found

    def _get_next_sums(self):
        """Return the first closed month whose sums have to be made, None when all are."""
        if not self.has_sums:
            return None
        # SQL: one row of each month, not the thousands of each
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE closed AS (
                       SELECT MIN(month) AS month FROM hva_fact_closed WHERE company_id = %(company)s
                    UNION ALL
                       SELECT (SELECT MIN(f.month) FROM hva_fact_closed f
                                WHERE f.company_id = %(company)s AND f.month > c.month)
                         FROM closed c WHERE c.month IS NOT NULL)
                   SELECT month FROM closed WHERE month IS NOT NULL ORDER BY 1""",
                company=self.company_id.id,
            )
        )
        ready = self._get_ready()
        wanted = [(month, ("sums", month, one)) for (month,) in rows for one in FORMATS[self.formats]]
        return next((month for month, place in wanted if self._is_wanted(month) and place not in ready), None)


class HvaExportRun(models.Model):
    """Making the files, a month at a time."""

    _inherit = "hva.export.run"

    def _do_next(self):
        if super()._do_next():
            return True
        if self.state in ("done", "partly"):
            self._tidy()
        if self.state != "running":
            return False
        definition = self.definition_id
        if months := definition._get_next_months(self._get_plan()):
            self._build_month(months[0])
            self.left_count = len(months) - 1
            return True
        if month := definition._get_next_sums():
            self._build("sums", month)
            return True
        if not self.has_tables:
            for table in definition._get_single_tables():
                self._build(table)
            self.write({"has_tables": True, "left_count": 0})
            return True
        return self._deliver()

    def _get_next_number(self):
        """Return the number of this delivery: higher than any that was here, also after a backup was restored."""
        definition = self.definition_id
        before = self.search([("definition_id", "=", definition.id)], order="number desc", limit=1).number
        place = definition._get_folder() / lake_manifest.NAME
        there = lake_manifest.read(place.read_bytes())[0] if place.is_file() else 0
        return max(before or 0, there, definition.delivery) + 1

    def _build_month(self, month):
        """Make all files of a month from one look at the answers, and forget the changes that this look has seen."""
        definition = self.definition_id
        changes = self.env["hva.export.change"].search([("definition_id", "=", definition.id), ("month", "=", month)])
        source, limits = self.env["hva.export.source"], self.env["hva.query"]._get_limits()
        self.env.flush_all()
        shown = source._get_plan(definition, month, limits.base)
        for table in definition._get_month_tables(month, self._fit_plan(month, shown)):
            self._build(table, month, shown)
        changes.unlink()

    def _build(self, table, month=None, plan=None):
        """Make the files of one table, and of one month where it has files by month."""
        definition = self.definition_id
        source, key = self.env["hva.export.source"], definition._get_part_key()
        formats = FORMATS[definition.formats]
        paths = [file_path(table, month, self.number, file_format) for file_format in formats]
        batches = source._batches(table, definition, month, plan)
        made = lake_files.write_table(definition._get_folder(), paths, table, batches)
        for file_format, path, written in zip(formats, paths, made, strict=True):
            self._stage(written, table, month, file_format, path, key, is_withheld=bool(month) and plan is None)

    def _stage(self, written, table, month, file_format, path, key, is_withheld):
        """Put a file in its place and note it; one that is as before is dropped."""
        definition, files = self.definition_id, self.env["hva.export.file"]
        place = [
            ("definition_id", "=", definition.id), ("table_name", "=", table), ("month", "=", month),
            ("file_format", "=", file_format), ("schema_version", "=", lake_schema.SCHEMA_VERSION),
        ]  # fmt: skip
        before = files.search([*place, ("stage", "in", ("staged", "current"))], order="id desc")
        is_there = before and lake_files.is_there(definition._get_folder(), before[0].path, before[0].byte_count)
        if is_there and before[0].sha256 == written.sha256:
            written.drop()
            before[0].part_key = key
            return
        written.put()
        before.filtered(lambda one: one.stage == "staged")._retire()
        facts = {
            "run_id": self.id,
            "path": path,
            "row_count": written.rows,
            "byte_count": written.size,
            "sha256": written.sha256,
            "delivery": self.number,
            "part_key": key,
            "schema_version": lake_schema.SCHEMA_VERSION,
            "is_withheld": is_withheld and table != "sums",
        }
        files.search([("definition_id", "=", definition.id), ("path", "=", path)]).unlink()
        files.create(
            {"definition_id": definition.id, "table_name": table, "month": month, "file_format": file_format, **facts}
        )

    # ------------------------------------------------------------------ handing over

    def _deliver(self):
        """Hand over what is made, one file a step, then put the manifest in its place. Return whether there is more."""
        definition = self.definition_id
        folder = definition._get_folder()
        wanted = self._get_wanted()
        lost = wanted.filtered(lambda one: not lake_files.is_there(folder, one.path, one.byte_count))
        if lost:  # somebody tidied the folder: made anew, and what was there before them is not the lake again
            places = {one._get_place() for one in lost}
            definition._get_files("current").filtered(lambda one: one._get_place() in places)._forget()
            lost._retire()
            self.has_tables = False
            return True
        news = wanted.filtered(lambda one: one.stage == "staged")
        gone = definition._get_files("current") - wanted
        if definition.target == "put" and self._upload(news):
            return True
        if news or gone or not self._is_manifest_ours():
            data = self._get_manifest(wanted, news, gone)
            if definition.target == "put":
                self._hand_over(wanted, data)
            lake_files.write_bytes(folder, lake_manifest.NAME, data)
            self.manifest_sha256 = hashlib.sha256(data).hexdigest()
        self._conclude(news, gone)
        return True  # what is no longer named goes when this is permanent

    def _is_manifest_ours(self):
        """Tell whether the manifest in its place is our latest and says what of this delivery is left out.

        A restored database does not know of later ones.
        """
        written = [("definition_id", "=", self.definition_id.id), ("manifest_sha256", "!=", False)]
        latest = self.search(written, order="id desc", limit=1)
        if latest._get_refused() != self._get_refused():
            return False
        place = self.definition_id._get_folder() / lake_manifest.NAME
        return place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == latest.manifest_sha256

    def _tidy(self):
        """Delete what the manifest does not name. It can be done any time later, so nothing stops for it."""
        kept = set(self.definition_id._get_files("staged", "current").mapped("path"))
        try:
            lake_files.tidy(self.definition_id._get_folder(), kept)
            if self.from_version and self.definition_id.target == "put":
                lake_files.tidy(self.definition_id._get_folder(self.from_version), ())  # our own copy
        except (OSError, lake_files.NoFolder) as error:
            _logger.warning(
                "old files of the data lake could not be deleted: %s", getattr(error, "strerror", "no folder")
            )

    def _get_wanted(self):
        """Return the files that the lake shall consist of: the latest of each place that is wanted."""
        definition, plan, found = self.definition_id, self._get_plan(), {}
        single, formats = definition._get_single_tables(), FORMATS[definition.formats]
        for one in definition._get_files("staged", "current").sorted("id"):
            if not one.month:
                is_wanted = one.table_name in single
            elif one.table_name == "sums":
                is_wanted = definition.has_sums and definition._is_wanted(one.month)
            else:
                is_wanted = one.month in plan.months
                is_wanted = is_wanted and one.table_name in definition._get_month_tables(one.month, plan)
            if is_wanted and one.file_format in formats:
                found[one._get_place()] = one.id
        return self.env["hva.export.file"].browse(found.values())

    def _get_manifest(self, wanted, news, gone):
        definition = self.definition_id
        limits = self.env["hva.query"]._get_limits()
        withheld = sorted({one.month for one in wanted if one.is_withheld})
        head = lake_manifest.Head(
            name=definition.name,
            county=definition.company_id.name,
            delivery=self.number,
            created_at=self.env["hva.clock"]._now(),
            base=limits.base,
            cell=limits.cell,
            withheld=tuple(withheld),
            refused=self._get_refused(),
        )
        entries = [one._get_entry() for one in wanted]
        return lake_manifest.build(head, entries, [one.path for one in news], [one.path for one in gone])

    def _conclude(self, news, gone):
        """The manifest is in its place: what it names is the lake."""
        gone._retire()
        news._publish()
        (self.definition_id._get_files("staged") - news)._retire()
        older = self.definition_id._get_older_files()
        older._leave() if self.definition_id.target == "folder" else older._retire()
        self._move(
            "partly" if self.refusal else "done",
            reason=False,
            detail=False,
            next_try_at=False,
            left_count=0,
            file_count=len(news),
            row_count=sum(news.mapped("row_count")),
            byte_count=sum(news.mapped("byte_count")),
            removed_count=len(gone),
        )
        self.definition_id.write({"delivery": self.number, "failing_since": False})
        self._note_refusal()
        # of months that are not asked for nothing is remembered: who asks for them later gets them anew
        changes = self.env["hva.export.change"].search([("definition_id", "=", self.definition_id.id)])
        changes.filtered(lambda one: not self.definition_id._is_wanted(one.month)).unlink()
        details = {"delivery": self.number, "files": len(news), "rows": self.row_count, "to": self.definition_id.target}
        self.env["hva.audit"]._record("lake_delivered", self.definition_id, details=details)

    def _upload(self, news):
        """Put the next file to its own address; return whether there was one. Without names all go as one ZIP later."""
        url, headers = self.definition_id._get_address()
        left = news.filtered(lambda one: not one.is_uploaded)
        waiting = left[:1]
        if not waiting or not lake_put.takes_names(url):
            return False
        self._put(url, waiting.path, self.definition_id._get_folder() / waiting.path, headers)
        waiting.is_uploaded = True
        self.left_count = len(left) - 1
        return True

    def _hand_over(self, wanted, manifest):
        """Hand over the manifest, or where there is one address for everything, all files with it as one ZIP."""
        url, headers = self.definition_id._get_address()
        if lake_put.takes_names(url):
            self._put(url, lake_manifest.NAME, manifest, headers)
            return
        folder = self.definition_id._get_folder()
        entries = [(one.path, folder / one.path) for one in wanted]
        packed = lake_files.pack(folder / "lake.zip", [*entries, (lake_manifest.NAME, lambda: manifest)])
        try:
            self._put(url, "lake.zip", packed.draft, headers)
        finally:
            packed.drop()

    def _put(self, url, name, content, headers):
        version = lake_schema.version_folder(lake_schema.SCHEMA_VERSION)
        lake_put.put(http_call.call, url, f"{version}/{name}" if version else name, content, headers)
