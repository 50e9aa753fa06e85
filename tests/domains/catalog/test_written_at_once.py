"""Many documents written at once: just as Beanie writes them one by one, and all of them or none."""

from typing import Any
from uuid import uuid4

import bson
import pytest
from beanie import Document
from beanie.exceptions import RevisionIdWasChanged
from beanie.odm.utils.dump import get_dict
from bson.binary import UuidRepresentation
from bson.codec_options import CodecOptions
from pymongo.asynchronous.client_session import AsyncClientSession

from domains import catalog
from domains.catalog import Dimensions, Option, Picture, PriceChange, PriceRecord, Product, ProductStatus, Sale, Tier
from domains.catalog.models import ListPrice, PriceMark, SlugClaim, Variant
from domains.shared import clock
from domains.shared.documents import raw
from tests.support.catalog import eur, make_product

pytestmark = pytest.mark.usefixtures("catalogue")
OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(uuid_representation=UuidRepresentation.STANDARD)


def on_the_wire(document: dict[str, Any]) -> dict[str, Any]:
    return bson.decode(bson.encode(document, codec_options=OPTIONS), OPTIONS)


def a_full_product() -> Product:
    now, price = clock.now(), eur(12_50)
    variant = Variant(
        sku="MUG",
        options={"Size": "S"},
        price=price,
        compare_at=eur(15_00),
        tiers=[Tier(quantity=2, price=price)],
        sales=[Sale(price=price, starts_at=now)],
        list_prices=[ListPrice(list_id=uuid4(), price=price)],
        trail=[PriceMark(at=now, price=price)],
        dimensions=Dimensions(length=1, width=2, height=3),
    )
    return Product(
        slug="mug",
        title="Mug",
        currency="EUR",
        status=ProductStatus.ACTIVE,
        variants=[variant],
        options=[Option(name="Size", values=["S"])],
        pictures=[Picture(source="https://example.com/mug.jpg")],
        attributes={"glaze": ["blue"], "litres": 1, "safe": True},
        collections=[uuid4()],
        rating_stars={"5": 1},
        revision_id=uuid4(),
    )


async def test_what_is_written_at_once_is_what_beanie_would_write() -> None:
    product = a_full_product()
    record = PriceRecord(
        product_id=product.id, variant_id=product.variants[0].id, sku="MUG", change=PriceChange.REGULAR, after=eur(1)
    )
    documents: list[Document] = [product, record, SlugClaim(id="mug", product_id=product.id)]
    for document in documents:
        assert on_the_wire(raw(document)) == on_the_wire(get_dict(document, to_db=True, keep_nulls=True))


async def test_of_products_written_at_once_one_that_another_has_changed_stops_all() -> None:
    mug, bowl = await make_product("Mug"), await make_product("Bowl")
    await catalog.set_status(bowl.id, ProductStatus.ARCHIVED)
    mug.title = bowl.title = "Changed"

    async def work(session: AsyncClientSession) -> None:
        await Product.rewrite_all([mug, bowl], session)

    with pytest.raises(RevisionIdWasChanged):
        await catalog.documents.transaction(work)
    assert sorted(each.title for each in await Product.find({}).to_list()) == ["Bowl", "Mug"]
