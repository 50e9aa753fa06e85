"""An authenticator made of software: keys on P-256, attestation `none`, what WebAuthn level 2 has a device answer. It
also answers wrongly when asked to."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
import httpx
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from domains import users
from tests.support.forms import forms
from tests.support.people import EMAIL, sign_in

HOME, HOST = "http://shop.localhost:8000", "shop.localhost"
PRESENT, VERIFIED, BACKUP_ELIGIBLE, BACKED_UP, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
MINE, ALONE, SECOND, AGAIN = "/account/second-factor/passkeys", "/login/passkey", "/login/code", "/account/proof"


def text(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def raw(value: str) -> bytes:
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))


@dataclass
class Device:
    """One key, as a telephone or a USB stick keeps it. `count` goes up with every use; None is a device that does not
    count."""

    origin: str = HOME
    host: str = HOST
    flags: int = PRESENT | VERIFIED
    count: int | None = 0
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.create` gives, as JSON."""
        self.handle = raw(options["user"]["id"])
        numbers = self.secret.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + key
        told = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._told(ATTESTED) + attested})
        client = self._client("webauthn.create", options["challenge"])
        response = {"clientDataJSON": text(client), "attestationObject": text(told), "transports": ["internal", "odd"]}
        return self._spelled(response)

    def answer(self, options: dict[str, Any]) -> str:
        """What `navigator.credentials.get` gives, as JSON."""
        if self.count is not None:
            self.count += 1
        client, told = self._client("webauthn.get", options["challenge"]), self._told()
        signature = self.secret.sign(told + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": text(client),
            "authenticatorData": text(told),
            "signature": text(signature),
            "userHandle": text(self.handle),
        }
        return self._spelled(response)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _told(self, more: int = 0) -> bytes:
        flags = (self.flags | more).to_bytes(1, "big")
        return hashlib.sha256(self.host.encode()).digest() + flags + (self.count or 0).to_bytes(4, "big")

    def _spelled(self, response: dict[str, Any]) -> str:
        named = text(self.credential_id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})


async def question(browser: httpx.AsyncClient, path: str, **fields: str) -> dict[str, Any]:
    asked = await browser.post(f"{path}/question", data=fields)
    assert (asked.status_code, asked.headers["cache-control"]) == (200, "no-store")
    options: dict[str, Any] = asked.json()
    return options


async def add(browser: httpx.AsyncClient, device: Device) -> httpx.Response:
    """Through the page, signed in a moment ago."""
    return await browser.post(MINE, data={"passkey": device.make(await question(browser, MINE))})


async def enter(browser: httpx.AsyncClient, device: Device, **fields: str) -> httpx.Response:
    """With the passkey alone."""
    return await browser.post(ALONE, data=fields | {"passkey": device.answer(await question(browser, ALONE))})


async def prove(browser: httpx.AsyncClient, device: Device, **fields: str) -> httpx.Response:
    """Once more, signed in."""
    return await browser.post(
        f"{AGAIN}/passkey", data={"passkey": device.answer(await question(browser, AGAIN))} | fields
    )


async def half(browser: httpx.AsyncClient, email: str = EMAIL) -> dict[str, str]:
    """The password was right: what the form of the passkey carries on."""
    page = await sign_in(browser, email)
    [form] = [form for form in forms(page.text, str(page.url)) if form.action.endswith("/login/code/passkey")]
    assert form.buttons == ["Use a passkey"]
    return form.fields


async def kept() -> list[tuple[str, int, bool, bool]]:
    """Of every passkey its name, what it has counted to, whether it was used and whether it is backed up."""
    async with users.database.reading() as session:
        rows = (await session.scalars(sa.select(users.Passkey).order_by(users.Passkey.made_at))).all()
    return [(row.name, row.sign_count, row.used_at is not None, row.backed_up) for row in rows]
