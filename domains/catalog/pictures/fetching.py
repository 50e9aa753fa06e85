"""The worker's part of an import: fetch the pictures a product wants and hang them."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache, partial
from typing import TypeVar
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.away import AWAY
from ...shared.errors import Unavailable
from ...shared.media import PictureRefused, SavedPicture, save_picture
from ..database import documents
from ..events import PicturesSaved, PicturesWanted
from ..models import Picture, PictureState, Product
from .download import Downloads, HostAway, PictureProblem

log = logging.getLogger("catalog.pictures")
T = TypeVar("T")
PASSING = (Unavailable, OSError, *AWAY)  # a store or a disk of ours; all else is the picture's
TOGETHER = 4  # pictures of one product on their way at once
BUDGET = 10.0  # seconds in which new downloads are begun: other tasks wait for the worker, too
ATTEMPTS = 5
PATIENCE = timedelta(minutes=20)  # with a host that is away; it is asked eight times in all


_MORE = Unavailable("More pictures are to be fetched.")


@lru_cache
def downloads() -> Downloads:
    return Downloads()


@dataclass(frozen=True)
class _Outcome:
    """`passing`: the picture stays wanted, and is asked for again."""

    saved: SavedPicture | None = None
    problem: str | None = None
    passing: bool = False


async def fetch_pictures(product_ids: Sequence[UUID]) -> None:
    """Every wanted picture becomes ready, or failed with its reason; what is neither wanted nor there is passed over.

    Unavailable when time ran out before the last of them, or a host was away: to be called again.
    """
    ends = time.monotonic() + BUDGET
    wanting = {"_id": {"$in": list(product_ids)}, "pictures.state": PictureState.WANTED.value}
    left = False
    for number, product in enumerate(await Product.find(wanting).to_list()):
        if number and time.monotonic() > ends:
            raise _MORE
        wanted = [picture for picture in product.pictures if _is_wanted(picture)]
        outcomes = await _fetched(wanted, ends)
        settled = {key: outcome for key, outcome in outcomes.items() if not outcome.passing}
        if settled:
            await persistently(partial(_hang, product.id, settled))
        left = left or len(settled) < len(wanted)
    if left:
        raise _MORE


async def fetch_pictures_again(product_id: UUID) -> int:
    """Have the worker try once more what failed; answers how many pictures that is."""
    return await persistently(lambda session: _want_again(session, product_id))


def _is_wanted(picture: Picture) -> bool:
    return picture.state is PictureState.WANTED and picture.source_url is not None


async def _fetched(wanted: list[Picture], ends: float) -> dict[UUID, _Outcome]:
    """Those that were begun in time, by the picture's id."""
    places = asyncio.Semaphore(TOGETHER)
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
        return _Outcome(await save_picture(await downloads().fetch(picture.source)))
    except HostAway as away:
        return _Outcome(problem=str(away), passing=not _overdue(picture))
    except PictureProblem as problem:
        return _Outcome(problem=str(problem))
    except PictureRefused as refused:
        return _Outcome(problem=refused.message)
    except PASSING as error:
        log.warning("picture.waiting id=%s error=%r", picture.id, error)
        return _Outcome(problem="The shop could not keep it.", passing=not _overdue(picture))
    except Exception:  # the log says what to mend; the other pictures are none the worse for it
        log.exception("picture.failed id=%s", picture.id)
        return _Outcome(problem="The shop could not work with this picture.")


def _overdue(picture: Picture) -> bool:
    return picture.wanted_at is None or clock.now() - picture.wanted_at > PATIENCE


async def persistently(work: Callable[[AsyncClientSession], Awaitable[T]]) -> T:
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
        picture.want()
    await product.rewrite(session)
    await documents.record(session, PicturesWanted((product_id,)))
    return len(again)


async def _hang(product_id: UUID, outcomes: dict[UUID, _Outcome], session: AsyncClientSession) -> None:
    product = await Product.get(product_id, session=session)
    waiting = [each for each in product.pictures if _is_wanted(each) and each.id in outcomes] if product else []
    if product is None or not waiting:
        return
    for picture in waiting:
        _note(picture, outcomes[picture.id])
    product.updated_at = clock.now()
    await product.rewrite(session)
    if saved := tuple(picture.key for picture in waiting if picture.ready and picture.key):
        await documents.record(session, PicturesSaved(saved))


def _note(picture: Picture, outcome: _Outcome) -> None:
    picture.problem = outcome.problem
    if outcome.saved is None:
        picture.state = PictureState.FAILED
    else:
        picture.state = PictureState.READY
        picture.key, picture.width, picture.height = outcome.saved.key, outcome.saved.width, outcome.saved.height
