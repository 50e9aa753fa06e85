"""Pictures of a product: those the file names, found on disk or wished for from their host."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...shared.media import SavedPicture
from ..models import ImportOutcome, Picture, PictureState, Product
from .entries import ProductEntry
from .plan import Plan


@dataclass(frozen=True)
class Found:
    """A picture's file, saved; or the `problem` with it. Neither: it is to be fetched from its address.

    In a rehearsal nothing is saved and the key is empty.
    """

    saved: SavedPicture | None = None
    problem: str = ""


def hang_pictures(plan: Plan, entry: ProductEntry, found: Mapping[str, Found]) -> None:
    product = plan.after
    hung: list[Picture] = []
    named = sorted(entry.pictures, key=lambda each: (each.position is None, each.position or 0))
    for each in named:
        picture = hang(plan, each.source, each.line, found)
        if picture is not None and each.alt and picture.alt != each.alt:
            picture.alt = each.alt
            plan.touch(each.line, ImportOutcome.UPDATED)
        if picture is not None and picture not in hung:
            hung.append(picture)
    for variant in entry.variants:
        if variant.picture:
            hang(plan, variant.picture, variant.line, found)
    if not entry.continued:
        product.pictures = hung + [picture for picture in product.pictures if picture not in hung]


def picture_from(product: Product, source: str) -> Picture | None:
    return next((picture for picture in product.pictures if picture.source == source), None)


def hang(plan: Plan, source: str, line: int, found: Mapping[str, Found]) -> Picture | None:
    here = found.get(source, Found())
    picture = picture_from(plan.after, source)
    if here.problem:
        plan.entry.report.note(line, here.problem)
        return picture
    if picture is None:
        picture = Picture(source=source)
        plan.after.pictures.append(picture)
        plan.touch(line, ImportOutcome.CREATED)
        if here.saved is None:
            plan.want(picture)
    elif here.saved is None and picture.state is PictureState.FAILED:
        plan.touched.setdefault(line, ImportOutcome.UNCHANGED)  # it is the same picture, asked for again
        plan.want(picture)
    saved = here.saved
    if saved is not None and (not picture.ready or saved.key not in ("", picture.key)):
        picture.key, picture.width, picture.height = saved.key, saved.width, saved.height
        picture.state, picture.problem = PictureState.READY, None
        plan.touch(line, ImportOutcome.UPDATED)
    return picture
