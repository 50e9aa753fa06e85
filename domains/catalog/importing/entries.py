"""What a file says of one product. None always means: it does not say, so leave what is there."""

from dataclasses import dataclass, field

from ...shared.money import Money
from ..models import ProductStatus


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
class Report:
    """What there is to say about the lines of one product: `bad` lines were left out, `notes` were put up with."""

    skus: dict[int, str] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=dict)
    bad: dict[int, str] = field(default_factory=dict)

    def note(self, line: int, text: str) -> None:
        self.notes.setdefault(line, []).append(text)


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
    category: tuple[tuple[str, str], ...] | None = None
    tags: list[str] | None = None
    status: ProductStatus | None = None
    option_names: tuple[str, ...] = ()
    variants: list[VariantEntry] = field(default_factory=list)
    pictures: list[PictureEntry] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    @property
    def skus(self) -> list[str]:
        return [variant.sku for variant in self.variants if variant.sku]

    @property
    def barcodes(self) -> list[str]:
        return [variant.barcode for variant in self.variants if variant.barcode]

    @property
    def sources(self) -> list[str]:
        """Every picture named, each once."""
        named = [picture.source for picture in self.pictures]
        return list(dict.fromkeys(named + [variant.picture for variant in self.variants if variant.picture]))
