import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..tools.codes import is_code
from ..tools.embed_hosts import MAX_ORIGINS, read_hosts

# A few lines that an administrator of another website can read before pasting them.
SNIPPET = Markup("""<iframe id="%(frame)s" src="%(url)s" title="%(title)s" loading="lazy" style="width: 100%%; height: 60rem; border: 0"></iframe>
<script>
addEventListener("message", function (event) {
    var frame = document.getElementById("%(frame)s");
    if (event.source === frame.contentWindow && event.origin === "%(origin)s" && event.data.type === "hva-height") {
        frame.style.height = Number(event.data.height) + "px";
    }
});
</script>""")  # noqa: E501


def tidy_hosts(env, typed):
    """Return the addresses of websites as browsers compare them, one on a line.

    :raises ValidationError: naming what is no address of a website
    """
    hosts = read_hosts(typed)
    if hosts.refused:
        raise ValidationError(
            env._(
                "These are not addresses of a website: %(typed)s. Write https:// and the name, without anything "
                "after it and without asterisks; at most %(count)s of them.",
                typed=", ".join(hosts.refused),
                count=MAX_ORIGINS,
            )
        )
    return "\n".join(hosts.origins)


class HvaCollector(models.Model):
    """A way in that another website shows inside a page of its own: a remote visit, an app."""

    _inherit = "hva.collector"

    embed_hosts = fields.Text(
        string="Websites that may show the form",
        help="One address on a line, for example https://www.example.fi. Others cannot show the form inside their "
        "pages. An asterisk is not possible: name each website.",
    )
    embed_snippet = fields.Text(string="To paste into the website", compute="_compute_embed_snippet")

    @api.depends("url", "lang_code", "unit_id.name")
    def _compute_embed_snippet(self):
        for collector in self:
            speaking = collector.with_context(lang=self.env["hva.page.language"]._get_locale(collector.lang_code))
            # sudo: whoever may see the way in may say where it leads
            title = speaking.env._("Give feedback: %(unit)s", unit=speaking.sudo().unit_id.name or "")
            collector.embed_snippet = str(
                SNIPPET
                % {
                    "frame": f"hva-feedback-{collector.code[:6]}",
                    "url": collector.url,
                    "title": title,
                    "origin": collector.url.partition("/p/")[0],
                }
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._tidy_hosts(dict(vals)) for vals in vals_list])

    def write(self, vals):
        return super().write(self._tidy_hosts(dict(vals)))

    @api.model
    def _tidy_hosts(self, vals):
        """Write addresses as browsers compare them; say which are none."""
        if not vals.get("embed_hosts"):
            return vals
        return {**vals, "embed_hosts": tidy_hosts(self.env, vals["embed_hosts"])}

    @classmethod
    def _hva_frame_ancestors(cls, registry, code):
        """Return the origins that may embed the pages of a code; for error pages, so it never raises.

        On a connection of its own: the request's may be what is broken.
        """
        if not is_code(code):
            return ()
        try:
            with registry.cursor(readonly=True) as cr:
                # SQL: as in _hva_resolve_code
                cr.execute(
                    SQL("SELECT embed_hosts FROM hva_collector WHERE code = %s AND channel = 'embed' AND active", code)
                )
                row = cr.fetchone()
        except psycopg2.Error:
            return ()
        return tuple((row and row[0] or "").split())
