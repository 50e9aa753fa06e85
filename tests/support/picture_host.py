"""A host of pictures on this machine, over https with a certificate of the tests' own (`localhost.pem`)."""

import asyncio
import io
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image

CERTIFICATE = Path(__file__).with_name("localhost.pem")


def drawn(colour: str = "teal", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


def answer(body: bytes = b"", *, status: str = "200 OK", kind: str = "image/png", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"content-type: {kind}", f"content-length: {len(body)}", "connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class PictureHost:
    """`answers` by path; a path that is not there never gets one.

    `asked` are the requests, head and all; `waits` tells of the first that is left waiting.
    """

    port: int = 0
    answers: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    _waiting: list[asyncio.StreamWriter] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"https://localhost:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        body = self.answers.get(head.split(" ")[1])
        if body is None:
            self._waiting.append(writer)
            self.waits.set()
            await reader.read()
        else:
            writer.write(body)
            await writer.drain()
        writer.close()

    async def hang_up(self) -> None:
        """End the requests that wait, without an answer."""
        for writer in self._waiting:
            writer.transport.abort()


@asynccontextmanager
async def picture_host() -> AsyncIterator[PictureHost]:
    host = PictureHost()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0, ssl=context)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host


def trust() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))
