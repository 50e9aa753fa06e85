"""Which row is which variant, and which SKU it may carry: by options first, then by SKU."""

from uuid import UUID

from ..codes import barcode_problem, derived_skus, invented_sku, sku_key
from ..events import StockItem
from ..models import ImportOutcome, Option, Product, Variant
from ..prices.tiers import let_go
from .entries import ProductEntry, VariantEntry
from .gallery import picture_from
from .holders import Holders
from .plan import Plan

Pair = tuple[VariantEntry, Variant | None]


def settle_variants(plan: Plan, entry: ProductEntry, holders: Holders) -> None:
    product = plan.after
    pairs = _matched(entry, product)
    mentioned = {variant.id for _, variant in pairs if variant}
    others = [variant for variant in product.variants if variant.id not in mentioned]
    used = {sku_key(variant.sku) for variant in others}
    keeping = _keeping(pairs, used)
    used_barcodes = {variant.barcode for variant in others if variant.barcode}
    names = entry.option_names or tuple(option.name for option in product.options)
    settled = []
    for said, variant in pairs:
        kept = variant.sku if variant and variant.id in keeping else ""
        sku = kept or _free_sku(plan, entry, said, variant, holders, used)
        barcode = _free_barcode(plan, said, variant, holders, used_barcodes)
        changed = _variant(said, variant, sku, barcode, _options(names, said.values))
        for told in let_go(changed):
            entry.report.note(said.line, told)
        _hang_own_picture(product, said, changed)
        _note_outcome(plan, said, variant, changed)
        used.add(sku_key(sku))
        used_barcodes |= {barcode} if barcode else set()
        settled.append(changed)
    _arrange(product, settled, continued=entry.continued)


def _matched(entry: ProductEntry, product: Product) -> list[Pair]:
    """Each row with the variant it speaks of; rows that repeat another's options or have no price to start with go."""
    by_values = {_key(tuple(variant.options.values())): variant for variant in product.variants}
    by_sku = {sku_key(variant.sku): variant for variant in product.variants}
    rows: dict[tuple[str, ...], VariantEntry] = {}
    for said in entry.variants:
        if _key(said.values) in rows:
            line = rows[_key(said.values)].line
            entry.report.bad[said.line] = f"Line {line} already describes the variant with these options."
        else:
            rows[_key(said.values)] = said
    taken = {by_values[key].id for key in rows if key in by_values}
    pairs: list[Pair] = []
    for key, said in rows.items():
        variant = by_values.get(key)
        named = by_sku.get(sku_key(said.sku))
        if variant is None and named is not None and named.id not in taken:
            variant = named
            taken.add(variant.id)
        if variant is None and said.price is None:
            entry.report.bad[said.line] = "The variant has no price."
        else:
            pairs.append((said, variant))
    return pairs


def _key(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.casefold() for value in values if value)


def _options(names: tuple[str, ...], values: tuple[str, ...]) -> dict[str, str]:
    named = [*names, *(f"Option {number}" for number in range(len(names) + 1, len(values) + 1))]
    return {name: value for name, value in zip(named, values, strict=False) if value}


def _keeping(pairs: list[Pair], used: set[str]) -> set[UUID]:
    """Those whose rows leave them their SKU, in the letters it has: stock and orders know it by them. It is `used`
    before any other row is looked at, which may ask for the same."""
    keeping: set[UUID] = set()
    for said, variant in pairs:
        own = sku_key(variant.sku) if variant else ""
        if variant and own not in used and sku_key(said.sku) in ("", own):
            keeping.add(variant.id)
            used.add(own)
    return keeping


def _free_sku(
    plan: Plan, entry: ProductEntry, said: VariantEntry, variant: Variant | None, holders: Holders, used: set[str]
) -> str:
    """The SKU of the file, or one derived from it where another variant has it."""
    product_id = plan.after.id
    wanted = said.sku or invented_sku(entry.slug, said.values)
    for sku in (wanted, *derived_skus(wanted, entry.slug, said.values)):
        if sku_key(sku) not in used and not holders.taken(sku, product_id) and not _led_on(plan, sku, variant, holders):
            if sku != wanted and _led_on(plan, wanted, variant, holders):
                why = f"Another variant had the SKU {wanted}, and lies in carts under it"
                entry.report.note(said.line, f"{why}; this one got {sku}.")
            elif sku != wanted:
                entry.report.note(said.line, f"The SKU {wanted} belongs to another variant; this one got {sku}.")
            elif not said.sku:
                entry.report.note(said.line, f"There is no SKU; the variant got {sku}.")
            elif variant is not None and variant.sku != sku:
                left = f"What is in stock under {variant.sku} stays there."
                entry.report.note(said.line, f"The SKU changed from {variant.sku} to {sku}. {left}")
            return sku
    raise ValueError(f"no SKU is free for line {said.line}")


def _led_on(plan: Plan, sku: str, variant: Variant | None, holders: Holders) -> bool:
    """Another variant bore it, or does so until this row is done. Those that are there may trade: the file decides."""
    borne = plan.before.skus if plan.before and variant is None else ()
    return holders.leads_elsewhere(sku, variant) or sku_key(sku) in map(sku_key, borne)


def _free_barcode(
    plan: Plan, said: VariantEntry, variant: Variant | None, holders: Holders, used: set[str]
) -> str | None:
    if said.barcode is None:
        return variant.barcode if variant else None
    if not said.barcode:
        return None
    if problem := barcode_problem(said.barcode):
        plan.entry.report.note(said.line, f"The barcode {said.barcode} was left out. {problem}")
        return None
    if said.barcode in used or holders.barcode_taken(said.barcode, plan.after.id):
        plan.entry.report.note(said.line, f"The barcode {said.barcode} belongs to another variant and was left out.")
        return None
    return said.barcode


def _variant(
    said: VariantEntry, variant: Variant | None, sku: str, barcode: str | None, options: dict[str, str]
) -> Variant:
    """The variant as the file has it; what the file does not say stays."""
    if variant is not None:
        changed = variant.model_copy(update={"price": variant.price if said.price is None else said.price})
    else:
        assert said.price is not None  # rows with neither price nor variant were left out before
        changed = Variant(sku=sku, price=said.price)
    if changed.sku != sku:
        changed.imported_quantity = None  # nothing was ever said of the new one
    changed.sku, changed.barcode, changed.options = sku, barcode, options
    if said.has_compare_at:
        changed.compare_at = said.compare_at
    if changed.compare_at is not None and changed.compare_at <= changed.price:
        changed.compare_at = None
    changed.weight_grams = changed.weight_grams if said.grams is None else said.grams
    changed.backorder = changed.backorder if said.backorder is None else said.backorder
    changed.imported_quantity = changed.imported_quantity if said.quantity is None else said.quantity
    if said.requires_shipping is not None:
        changed.requires_shipping = said.requires_shipping
    return changed


def _hang_own_picture(product: Product, said: VariantEntry, variant: Variant) -> None:
    picture = picture_from(product, said.picture) if said.picture else None
    if picture is not None:
        variant.picture_id = picture.id


def _note_outcome(plan: Plan, said: VariantEntry, before: Variant | None, after: Variant) -> None:
    if before is None:
        plan.touch(said.line, ImportOutcome.CREATED)
    elif before != after:
        plan.touch(said.line, ImportOutcome.UPDATED)
    tell_stock(plan, said.quantity, before, after)


def tell_stock(plan: Plan, said: int | None, before: Variant | None, after: Variant) -> None:
    """Only what the file says and has not said before: people may have counted since."""
    known = before if before is not None and before.sku == after.sku else None
    repeated = known is not None and said == known.imported_quantity
    quantity = None if repeated else said
    if quantity is not None or after.backorder != (known.backorder if known else False):
        plan.stock.append(StockItem(after.sku, quantity, after.backorder))


def _arrange(product: Product, settled: list[Variant], *, continued: bool) -> None:
    """The file's order, then the variants it does not name; a continuation only adds at the end."""
    by_id = {variant.id: variant for variant in settled}
    kept = [by_id.pop(variant.id, variant) for variant in product.variants] if continued else []
    rest = [] if continued else [variant for variant in product.variants if variant.id not in by_id]
    product.variants = [*kept, *by_id.values(), *rest]
    for position, variant in enumerate(product.variants):
        variant.position = position
    names = list(dict.fromkeys(name for variant in product.variants for name in variant.options))
    product.options = [Option(name=name, values=_values_of(product, name)) for name in names]


def _values_of(product: Product, name: str) -> list[str]:
    return list(dict.fromkeys(variant.options[name] for variant in product.variants if name in variant.options))
