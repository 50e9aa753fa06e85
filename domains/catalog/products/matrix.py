"""Options and the variants they make: missing combinations are added, none is taken away unasked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as combinations
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared.errors import Invalid
from ...shared.money import Money
from ..codes import barcode_problem, derived_skus, invented_sku, sku_key, sku_problem, tidy_sku
from ..models import Dimensions, Option, Product, Variant
from ..options import plain_option_name
from .editing import change_product, check_regular
from .recoding import check_recoding, sku_is_known

MOST_OPTIONS: Final = 5
MOST_VARIANTS: Final = 500
HEAVIEST: Final = 10_000_000  # grams
LARGEST: Final = 100_000  # millimetres
MOST_OF_ONE: Final = 999  # what one order line holds
TAX_CLASSES: Final = ("standard", "reduced", "zero")


@dataclass(frozen=True)
class VariantDetails:
    """`dimensions` in millimetres; `weight_grams` of one. Without a `sku` it keeps the one it has."""

    sku: str | None = None
    barcode: str | None = None
    weight_grams: int = 0
    dimensions: Dimensions | None = None
    min_quantity: int = 1
    max_quantity: int | None = None
    step: int = 1
    position: int = 0
    picture_id: UUID | None = None
    requires_shipping: bool = True
    tax_class: str = "standard"


async def set_options(
    product_id: UUID, options: Sequence[Option], *, price: Money, revision: UUID | None, actor: str = ""
) -> Product:
    """The axes in their order, each at the place of the one it renames; missing combinations cost `price`.

    What already is takes an added axis' first value. Invalid where a variant still bears a value that is left out."""
    wanted = [_tidied(option) for option in options]
    _check_options(wanted)

    async def change(session: AsyncClientSession, product: Product) -> None:
        check_regular(price, product.currency)
        _carry_over(product, wanted)
        missing = _missing(product, wanted)
        number = len(product.variants) + len(missing)
        if number > MOST_VARIANTS:
            told = f"A product has at most {MOST_VARIANTS} variants; this would be {number}."
            raise Invalid(told, {"values-0": told})
        product.options = wanted
        for values in missing:
            sku = await _free_sku(session, product, tuple(values.values()))
            product.variants.append(Variant(sku=sku, options=values, price=price, position=len(product.variants)))

    return await change_product(product_id, revision, change, actor=actor)


async def edit_variants(
    product_id: UUID, said: Mapping[UUID, VariantDetails], *, revision: UUID | None, actor: str = ""
) -> Product:
    """Invalid names each wrong field as `field-variant`. Variants nothing is said of stay.

    Stock lies under a SKU and does not follow another one: whoever gives one has seen that there is none."""

    async def change(session: AsyncClientSession, product: Product) -> None:
        read: Product = product.model_copy(deep=True)
        before = {variant.id: (variant.sku, variant.barcode) for variant in read.variants}
        for variant_id, details in said.items():
            _take(product, product.variant_by_id(variant_id), details)
        _check_alike(product, {each.id for each in product.variants if before[each.id] != (each.sku, each.barcode)})
        await check_recoding(session, read, product)
        product.variants.sort(key=lambda variant: variant.position)

    wrong = {f"{field}-{key}": told for key, details in said.items() for field, told in _problems(details)}
    if wrong:
        raise Invalid("Some of the variants cannot be saved as they are.", wrong)
    return await change_product(product_id, revision, change, actor=actor)


def skus_leaving(product: Product, said: Mapping[UUID, VariantDetails]) -> dict[str, str]:
    """By the SKU that a variant bears the one it would bear."""
    wanted = {each.sku: said[each.id].sku for each in product.variants if each.id in said}
    return {old: tidy_sku(new) for old, new in wanted.items() if new is not None and tidy_sku(new) != old}


async def give_back_skus(before: Product, after: Product, *, actor: str = "") -> Product:
    """Undo an edit of variants. What somebody else has made of them meanwhile stays, but for the SKUs."""
    bore = {variant.id: variant for variant in before.variants}

    async def change(_: AsyncClientSession, product: Product) -> None:
        if product.revision == after.revision:
            product.variants = [variant.model_copy(deep=True) for variant in before.variants]
        for variant in product.variants:
            if was := bore.get(variant.id):
                variant.sku, variant.backorder = was.sku, was.backorder
                variant.imported_quantity = was.imported_quantity

    return await change_product(before.id, None, change, actor=actor)


async def remove_variant(product_id: UUID, variant_id: UUID, *, revision: UUID | None, actor: str = "") -> Product:
    """Orders keep what they say of it. A product keeps at least one."""

    async def change(_: AsyncClientSession, product: Product) -> None:
        variant = product.variant_by_id(variant_id)
        if len(product.variants) == 1:
            raise Invalid("A product has at least one variant. Archive the product instead.")
        product.variants.remove(variant)

    return await change_product(product_id, revision, change, actor=actor)


def _tidied(option: Option) -> Option:
    values = dict.fromkeys(" ".join(value.split()) for value in option.values)
    return Option(name=plain_option_name(option.name), values=[value for value in values if value])


def _check_options(options: Sequence[Option]) -> None:
    wrong: dict[str, str] = {}
    for row, option in enumerate(options):
        if not option.name or len(option.name) > 60:
            wrong[f"option-{row}"] = "Give a name such as Size."
        elif any(option.name.casefold() == other.name.casefold() for other in options[:row]):
            wrong[f"option-{row}"] = "Another option has this name."
        if not option.values or any(len(value) > 100 for value in option.values):
            wrong[f"values-{row}"] = "Give its values, separated by commas."
        elif len({value.casefold() for value in option.values}) < len(option.values):
            wrong[f"values-{row}"] = "Two of these values are the same."
    if len(options) > MOST_OPTIONS:
        wrong["option-0"] = f"A product has at most {MOST_OPTIONS} options."
    if wrong:
        raise Invalid("These options cannot be.", wrong)


def _carry_over(product: Product, wanted: Sequence[Option]) -> None:
    """Each variant said in the words of the new options."""
    before = [option.name for option in product.options]
    if len(wanted) < len(before):
        told = "An option cannot be taken away while variants differ by it. Remove those variants first."
        if len({tuple(list(each.options.values())[: len(wanted)]) for each in product.variants}) < len(
            product.variants
        ):
            raise Invalid(told, {f"option-{len(wanted)}": told})
    for variant in product.variants:
        old = [variant.options.get(name) for name in before]
        answers = [*old, *([None] * len(wanted))][: len(wanted)]
        variant.options = {
            option.name: answer or option.values[0] for option, answer in zip(wanted, answers, strict=True)
        }
    for row, option in enumerate(wanted):
        borne = {variant.options[option.name] for variant in product.variants}
        if gone := sorted(borne - set(option.values)):
            told = f"Variants still have {', '.join(gone)}. Remove those variants first."
            raise Invalid(told, {f"values-{row}": told})


def _missing(product: Product, options: Sequence[Option]) -> list[dict[str, str]]:
    there = {tuple(variant.options.items()) for variant in product.variants}
    made = (
        dict(zip((option.name for option in options), values, strict=True))
        for values in combinations(*(option.values for option in options))
    )
    return [each for each in made if tuple(each.items()) not in there]


async def _free_sku(session: AsyncClientSession, product: Product, values: tuple[str, ...]) -> str:
    used = {sku_key(variant.sku) for variant in product.variants}
    wanted = invented_sku(product.slug, values)
    for sku in (wanted, *derived_skus(wanted, product.slug, values)):
        if sku_key(sku) not in used and not await sku_is_known(session, sku):
            return sku
    raise Invalid(f"No SKU is free for {' / '.join(values)}.")


def _take(product: Product, variant: Variant, details: VariantDetails) -> None:
    if details.picture_id is not None and all(picture.id != details.picture_id for picture in product.pictures):
        raise Invalid(
            "Choose one of the pictures.", {f"picture_id-{variant.id}": "Choose one of the product's pictures."}
        )
    for name in VariantDetails.__dataclass_fields__.keys() - {"sku"}:
        setattr(variant, name, getattr(details, name))
    if details.sku is not None and tidy_sku(details.sku) != variant.sku:
        variant.sku = tidy_sku(details.sku)
        variant.imported_quantity, variant.backorder = None, False  # nothing was ever said of the new one


def _check_alike(product: Product, changed: Collection[UUID]) -> None:
    skus: dict[str, Variant] = {}
    barcodes: dict[str, Variant] = {}
    for variant in sorted(product.variants, key=lambda each: each.id in changed):  # to blame what was just typed
        other = skus.setdefault(sku_key(variant.sku), variant)
        if other is not variant:
            told = f"The variant {other.name or other.sku} has this SKU."
            raise Invalid(told, {f"sku-{variant.id}": told})
        other = barcodes.setdefault(variant.barcode, variant) if variant.barcode else variant
        if other is not variant:
            told = f"The variant {other.sku} has this barcode."
            raise Invalid(told, {f"barcode-{variant.id}": told})


def _problems(details: VariantDetails) -> list[tuple[str, str]]:
    size = details.dimensions
    most = details.max_quantity if details.max_quantity is not None else MOST_OF_ONE
    barcode = barcode_problem(details.barcode) if details.barcode else None
    if details.barcode and len(details.barcode) > 100:
        barcode = "At most 100 characters fit here."
    found = [
        ("sku", sku_problem(tidy_sku(details.sku)) if details.sku is not None else None),
        ("barcode", barcode),
        ("weight_grams", None if 0 <= details.weight_grams <= HEAVIEST else "Give a weight in grams."),
        ("dimensions", None if size is None or _possible(size) else "Give length × width × height in millimetres."),
        ("min_quantity", None if 1 <= details.min_quantity <= MOST_OF_ONE else f"From 1 to {MOST_OF_ONE}."),
        ("max_quantity", None if details.min_quantity <= most <= MOST_OF_ONE else "At least the smallest quantity."),
        ("step", None if 1 <= details.step <= MOST_OF_ONE else f"From 1 to {MOST_OF_ONE}."),
        ("tax_class", None if details.tax_class in TAX_CLASSES else "Choose one of those offered."),
    ]
    return [(name, told) for name, told in found if told]


def _possible(size: Dimensions) -> bool:
    return 0 < size.length <= LARGEST and all(0 <= each <= LARGEST for each in (size.width, size.height))
