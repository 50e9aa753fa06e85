"""What a shopper can buy: a variant of a published product, with everything a cart line copies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from ...shared import clock
from ...shared.money import Money
from ...shared.settings import settings
from ..categories.tree import hidden_among
from ..codes import sku_key
from ..errors import NotForSale
from ..models import Product, SkuClaim, Variant
from ..prices.lists import price_list_terms
from ..pricing.inputs import PriceInputs, PriceListTerms
from ..pricing.reading import inputs_of
from ..pricing.unit import PriceContext, UnitPrice, unit_price
from .recoding import skus_now


@dataclass(frozen=True)
class Offer:
    """`image` is what `Picture.image` says; `weight_grams` of one; `price` what everybody pays for one now, `lowest`
    the least it cost in the 30 days before it was reduced from `compare_at`. `inputs` is what else it may cost."""

    sku: str
    product_id: UUID
    slug: str
    title: str
    options: dict[str, str]
    image: str | None
    alt: str
    price: Money
    compare_at: Money | None
    weight_grams: int
    tax_class: str
    requires_shipping: bool
    inputs: PriceInputs
    lowest: Money | None = None
    category: str = ""
    collections: frozenset[UUID] = frozenset()
    min_quantity: int = 1
    max_quantity: int | None = None
    step: int = 1

    @classmethod
    def of(cls, product: Product, variant: Variant, lists: Mapping[UUID, PriceListTerms]) -> "Offer":
        picture = product.picture_of(variant)
        inputs = inputs_of(variant)
        now = unit_price(inputs, PriceContext(clock.now(), lists=lists))
        return cls(
            sku=variant.sku,
            product_id=product.id,
            slug=product.slug,
            title=product.title,
            options=dict(variant.options),
            image=picture.image if picture else None,
            alt=(picture.alt if picture else "") or product.title,
            price=now.price,
            compare_at=now.compare_at,
            weight_grams=variant.weight_grams,
            tax_class=variant.tax_class,
            requires_shipping=variant.requires_shipping,
            inputs=inputs,
            lowest=now.lowest,
            category=product.category,
            collections=frozenset(product.collections),
            min_quantity=variant.min_quantity,
            max_quantity=variant.max_quantity,
            step=variant.step,
        )

    def quantity_problem(self, quantity: int) -> str:
        """Why a cart cannot hold this many; empty where it can. Steps count from the smallest quantity."""
        if quantity < self.min_quantity and self.min_quantity > 1:
            return f"This is sold from {self.min_quantity} pieces on."
        if self.max_quantity is not None and quantity > self.max_quantity:
            return f"You can have at most {self.max_quantity} of this."
        if (quantity - self.min_quantity) % self.step:
            below = quantity - (quantity - self.min_quantity) % self.step
            above = below + self.step
            nearest = f"{below} or {above}" if self.max_quantity is None or above <= self.max_quantity else f"{below}"
            return f"This is sold in steps of {self.step}: {nearest}, for example."
        return ""


async def variant_prices(product: Product, groups: frozenset[str] = frozenset()) -> dict[str, UnitPrice]:
    """What one of each variant costs now, by SKU; for everybody, or for who is in these groups."""
    asked = PriceContext(clock.now(), groups=groups, lists=await price_list_terms())
    return {variant.sku: unit_price(inputs_of(variant), asked) for variant in product.variants}


async def offer(sku: str) -> Offer:
    """Also by a SKU that its variant bore before. NotForSale when it is unknown, not published or not in the shop's
    currency."""
    found = await offers([sku]) or await offers((await skus_now([sku])).values())
    if not found:
        raise NotForSale(sku)
    return next(iter(found.values()))


async def offers(skus: Iterable[str]) -> dict[str, Offer]:
    """By SKU as its variant writes it, however it was asked for; those not for sale are absent.

    Asked by keys alone: the claims, then their products."""
    wanted = {sku_key(sku) for sku in skus}
    if not wanted:
        return {}
    claims = await SkuClaim.find({"_id": {"$in": sorted(wanted)}}).to_list()
    ids = {claim.product_id for claim in claims}
    products = await Product.find({"_id": {"$in": list(ids)}}).to_list() if ids else []
    hidden = await hidden_among(product.category for product in products)
    currency, now = settings().shop_currency, clock.now()
    lists = await price_list_terms()
    return {
        variant.sku: Offer.of(product, variant, lists)
        for product in products
        if product.shown_at(now) and product.category not in hidden and product.in_currency(currency)
        for variant in product.variants
        if sku_key(variant.sku) in wanted
    }
