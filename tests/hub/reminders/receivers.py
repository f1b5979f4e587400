"""Receivers of reminders on 127.0.0.1: a webhook that keeps what it was sent, and a mail server that keeps letters."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Webhook:
    """Takes JSON by POST. `status` is what it answers with."""

    def __init__(self, port: int) -> None:
        self.url = f"json://127.0.0.1:{port}/hook"
        self.status = 200
        self.taken: list[dict[str, Any]] = []

    @property
    def titles(self) -> list[str]:
        return [each["title"] for each in self.taken]


@contextmanager
def webhook() -> Iterator[Webhook]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if received.status == 200:
                received.taken.append(json.loads(body))
            self.send_response(received.status)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    received = Webhook(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield received
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Mailbox:
    """The letters that came."""

    def __init__(self) -> None:
        self.port = 0
        self.letters: list[tuple[str, str]] = []
        """Subject and text of each."""

    def keep(self, content: bytes) -> None:
        letter = message_from_bytes(content)
        parts = [part.get_payload(decode=True) for part in letter.walk() if not part.is_multipart()]
        text = "".join(part.decode() for part in parts if isinstance(part, bytes))
        self.letters.append((str(make_header(decode_header(letter["Subject"]))), text))


async def _converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, mailbox: Mailbox) -> None:
    async def say(line: str) -> None:
        writer.write(f"{line}\r\n".encode())
        await writer.drain()

    await say("220 localhost")
    while command := (await reader.readline()).decode().strip():
        verb = command.split()[0].upper()
        if verb == "DATA":
            await say("354 go on")
            content = b""
            while (line := await reader.readline()) != b".\r\n":
                content += line.removeprefix(b".") if line.startswith(b"..") else line
            mailbox.keep(content)
        await say("221 bye" if verb == "QUIT" else "250 localhost" if verb != "DATA" else "250 taken")
        if verb == "QUIT":
            break
    writer.close()


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server that takes everything, in a thread of its own."""
    box = Mailbox()
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        server = await asyncio.start_server(lambda r, w: _converse(r, w, box), "127.0.0.1", 0)
        box.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait()
    try:
        yield box
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
