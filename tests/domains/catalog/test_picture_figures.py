"""What an import tells of its pictures, and the second try it offers."""

import pytest

from domains import catalog
from domains.catalog import Picture, PictureState, Product, Unknown
from domains.catalog.pictures.figures import PictureFigures, Reason
from domains.shared.ids import new_id
from tests.support.shopify import bring, csv_of, first, picture, recorded

pytestmark = pytest.mark.usefixtures("catalogue")


async def settle(product: Product, *outcomes: tuple[PictureState, str | None]) -> None:
    """What the worker would make of a product's pictures."""
    for each, (state, problem) in zip(product.pictures, outcomes, strict=True):
        each.state, each.problem = state, problem
    await product.replace()


async def test_the_figures_are_those_of_one_import_as_they_are_now() -> None:
    await bring(csv_of(first("jug", "Jug", image="https://a.example/0.jpg")))
    rows = [picture(image=f"https://b.example/{number}.jpg") for number in range(3)]
    brought = await bring(csv_of(first("mug", image="https://a.example/1.jpg"), *rows, first("bowl", "Bowl")))
    assert await catalog.import_pictures(brought.id) == PictureFigures(wanted=4)
    late, gone = "b.example did not answer in time.", "a.example answered with error 404."
    failed = PictureState.FAILED
    await settle(
        await catalog.product("mug"), (failed, gone), (failed, late), (failed, late), (PictureState.READY, None)
    )
    figures = await catalog.import_pictures(brought.id)
    assert (figures.wanted, figures.ready, figures.failed, figures.total) == (0, 1, 3, 4)
    assert figures.reasons == (Reason("b.example", late, 2), Reason("a.example", gone, 1))
    assert await catalog.import_pictures(new_id()) == PictureFigures()


async def test_all_that_failed_of_an_import_is_wanted_again() -> None:
    brought = await bring(csv_of(first("mug", image="https://a.example/1.jpg"), first("bowl", "Bowl")))
    product = await catalog.product("mug")
    product.pictures.append(Picture(source="https://a.example/2.jpg"))
    await settle(product, (PictureState.FAILED, "a.example answered with error 429."), (PictureState.READY, None))
    await catalog.try_pictures_again(brought.id)
    assert (await recorded())[-1] == ("catalog.FailedPicturesWanted", f'{{"import_id":"{brought.id}"}}')
    waits = await catalog.documents.database["outbox"].find_one({"kind": "catalog.FailedPicturesWanted"})
    assert waits is not None
    assert waits["patient"]  # its pictures may take hours, and nobody is to be alarmed about that
    for _ in range(2):
        await catalog.want_failed_pictures(brought.id)
    assert [each.state.value for each in (await catalog.product("mug")).pictures] == ["wanted", "ready"]
    assert [kind for kind, _ in await recorded()].count("catalog.PicturesWanted") == 2
    with pytest.raises(Unknown):
        await catalog.try_pictures_again(new_id())


async def test_a_variant_that_costs_nothing_is_worth_a_look() -> None:
    brought = await bring(csv_of(first("mug", price="0.00")))
    assert [(row.outcome.value, row.why, row.warned) for row in brought.rows] == [
        ("created", "This variant costs nothing.", True)
    ]
