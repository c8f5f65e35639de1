"""What tests of translations share: the terms of an addon as Odoo exports them now."""

import io

import polib

from odoo.tools import file_path
from odoo.tools.translate import trans_export


def exported_terms(env, addon):
    """Return (term, whether Python says it) of what Odoo finds in the installed addon.

    Words of Python code are looked up only where the file says that they are such: a term that a view had before must
    be marked anew when code begins to use it.
    """
    target = io.BytesIO()
    trans_export(None, [addon], target, "po", env)
    return _terms(polib.pofile(target.getvalue().decode()))


def committed_terms(addon):
    """Return the same of the template that the translations follow."""
    return _terms(polib.pofile(file_path(f"{addon}/i18n/{addon}.pot")))


def _terms(catalogue):
    return {(entry.msgid, "odoo-python" in entry.comment) for entry in catalogue}
