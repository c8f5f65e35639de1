"""One Odoo on one database in this process: environments, a web server, and a post office that keeps what is sent."""

import contextlib
import os
import sys

import requests


class House:
    """`env()` opens a connection; `web` is a browser's session at the running server; `sent` is the mail that left."""

    def __init__(self, database):
        from odoo.tools import config

        config.parse_config(["-c", os.environ["GUEST_CONF"], "-d", database], setup_logging=True)
        import odoo.api  # noqa: F401
        from odoo.modules.registry import Registry

        self.database = database
        self.sent = []
        self.registry = Registry(database)
        self._server = None
        self._catch_mail()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        if self._server:
            self._server.httpd.shutdown()
        if error[0]:
            return
        sys.stdout.flush()

    @contextlib.contextmanager
    def env(self, login=None, commit=True, **context):
        """Open a connection as superuser, or as the user with this login; commit at the end if asked."""
        import odoo.api
        from odoo.modules.registry import Registry

        with contextlib.closing(Registry(self.database).cursor()) as cr:
            env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, context)
            if login:
                user = env["res.users"].with_context(active_test=False).search([("login", "=", login)])
                env = odoo.api.Environment(cr, user.id, {"lang": "en_US", "tz": "Europe/Helsinki", **context})
            yield env
            if commit:
                env.flush_all()
                cr.commit()

    # -- the web ------------------------------------------------------------------------------------------------------

    @property
    def url(self):
        from odoo.tools import config

        if not self._server:
            from odoo.http import root
            from odoo.service import server

            server.load_server_wide_modules()
            self._server = server.server = server.ThreadedServer(root)
            self._server.http_spawn()
        return f"http://127.0.0.1:{config['http_port']}"

    def browser(self, login=None):
        """Return a `requests` session that takes paths; signed in when a login is given (its password is the same)."""
        session = _Browser(self.url)
        if login:
            form = session.get("/web/login").text
            token = form.split('name="csrf_token" value="')[1].split('"')[0]
            session.post("/web/login", data={"login": login, "password": login, "csrf_token": token})
            assert "portal" not in login or session.get("/my").url.endswith("/my"), login
        return session

    # -- the post -----------------------------------------------------------------------------------------------------

    def _catch_mail(self):
        """Keep mail instead of sending it: nothing leaves the process, and what would have left is read by the test."""
        from odoo.addons.base.models.ir_mail_server import IrMail_Server

        sent = self.sent

        class NoSession:
            smtp_from = "outgoing@guest.example"

            def quit(self):
                pass

        def send_email(self, message, *args, **kwargs):
            sent.append(message)
            return message["Message-Id"]

        IrMail_Server._connect__ = lambda self, *args, **kwargs: NoSession()
        IrMail_Server.send_email = send_email


class _Browser(requests.Session):
    def __init__(self, base):
        super().__init__()
        self.base = base

    def request(self, method, url, **kwargs):
        return super().request(method, url if url.startswith("http") else self.base + url, timeout=120, **kwargs)

    def call(self, path, **params):
        """Post a JSON-RPC request; return its result, or the name of the error."""
        answer = self.post(path, json={"jsonrpc": "2.0", "method": "call", "params": params}).json()
        return answer["result"] if "result" in answer else answer["error"]["data"]["name"]

    def token(self, path):
        """Return the anti-forgery token of a page."""
        page = self.get(path).text
        for before, after in (('csrf_token: "', '"'), ('name="csrf_token" value="', '"')):
            if before in page:
                return page.split(before)[1].split(after)[0]
        raise AssertionError(f"no token on {path}")
