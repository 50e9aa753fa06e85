"""The worker's part of an import: fetch the pictures a product wants and hang them."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession

from ..shared import clock
from ..shared.errors import Unavailable
from ..shared.media import PictureRefused, SavedPicture, save_picture
from .database import documents
from .events import PicturesWanted
from .models import Picture, PictureState, Product
from .pictures_download import Downloads, PictureProblem

T = TypeVar("T")
TOGETHER = 4  # pictures of one product on their way at once
BUDGET = 40.0  # seconds in which new downloads are begun: a worker's task must end well before its time limit
ATTEMPTS = 5


@lru_cache
def downloads() -> Downloads:
    return Downloads()


@dataclass(frozen=True)
class _Outcome:
    saved: SavedPicture | None
    problem: str | None


async def fetch_pictures(product_id: UUID, event_id: UUID | None = None) -> None:
    """Every wanted picture becomes ready, or failed with its reason. Unavailable when time ran out before the last."""
    product = await Product.get(product_id)
    wanted = [picture for picture in product.pictures if _is_wanted(picture)] if product else []
    outcomes = await _fetched(wanted)
    done = len(outcomes) == len(wanted)
    await _persistently(lambda session: _hang(session, product_id, outcomes, event_id if done else None))
    if not done:
        raise Unavailable("More pictures are to be fetched.")


async def fetch_pictures_again(product_id: UUID) -> int:
    """Have the worker try once more what failed; answers how many pictures that is."""
    return await _persistently(lambda session: _want_again(session, product_id))


def _is_wanted(picture: Picture) -> bool:
    return picture.state is PictureState.WANTED and picture.source_url is not None


async def _fetched(wanted: list[Picture]) -> dict[UUID, _Outcome]:
    """Those that were begun in time, by the picture's id."""
    places = asyncio.Semaphore(TOGETHER)
    ends = time.monotonic() + BUDGET
    outcomes: dict[UUID, _Outcome] = {}

    async def fetch(picture: Picture) -> None:
        async with places:
            if time.monotonic() < ends or not outcomes:
                outcomes[picture.id] = await _one(picture)

    async with asyncio.TaskGroup() as group:
        for picture in wanted:
            group.create_task(fetch(picture))
    return outcomes


async def _one(picture: Picture) -> _Outcome:
    try:
        return _Outcome(await save_picture(await downloads().fetch(picture.source)), None)
    except PictureProblem as problem:
        return _Outcome(None, str(problem))
    except PictureRefused as refused:
        return _Outcome(None, refused.message)


async def _persistently(work: Callable[[AsyncClientSession], Awaitable[T]]) -> T:
    """Again when somebody else has changed the product meanwhile: each try begins with what it is now."""
    for _ in range(ATTEMPTS):
        try:
            return await documents.transaction(work)
        except RevisionIdWasChanged:
            continue
    raise Unavailable("This product is being changed by others. Please try again in a moment.")


async def _want_again(session: AsyncClientSession, product_id: UUID) -> int:
    product = await Product.get(product_id, session=session)
    failed = [each for each in product.pictures if each.state is PictureState.FAILED] if product else []
    again = [picture for picture in failed if picture.source_url is not None]
    if product is None or not again:
        return 0
    for picture in again:
        picture.state, picture.problem = PictureState.WANTED, None
    await product.replace(session=session)
    hosts = {urlsplit(picture.source).hostname or "" for picture in again}
    await documents.record(session, *(PicturesWanted(product_id, host) for host in sorted(hosts)))
    return len(again)


async def _hang(
    session: AsyncClientSession, product_id: UUID, outcomes: dict[UUID, _Outcome], event_id: UUID | None
) -> None:
    if not await documents.first_time(session, "catalog.fetch_pictures", event_id):
        return
    product = await Product.get(product_id, session=session)
    waiting = [each for each in product.pictures if _is_wanted(each) and each.id in outcomes] if product else []
    if product is None or not waiting:
        return
    for picture in waiting:
        _note(picture, outcomes[picture.id])
    product.updated_at = clock.now()
    await product.replace(session=session)


def _note(picture: Picture, outcome: _Outcome) -> None:
    picture.problem = outcome.problem
    if outcome.saved is None:
        picture.state = PictureState.FAILED
    else:
        picture.state = PictureState.READY
        picture.key, picture.width, picture.height = outcome.saved.key, outcome.saved.width, outcome.saved.height
