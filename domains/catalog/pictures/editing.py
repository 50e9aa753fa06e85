"""What staff do to the pictures of a product: hang them, say what they show, order them, take them down."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.media import PictureRefused, SavedPicture, check_picture, save_picture
from ..categories.tree import forget_tree
from ..database import documents
from ..errors import Unknown
from ..events import PicturesSaved
from ..models import Focus, Picture, PictureState, Product
from ..products.queries import find_product
from ..products.status import changed
from .fetching import persistently

MOST_AT_ONCE = 20
MOST_IN_ALL = 100
LONGEST_ALT = 300
SAY = f"Say in a few words what is to be seen, in {LONGEST_ALT} letters at most."


class Step(StrEnum):
    """Where a picture goes among its neighbours."""

    FIRST = "first"
    EARLIER = "earlier"
    LATER = "later"


@dataclass(frozen=True)
class PictureUpload:
    """A file somebody chose; `read` gives all of it, as often as it is asked."""

    name: str
    read: Callable[[], Awaitable[bytes]]


async def add_pictures(product_id: UUID, files: Sequence[PictureUpload]) -> Product:
    """All of them, behind those that hang already, or none: Invalid names each file that is no picture, and why.

    What hangs there already is not hung twice.
    """
    await _check(await find_product(product_id), files)
    saved = [(file.name, await save_picture(await file.read())) for file in files]
    product = await persistently(partial(_hang, product_id, saved))
    forget_tree()
    return product


async def describe_picture(
    product_id: UUID, picture_id: UUID, alt: str, focus: Focus, *, revision: UUID | None
) -> Product:
    """`alt` says what is to be seen, to those who do not see it. Conflict when the product has changed since."""
    if not alt or len(alt) > LONGEST_ALT:
        raise Invalid(SAY, {"alt": SAY})

    def describe(product: Product) -> bool:
        picture = product.picture(picture_id)
        before = (picture.alt, picture.focus)
        picture.alt, picture.focus = alt, focus
        return before != (alt, focus)

    return await changed(product_id, revision, describe)


async def describe_pictures(product_id: UUID, said: Mapping[UUID, str], *, revision: UUID | None) -> Product:
    """Several at once. Invalid names as `alt-picture` each that is too long, or every one where nothing is said.

    What is said of none stays without words, and is asked for again."""
    silent = not any(said.values())
    wrong = {f"alt-{key}": SAY for key, alt in said.items() if silent or len(alt) > LONGEST_ALT}
    if silent or wrong:
        raise Invalid(SAY, wrong)

    def describe(product: Product) -> bool:
        before = [picture.alt for picture in product.pictures]
        for picture_id, alt in said.items():
            if alt:
                product.picture(picture_id).alt = alt
        return before != [picture.alt for picture in product.pictures]

    return await changed(product_id, revision, describe)


async def move_picture(product_id: UUID, picture_id: UUID, step: Step, *, revision: UUID | None) -> Product:
    def move(product: Product) -> bool:
        picture = product.picture(picture_id)
        at = product.pictures.index(picture)
        to = {Step.FIRST: 0, Step.EARLIER: at - 1, Step.LATER: at + 1}[step]
        to = min(max(to, 0), len(product.pictures) - 1)
        product.pictures.insert(to, product.pictures.pop(at))
        return to != at

    return await changed(product_id, revision, move)


async def remove_picture(product_id: UUID, picture_id: UUID, *, revision: UUID | None) -> Product:
    """From the product and its variants. Its files stay as long as anything else remembers them."""

    def remove(product: Product) -> bool:
        product.pictures.remove(product.picture(picture_id))
        for variant in product.variants:
            if variant.picture_id == picture_id:
                variant.picture_id = None
        return True

    return await changed(product_id, revision, remove)


async def choose_variant_pictures(
    product_id: UUID, chosen: Mapping[UUID, UUID | None], *, revision: UUID | None
) -> Product:
    """Variant → its own picture; None for the product's first."""

    def choose(product: Product) -> bool:
        before = [variant.picture_id for variant in product.variants]
        for variant_id, picture_id in chosen.items():
            if picture_id is not None:
                product.picture(picture_id)
            product.variant_by_id(variant_id).picture_id = picture_id
        return before != [variant.picture_id for variant in product.variants]

    return await changed(product_id, revision, choose)


async def _check(product: Product, files: Sequence[PictureUpload]) -> None:
    if not files:
        raise Invalid("Choose a picture first.", {"files": "Choose a picture first."})
    if len(files) > MOST_AT_ONCE or len(product.pictures) + len(files) > MOST_IN_ALL:
        told = f"Choose {MOST_AT_ONCE} pictures at most; a product can have {MOST_IN_ALL}."
        raise Invalid(told, {"files": told})
    wrong = []
    for file in files:
        try:
            await check_picture(await file.read())
        except PictureRefused as refused:
            wrong.append(f"{file.name}: {refused.message}")
    if wrong:
        told = " ".join(wrong)
        raise Invalid(f"{told} Nothing was kept.", {"files": f"{told} Nothing was kept."})


async def _hang(product_id: UUID, saved: Sequence[tuple[str, SavedPicture]], session: AsyncClientSession) -> Product:
    product = await Product.get(product_id, session=session)
    if product is None:
        raise Unknown("There is no such product.")
    hung = {picture.key for picture in product.pictures}
    new = {picture.key: (name, picture) for name, picture in saved if picture.key not in hung}
    if not new:
        return product
    product.pictures += [_ready(name, picture) for name, picture in new.values()]
    product.updated_at = clock.now()
    await product.rewrite(session)
    await documents.record(session, PicturesSaved(tuple(new)))
    return product


def _ready(name: str, saved: SavedPicture) -> Picture:
    return Picture(
        key=saved.key, width=saved.width, height=saved.height, source=name[:255], state=PictureState.READY
    )  # fmt: skip
