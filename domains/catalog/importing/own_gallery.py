"""Pictures as our own rows name them: by the address they came from, or the one we have them at."""

from collections.abc import Mapping

from ...shared.media import whole_picture_url
from ..models import ImportOutcome, Picture, Product
from .entries import OwnEntry
from .gallery import Found, hang, picture_from
from .plan import Plan

WIDEST = 10_000  # pixels: more than any size there is, so the largest


def picture_address(picture: Picture) -> str:
    """Where it came from, or where it can be had from us."""
    if picture.source_url or not picture.key:
        return picture.source
    return whole_picture_url(picture.key, WIDEST)


def hang_named(plan: Plan, entry: OwnEntry, found: Mapping[str, Found]) -> None:
    """Those named come first, in their order; none is taken away."""
    product, named = plan.after, list[Picture]()
    for each in entry.pictures:
        picture = standing(product, each.source) or hang(plan, each.source, each.line, found)
        if picture is not None and each.alt and picture.alt != each.alt:
            picture.alt = each.alt
            plan.touch(each.line, ImportOutcome.UPDATED)
        if picture is not None and all(picture.id != other.id for other in named):
            named.append(picture)
    for variant in entry.variants:
        if variant.picture and not standing(product, variant.picture):
            hang(plan, variant.picture, variant.line, found)
    ids = [picture.id for picture in named]
    if [picture.id for picture in product.pictures if picture.id in ids] != ids:
        product.pictures = named + [picture for picture in product.pictures if picture.id not in ids]


def standing(product: Product, source: str) -> Picture | None:
    """One that is there already, and needs nothing more done about it."""
    ours = (each for each in product.pictures if each.ready and each.key and f"/{each.key}/" in source)
    own = next(ours, None) or picture_from(product, source)
    return own if own is not None and (own.ready or own.problem is None) else None


def picture_named(product: Product, source: str) -> Picture | None:
    return standing(product, source) or picture_from(product, source)
