"""What a flood of sign-ins does to who only looks, whether many tabs get one successor, and whether time tells who has
an account: `python -m bench.signing_in [--flood 100] [--tries 200]`. Every try comes from an address of its own."""

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Final

import httpx
import sqlalchemy as sa

from domains import stores, users
from domains.shared.ids import new_id
from tests.support.people import PASSWORD, make_person

from .harness import percentile, show
from .shop import one_thing_for_sale

GOAL_OF_LOOKING: Final = 50.0  # ms on top of the 99th percentile
GOAL_OF_TELLING: Final = 10.0  # ms between the medians
WRONG: Final = {"password": "not it"}
TABS: Final = 20
_addresses = count(1)
Deed = Callable[[httpx.AsyncClient, str], Awaitable[httpx.Response]]


def from_elsewhere() -> dict[str, str]:
    number = next(_addresses)
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


async def people(number: int) -> None:
    """So many accounts with one and the same password, which is hashed once."""
    await stores.connect()
    first = await make_person("person0@example.com")
    async with users.database.transaction() as session:
        kept = (await session.get_one(users.Credential, first.id)).password_hash
        made = [users.Person(id=new_id(), email=f"person{each}@example.com", roles=[]) for each in range(1, number)]
        session.add_all(made)
        await session.flush()
        await session.execute(sa.insert(users.Credential), [{"person_id": p.id, "password_hash": kept} for p in made])
    await stores.close()


def flood(address: str, size: int) -> None:
    async def come() -> None:
        limits = httpx.Limits(max_connections=size)
        async with httpx.AsyncClient(base_url=address, timeout=120, limits=limits, trust_env=False) as client:
            tries = [sign_in(client, f"flood{number}@example.com", number) for number in range(size)]
            await asyncio.gather(*tries)

    asyncio.run(come())


async def sign_in(client: httpx.AsyncClient, email: str, number: int) -> httpx.Response:
    headers = {"X-Forwarded-For": f"172.16.{number >> 8 & 255}.{number & 255}"}
    return await client.post("/login", data={"email": email} | WRONG, headers=headers)


def looking(address: str, page: str, size: int, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds of a page, while nobody signs in and while so many do, in turns of the same length."""
    quiet: list[float] = []
    busy: list[float] = []
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        for _ in range(rounds):
            crowd = multiprocessing.get_context("spawn").Process(target=flood, args=(address, size))
            crowd.start()
            time.sleep(1.5)  # its interpreter starts
            before = len(busy)
            while crowd.is_alive():
                busy.append(look(client, page))
            quiet += [look(client, page) for _ in range(len(busy) - before)]
    return quiet, busy


def look(client: httpx.Client, page: str) -> float:
    started = time.perf_counter()
    assert client.get(page, headers=from_elsewhere()).status_code == 200
    return (time.perf_counter() - started) * 1000


async def tabs(address: str) -> tuple[int, int]:
    """How many of the tabs stay signed in with an access token that is over, and how many successors they get."""
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
        data = {"email": "person0@example.com", "password": PASSWORD}
        await client.post("/login", data=data, headers=from_elsewhere())
        kept = client.cookies["barrow-refresh"]
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
        carried = from_elsewhere() | {"Cookie": f"barrow-refresh={kept}"}
        answers = await asyncio.gather(*(client.get("/account/security", headers=carried) for _ in range(TABS)))
    given = {cookie for each in answers for cookie in each.headers.get_list("set-cookie") if "refresh" in cookie}
    return sum(each.status_code == 200 for each in answers), len({each.partition(";")[0] for each in given})


async def telling(address: str, tries: int) -> list[list[str]]:
    """Medians for addresses with an account and without, in turns."""
    rows = []
    async with httpx.AsyncClient(base_url=address, timeout=60, trust_env=False) as client:
        data = {"email": "person0@example.com", "password": PASSWORD}
        await client.post("/login", data=data, headers=from_elsewhere())
        own = {name: client.cookies[name] for name in ("barrow-access", "barrow-refresh")}
        client.cookies.clear()
        for name, deed in deeds(own).items():
            known, unknown = await medians(client, deed, tries)
            apart = abs(known - unknown)
            held = "yes" if apart < GOAL_OF_TELLING else "no"
            rows.append([name, f"{known:.1f} ms", f"{unknown:.1f} ms", f"{apart:.2f} ms", held])
    return rows


def deeds(own: dict[str, str]) -> dict[str, Deed]:
    cookies = "; ".join(f"{name}={value}" for name, value in own.items())

    def posting(path: str, carried: str = "", **more: str) -> Deed:
        async def post(client: httpx.AsyncClient, email: str) -> httpx.Response:
            headers = from_elsewhere() | ({"Cookie": carried} if carried else {})
            return await client.post(path, data={"email": email, **more}, headers=headers)

        return post

    return {
        "sign in": posting("/login", **WRONG),
        "register": posting("/register"),
        "forgotten password": posting("/account/lost-password"),
        "another address": posting("/account/address", cookies, current=PASSWORD),
    }


async def medians(client: httpx.AsyncClient, deed: Deed, tries: int) -> tuple[float, float]:
    took: dict[str, list[float]] = {"person": [], "nobody": []}
    statuses = set()
    for number in range(1, tries + 1):
        for who, figures in took.items():
            started = time.perf_counter()
            statuses.add((await deed(client, f"{who}{number}@example.com")).status_code)
            figures.append((time.perf_counter() - started) * 1000)
    assert len(statuses) == 1, statuses
    return statistics.median(took["person"]), statistics.median(took["nobody"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flood", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tries", type=int, default=200)
    asked = parser.parse_args()
    with one_thing_for_sale() as shop:
        asyncio.run(people(asked.tries + 1))
        quiet, busy = looking(shop.address, shop.page, asked.flood, asked.rounds)
        stayed, successors = asyncio.run(tabs(shop.address))
        rows = asyncio.run(telling(shop.address, asked.tries))
    p99 = percentile(quiet, 0.99), percentile(busy, 0.99)
    held = "yes" if p99[1] - p99[0] <= GOAL_OF_LOOKING else "no"
    medians_of = statistics.median(quiet), statistics.median(busy)
    show(
        f"A product page while {asked.flood} sign in at once ({len(busy)} looks each)",
        ["", "quiet", "flood", "more", f"within {GOAL_OF_LOOKING:.0f} ms"],
        [
            ["median", *(f"{each:.1f} ms" for each in medians_of), f"{medians_of[1] - medians_of[0]:.1f} ms", ""],
            ["p99", *(f"{each:.1f} ms" for each in p99), f"{p99[1] - p99[0]:.1f} ms", held],
        ],
    )
    show(
        "Tabs with an old access token",
        ["tabs", "stay signed in", "successors"],
        [[str(TABS), str(stayed), str(successors)]],
    )
    show(
        f"Medians over {asked.tries} tries each, in turns",
        ["", "with an account", "without", "apart", f"within {GOAL_OF_TELLING:.0f} ms"],
        rows,
    )


if __name__ == "__main__":
    main()
