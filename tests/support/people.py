"""People with accounts, and the letters that lead to them."""

import re
from datetime import timedelta

import httpx
import sqlalchemy as sa

from domains import users
from domains.notifications import Delivery
from tests.support.draining import drain

EMAIL, PASSWORD = "ada@example.com", "correct horse battery staple"


async def make_person(email: str = EMAIL, password: str = PASSWORD, name: str = "Ada") -> users.Person:
    """Through the verbs of the domain, as its pages call them."""
    await users.ask_to_join(email, name)
    newest = sa.select(users.Proof.id).where(users.Proof.email == email).order_by(users.Proof.id.desc()).limit(1)
    async with users.database.reading() as session:
        proof_id = (await session.execute(newest)).scalar_one()
    letter = await users.letter(proof_id)
    assert letter is not None
    return await users.join(letter.token, password)


async def letters(template: str) -> list[Delivery]:
    await drain()
    return await Delivery.find({"template": template}).sort("queued_at").to_list()


async def link_in(template: str) -> str:
    """The path of the link in the newest such letter."""
    letter = (await letters(template))[-1]
    [link] = re.findall(r"https?://[^/\s]+((?:/account/[a-z-]+|/register)/[\w-]+)", letter.text)
    assert link in letter.html
    return str(link)


async def sign_in(browser: httpx.AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> httpx.Response:
    return await browser.post("/login", data={"email": email, "password": password})


async def age_proofs(minutes: int = 6) -> None:
    """Whoever is signed in has proved who they are so much longer ago."""
    async with users.database.transaction() as session:
        proved = users.Session.proved_at
        await session.execute(sa.update(users.Session).values(proved_at=proved - timedelta(minutes=minutes)))
