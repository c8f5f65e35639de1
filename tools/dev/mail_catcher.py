"""A mail server that delivers nothing: what it is sent lies as NNNN.eml in a folder, whole, oldest first.

    python -m tools.dev.mail_catcher --port 2525 --dir /tmp/mail

Listens on 127.0.0.1 only. Two first header lines record the envelope: X-Envelope-From and X-Envelope-To.
"""

import argparse
import asyncio
from functools import partial
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from . import paths, process


class Keep:
    """aiosmtpd's handler: every message becomes a file, written under another name first so nobody reads half."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.count = max((int(path.stem) for path in folder.glob("[0-9]*.eml")), default=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.count += 1
        path = self.folder / f"{self.count:04}.eml"
        header = f"X-Envelope-From: {envelope.mail_from}\r\nX-Envelope-To: {', '.join(envelope.rcpt_tos)}\r\n"
        path.with_suffix(".part").write_bytes(header.encode() + (envelope.original_content or b""))
        path.with_suffix(".part").rename(path)
        return "250 kept"


async def serve(port: int, folder: Path) -> None:
    """Listen until cancelled."""
    new_session = partial(SMTP, Keep(folder), enable_SMTPUTF8=True)
    server = await asyncio.get_running_loop().create_server(new_session, "127.0.0.1", port)
    async with server:
        await server.serve_forever()


def start(name: str, port: int, folder: Path) -> None:
    """Start a catcher in the background under the pid file `<name>-mail`."""
    command = [paths.VENV_PYTHON, "-m", __spec__.name, "--port", str(port), "--dir", folder]
    process.start(f"{name}-mail", command, paths.LOG / f"{name}-mail.log")


def stop(name: str) -> bool:
    return process.stop(f"{name}-mail")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--dir", type=Path, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.dir))


if __name__ == "__main__":
    main()
