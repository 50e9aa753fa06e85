"""The picture that stands for a page where its address is passed on, as Open Graph asks for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.gateway.browsing import ShownCard
from domains.shared import media

WIDE: Final = 960


@dataclass(frozen=True)
class SharedPicture:
    """`url` is a whole address; `width` and `height` are those of the file there."""

    url: str
    width: int
    height: int
    alt: str


async def picture(image: str | None, alt: str) -> SharedPicture | None:
    """`image` is what `Picture.image` says, or a picture's key."""
    size = await media.drawn_size(image, WIDE) if image else None
    return SharedPicture(media.whole_picture_url(image, WIDE), *size, alt) if image and size else None


async def of_cards(cards: Iterable[ShownCard]) -> SharedPicture | None:
    """That of the first thing that has one."""
    pictured = next((shown.card for shown in cards if shown.card.image), None)
    return await picture(pictured.image, pictured.alt) if pictured else None
