"""What a file says of one product. None always means: it does not say, so leave what is there."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self

from ...shared.money import Money
from ..codes import derived_skus, invented_sku
from ..models import ProductStatus


@dataclass
class Report:
    """What there is to say about the lines of one product: `bad` lines were left out, `notes` were put up with."""

    skus: dict[int, str] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=dict)
    bad: dict[int, str] = field(default_factory=dict)

    def note(self, line: int, text: str) -> None:
        self.notes.setdefault(line, []).append(text)

    def refuse(self, line: int, text: str) -> None:
        self.bad[line] = f"{self.bad[line]} {text}" if line in self.bad else text

    def __or__(self, other: "Report") -> "Report":
        return Report(self.skus | other.skus, self.notes | other.notes, self.bad | other.bad)


Branch = tuple[tuple[str, str], ...]  # (path, name) from the department down


class Lines(Protocol):
    """Some rows of a file that are done together; no two with one `slug` at the same time."""

    line: int
    slug: str
    report: Report


class Entry(Lines, Protocol):
    """Rows about one product. Without a `slug` it is the one that has the first SKU.

    `handle` is what the report calls it by.
    """

    handle: str
    category: Branch | None

    @property
    def first_sku(self) -> str: ...
    @property
    def barcodes(self) -> list[str]: ...
    @property
    def sources(self) -> list[str]: ...
    @property
    def others(self) -> list[str]:
        """Products it speaks of beside its own, by SKU or address."""

    def possible_skus(self, thorough: bool) -> Iterator[str]: ...


@dataclass
class VariantEntry:
    line: int
    sku: str
    values: tuple[str, ...]
    price: Money | None
    has_compare_at: bool
    compare_at: Money | None
    barcode: str | None
    grams: int | None
    quantity: int | None
    backorder: bool | None
    requires_shipping: bool | None
    picture: str = ""


@dataclass
class PictureEntry:
    """`source` is a file name or an address."""

    line: int
    source: str
    alt: str = ""
    position: int | None = None


@dataclass
class ProductEntry:
    """`continued`: the file spoke of this product before, further up; now it only adds to it."""

    handle: str
    slug: str
    line: int
    continued: bool
    title: str | None = None
    description: str | None = None
    vendor: str | None = None
    category: Branch | None = None
    tags: list[str] | None = None
    status: ProductStatus | None = None
    option_names: tuple[str, ...] = ()
    variants: list[VariantEntry] = field(default_factory=list)
    pictures: list[PictureEntry] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    @property
    def first_sku(self) -> str:
        return ""  # its handle alone says which product it is

    @property
    def barcodes(self) -> list[str]:
        return [variant.barcode for variant in self.variants if variant.barcode]

    @property
    def sources(self) -> list[str]:
        """Every picture named, each once."""
        named = [picture.source for picture in self.pictures]
        return list(dict.fromkeys(named + [variant.picture for variant in self.variants if variant.picture]))

    @property
    def others(self) -> list[str]:
        return []

    def possible_skus(self, thorough: bool) -> Iterator[str]:
        """Those the variants may get; thorough ones are also what might be derived for them."""
        for variant in self.variants:
            wanted = variant.sku or invented_sku(self.slug, variant.values)
            yield wanted
            if thorough:
                yield from derived_skus(wanted, self.slug, variant.values)


@dataclass
class OwnVariant:
    """`fields` are the variant's as the row has them; `options` what it is at which place: {0: "S"}."""

    line: int
    sku: str
    fields: dict[str, Any]
    options: dict[int, str]
    picture: str | None = None


@dataclass
class OwnEntry:
    """Rows of our own product file. `said` are fields of the product; `attributes` are as typed, empty to clear."""

    handle: str
    slug: str
    line: int
    currency: str
    said: dict[str, Any] = field(default_factory=dict)
    category: Branch | None = None
    attributes: dict[str, list[str]] = field(default_factory=dict)
    option_names: dict[int, str] = field(default_factory=dict)
    variants: list[OwnVariant] = field(default_factory=list)
    pictures: list[PictureEntry] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    @property
    def first_sku(self) -> str:
        return self.variants[0].sku if self.variants else ""

    @property
    def barcodes(self) -> list[str]:
        return [barcode for variant in self.variants if (barcode := variant.fields.get("barcode"))]

    @property
    def sources(self) -> list[str]:
        named = [picture.source for picture in self.pictures]
        return list(dict.fromkeys(named + [variant.picture for variant in self.variants if variant.picture]))

    @property
    def others(self) -> list[str]:
        return list(self.said.get("related", []))

    def possible_skus(self, thorough: bool) -> Iterator[str]:
        return (variant.sku for variant in self.variants)

    def joined(self, other: Self) -> Self:
        return replace(
            self,
            slug=self.slug or other.slug,
            handle=self.handle or other.handle,
            said=other.said | self.said,
            category=other.category if self.category is None else self.category,
            attributes=other.attributes | self.attributes,
            option_names=other.option_names | self.option_names,
            variants=[*self.variants, *other.variants],
            pictures=[*self.pictures, *other.pictures],
            report=self.report | other.report,
        )


@dataclass
class PriceRow:
    """One price. `price_list` names the list it stands on, a `quantity` of 2 or more from how many on it holds."""

    line: int
    sku: str
    fields: dict[str, Any]
    price_list: str = ""
    quantity: int = 1


@dataclass
class PriceEntry:
    line: int
    currency: str
    rows: list[PriceRow] = field(default_factory=list)
    report: Report = field(default_factory=Report)
    handle: str = ""
    slug: str = ""
    category: Branch | None = None

    @property
    def first_sku(self) -> str:
        return self.rows[0].sku if self.rows else ""

    @property
    def barcodes(self) -> list[str]:
        return []

    @property
    def sources(self) -> list[str]:
        return []

    @property
    def others(self) -> list[str]:
        return []

    def possible_skus(self, thorough: bool) -> Iterator[str]:
        return (row.sku for row in self.rows)

    def joined(self, other: Self) -> Self:
        return replace(self, rows=[*self.rows, *other.rows], report=self.report | other.report)
