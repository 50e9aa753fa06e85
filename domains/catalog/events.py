"""The facts the catalogue tells."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class ImportUploaded:
    import_id: UUID


@dataclass(frozen=True)
class StockItem:
    """What a file said is there; `backorder`: it may be sold beyond that."""

    sku: str
    quantity: int
    backorder: bool


@dataclass(frozen=True)
class StockImported:
    import_id: UUID
    items: tuple[StockItem, ...]


@dataclass(frozen=True)
class PicturesWanted:
    """A product wants pictures that lie at `host`."""

    product_id: UUID
    host: str
