"""What runs inside Odoo's process, one process per step: no step shares imported code with another.

    python -m inside <database> <module>:<function> <result.json>

The function gets `(House, **arguments from stdin)` and returns what the test wants to know as JSON.
"""
