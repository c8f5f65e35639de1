"""Coarser sums beside the monthly ones, made of these."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    api.Environment(cr, SUPERUSER_ID, {})["hva.fact.slice"]._derive()
