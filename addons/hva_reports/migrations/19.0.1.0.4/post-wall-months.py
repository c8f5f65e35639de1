"""Walls show closed months now. The model of their weeks is gone; its table would stay, for Odoo drops none that it no
longer knows."""


def migrate(cr, version):
    cr.execute("DROP TABLE IF EXISTS hva_wall_week")
