"""What `./hva` runs: a whole working Odoo on a bare machine, and the tests in it.

Everything but `mail_catcher` and `demo` uses the standard library alone, because it must run before there is
anything else.
"""
