"""Our own rows and the variants they are about: each found by its SKU, a new one where the product has none such."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ...shared.money import Money
from ..codes import sku_key
from ..models import Dimensions, ImportOutcome, Option, Product, Variant
from ..options import plain_option_name
from ..prices.tiers import let_go
from ..products.recoding import TAKEN
from .entries import OwnEntry, OwnVariant
from .holders import Holders
from .matching import tell_stock
from .own_gallery import picture_named
from .plan import Plan
from .values import BadCell

Settled = list[tuple[OwnVariant, Variant | None, Variant]]  # what was said, what was there, what it is now


def settle_by_sku(plan: Plan, entry: OwnEntry, holders: Holders) -> None:
    product = plan.after
    names = _names(entry, product)
    borne = {pair for variant in product.variants for pair in variant.options.items()}
    by_sku = {sku_key(variant.sku): variant for variant in product.variants}
    behind = 1 + max((variant.position for variant in product.variants), default=-1)
    settled: Settled = []
    for place, said in enumerate(entry.variants):
        variant = by_sku.get(sku_key(said.sku))
        try:
            changed = _changed(plan, said, variant, names, behind + place)
            _check(product, variant, changed, said, holders)
            settled.append((said, variant, changed))
        except BadCell as bad:
            entry.report.refuse(said.line, str(bad))
    _without_clashes(entry, product, settled)
    for said, variant, changed in settled:
        if changed != variant:
            plan.touch(said.line, ImportOutcome.UPDATED if variant else ImportOutcome.CREATED)
        tell_stock(plan, said.fields.get("imported_quantity"), variant, changed)
    if any(variant is None or variant.position != changed.position for _, variant, changed in settled):
        product.variants.sort(key=lambda variant: variant.position)
    _offer_values(product, borne)


def _without_clashes(entry: OwnEntry, product: Product, settled: Settled) -> None:
    """The variants as the rows have them, but for the last of any two that would be alike."""
    before = product.variants
    while True:
        now = {variant.id: changed for _, variant, changed in settled if variant}
        new = [changed for _, variant, changed in settled if variant is None]
        product.variants = [now.get(variant.id, variant) for variant in before] + new
        clash = next(_clashes(product, settled), None)
        if clash is None:
            return
        place, told = clash
        entry.report.refuse(settled.pop(place)[0].line, told)


def _clashes(product: Product, settled: Settled) -> Iterator[tuple[int, str]]:
    """From the last row on: its place, and which variant it would be like."""
    barcodes: dict[str, list[Variant]] = {}
    values: dict[str, list[Variant]] = {}
    for variant in product.variants:
        values.setdefault(_values(variant), []).append(variant)
        if variant.barcode:
            barcodes.setdefault(variant.barcode, []).append(variant)
    for place in reversed(range(len(settled))):
        changed = settled[place][2]
        for other in barcodes.get(changed.barcode or "", []):
            if other.id != changed.id:
                yield place, f"Barcode: {other.sku} has {changed.barcode}."
        for other in values[_values(changed)]:
            if other.id != changed.id:
                yield place, f"Options: {other.sku} is the variant with these options."


def _names(entry: OwnEntry, product: Product) -> list[str]:
    """The options' names by their places, as the file has them; variants that are there speak of them so, too."""
    before = [option.name for option in product.options]
    places = [*entry.option_names, *(place for variant in entry.variants for place in variant.options)]
    names: list[str] = []
    for place in range(max([len(before), *(place + 1 for place in places)])):
        said = entry.option_names.get(place) or (before[place] if place < len(before) else f"Option {place + 1}")
        if place >= len(before) or said != before[place]:
            said = plain_option_name(said) or f"Option {place + 1}"
        names.append(f"{said} {place + 1}" if said in names else said)
    renamed = dict(zip(before, names, strict=False))
    for variant in product.variants:
        variant.options = {renamed.get(name, name): value for name, value in variant.options.items()}
    for option in product.options:
        option.name = renamed.get(option.name, option.name)
    return names


def _changed(plan: Plan, said: OwnVariant, variant: Variant | None, names: Sequence[str], position: int) -> Variant:
    """The variant as the row has it; a new one stands at this position unless the row says where."""
    product, fields = plan.after, dict(said.fields)
    check_currency(product, fields.values())
    if variant is None and "price" not in fields:
        raise BadCell("Price: a new variant needs one.")
    sizes = fields.pop("sizes", None)
    start = variant or Variant(sku=said.sku, price=fields["price"], position=position)
    if "position" in fields:
        fields["position"] -= 1
    changed: Variant = start.model_copy(update=fields, deep=True)
    changed.dimensions = start.dimensions if sizes is None else _dimensions(start.dimensions, sizes)
    values = {names[place]: value for place, value in said.options.items()}
    merged = start.options | values
    changed.options = {name: merged[name] for name in [*names, *merged] if name in merged}
    _choose_picture(product, changed, said)
    if changed.compare_at is not None and changed.compare_at <= changed.price:
        if "compare_at" in fields:
            raise BadCell("Compare-at price: it must be more than the price. Leave it empty, or give a higher amount.")
        changed.compare_at = None
        plan.entry.report.note(said.line, "The compare-at price is gone: it is not more than the price.")
    for told in let_go(changed):
        plan.entry.report.note(said.line, told)
    return changed


def check_currency(product: Product, values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, Money) and value.currency != product.currency:
            raise BadCell(f"The product is priced in {product.currency}; this row is in {value.currency}.")


def _dimensions(before: Dimensions | None, said: dict[str, Any]) -> Dimensions | None:
    """All three or none; clearing one clears them."""
    if None in said.values():
        return None
    sizes = (before.model_dump() if before else {}) | said
    if len(sizes) < len(Dimensions.model_fields):
        raise BadCell("Length, width and height: give all three.")
    return Dimensions(**sizes)


def _check(product: Product, before: Variant | None, changed: Variant, said: OwnVariant, holders: Holders) -> None:
    barcode = said.fields.get("barcode")
    if holders.taken(said.sku, product.id):
        raise BadCell(f"SKU: {said.sku} belongs to another product.")
    if holders.leads_elsewhere(said.sku, before):
        raise BadCell(f"SKU: {TAKEN.format(sku=said.sku)}")
    if barcode and holders.barcode_taken(barcode, product.id):
        raise BadCell(f"Barcode: {barcode} belongs to another product.")
    if changed.max_quantity is not None and changed.max_quantity < changed.min_quantity:
        raise BadCell("Max quantity: it is less than the smallest quantity.")


def _values(variant: Variant) -> str:
    return "\x00".join(sorted(f"{name}\x01{value}".casefold() for name, value in variant.options.items()))


def _choose_picture(product: Product, variant: Variant, said: OwnVariant) -> None:
    if said.picture == "":
        variant.picture_id = None
    elif said.picture and (picture := picture_named(product, said.picture)):
        variant.picture_id = picture.id


def _offer_values(product: Product, borne: set[tuple[str, str]]) -> None:
    """Each option's values as they were, without those that no variant has any more, and the new ones."""
    now = dict.fromkeys(pair for variant in product.variants for pair in variant.options.items())
    known = {option.name: option.values for option in product.options}
    gone = borne - now.keys()
    product.options = []
    for name in dict.fromkeys([*known, *(name for name, _ in now)]):
        kept = [value for value in known.get(name, []) if (name, value) not in gone]
        new = [value for its, value in now if its == name]
        product.options.append(Option(name=name, values=list(dict.fromkeys([*kept, *new]))))
