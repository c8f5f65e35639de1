"""The message centre itself: sessions of gateways, answers to submit_sm, reports in deliver_sm."""

import asyncio
import secrets
from collections import Counter, deque
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path

from . import pdu
from .behaviour import ERRORS, OK, STATES, Behaviour, behaviour_of
from .log import SentLog
from .pdu import Pdu, Submit

HOST = "127.0.0.1"
RECEIPT_FIRST_LEAD = 0.2
"""Seconds by which a report overtakes the answer to its own message."""


class Smsc:
    """Listens on 127.0.0.1:`port`; use `await start()` and `await stop()`.

    `receipt_delay`: seconds from taking a message to each of its reports. A report for a gateway that is not bound
    waits in memory until one binds.
    """

    def __init__(self, port: int, log: Path, receipt_delay: float = 1.0) -> None:
        self._port = port
        self._log = SentLog(log)
        self._receipt_delay = receipt_delay
        self._server: asyncio.Server | None = None
        self._sessions: set[_Session] = set()
        self._undelivered: deque[bytes] = deque()
        self._refused: Counter[tuple[str, bytes]] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, self._port)

    async def stop(self) -> None:
        if self._server:
            self._server.close()
        for task in [*self._tasks, *(session.task for session in self._sessions)]:
            task.cancel()
        self._log.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        session = _Session(self, reader, writer, task)
        self._sessions.add(session)
        try:
            await session.run()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the gateway hung up, or we stop
        finally:
            self._sessions.discard(session)
            writer.close()

    def answer(self, submit: Submit) -> tuple[int, str, Behaviour]:
        """Return (status, message id, behaviour) for a submit_sm; the id is empty when it is refused."""
        rule = behaviour_of(submit.destination)
        if rule.refusal != OK:
            key = (submit.destination, submit.payload)
            if rule.refusals is None or self._refused[key] < rule.refusals:
                self._refused[key] += 1
                return rule.refusal, "", rule
            del self._refused[key]
        # Random, not counted: a gateway keeps open reports over our restarts, and a reused id would hit a stranger.
        message_id = secrets.token_hex(10)
        self._log.take(submit, message_id, rule.receipts[-1] if rule.receipts else None)
        return OK, message_id, rule

    def plan_receipts(self, submit: Submit, message_id: str, rule: Behaviour) -> None:
        if submit.wants_receipt:
            self.spawn(self._report(submit, message_id, rule))

    def spawn(self, coroutine: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _report(self, submit: Submit, message_id: str, rule: Behaviour) -> None:
        for word in rule.receipts:
            if not rule.is_receipt_first:
                await asyncio.sleep(self._receipt_delay)
            self._undelivered.append(_receipt(submit, message_id, word))
            self.flush()

    def deliver(self, body: bytes) -> None:
        """Hand a message from a phone to a gateway, after what waits already."""
        self._undelivered.append(body)
        self.flush()

    def flush(self) -> None:
        """Hand waiting reports and messages to a gateway that can receive."""
        receiver = next((session for session in self._sessions if session.can_receive), None)
        while receiver and self._undelivered:
            receiver.deliver(self._undelivered.popleft())


class _Session:
    """One connection of a gateway."""

    def __init__(
        self, smsc: Smsc, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, task: asyncio.Task[None]
    ) -> None:
        self.task = task
        self._smsc = smsc
        self._reader = reader
        self._writer = writer
        self._bound = 0
        self._sequence = 0

    @property
    def can_receive(self) -> bool:
        return self._bound in (pdu.BIND_RECEIVER, pdu.BIND_TRANSCEIVER) and not self._writer.is_closing()

    async def run(self) -> None:
        while request := await self._next():
            if not self._handle(request):
                break
            await self._writer.drain()
        await self._writer.drain()

    def deliver(self, body: bytes) -> None:
        self._sequence += 1
        self._send(Pdu(pdu.DELIVER_SM, OK, self._sequence, body))

    async def _next(self) -> Pdu | None:
        try:
            header = await self._reader.readexactly(pdu.HEADER.size)
        except asyncio.IncompleteReadError:
            return None
        length, command, status, sequence = pdu.HEADER.unpack(header)
        if not pdu.HEADER.size <= length <= pdu.MAX_LENGTH:
            self._send(Pdu(pdu.GENERIC_NACK, pdu.INVALID_LENGTH, sequence))
            return None
        return Pdu(command, status, sequence, await self._reader.readexactly(length - pdu.HEADER.size))

    def _handle(self, request: Pdu) -> bool:
        """Answer one command; return False when the session is over."""
        if request.command & pdu.RESPONSE:
            return True
        if request.command in (pdu.BIND_RECEIVER, pdu.BIND_TRANSMITTER, pdu.BIND_TRANSCEIVER):
            self._bind(request)
        elif request.command == pdu.SUBMIT_SM:
            self._submit(request)
        elif request.command == pdu.ENQUIRE_LINK:
            self._send(request.reply())
        elif request.command == pdu.UNBIND:
            self._send(request.reply())
            self._bound = 0
            return False
        else:
            self._send(Pdu(pdu.GENERIC_NACK, pdu.INVALID_COMMAND, request.sequence))
        return True

    def _bind(self, request: Pdu) -> None:
        if self._bound:
            self._send(request.reply(pdu.ALREADY_BOUND))
            return
        self._bound = request.command
        self._send(request.reply(body=pdu.cstring("SIMULATED")))
        self._smsc.flush()

    def _submit(self, request: Pdu) -> None:
        if self._bound not in (pdu.BIND_TRANSMITTER, pdu.BIND_TRANSCEIVER):
            self._send(request.reply(pdu.NOT_BOUND))
            return
        try:
            submit = pdu.read_submit(request.body)
        except pdu.BadPdu:
            self._send(request.reply(pdu.SYSTEM_ERROR))
            return
        status, message_id, rule = self._smsc.answer(submit)
        reply = request.reply(status, pdu.cstring(message_id) if status == OK else b"")
        if status == OK:
            self._smsc.plan_receipts(submit, message_id, rule)
        if rule.is_receipt_first:
            self._smsc.spawn(self._send_later(reply))
        elif rule.is_answered:
            self._send(reply)

    async def _send_later(self, reply: Pdu) -> None:
        await asyncio.sleep(RECEIPT_FIRST_LEAD)
        self._send(reply)

    def _send(self, message: Pdu) -> None:
        if not self._writer.is_closing():
            self._writer.write(message.packed())


def _receipt(submit: Submit, message_id: str, word: str) -> bytes:
    now = datetime.now(UTC).strftime("%y%m%d%H%M")
    text = (
        f"id:{message_id} sub:001 dlvrd:{'001' if word == 'DELIVRD' else '000'} submit date:{now} done date:{now} "
        f"stat:{word} err:{ERRORS[word]} text:"
    )
    return pdu.receipt_body(submit.destination, submit.source, message_id, text, STATES[word])
