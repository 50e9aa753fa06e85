"""The facts the catalogue tells."""

from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class CollectionChanged:
    """Its rule takes other products than before, or it is gone."""

    collection_id: UUID


@dataclass(frozen=True)
class ImportUploaded:
    PATIENT: ClassVar[bool] = True
    import_id: UUID


@dataclass(frozen=True)
class StockItem:
    """What a file said is there, None where it said nothing; `backorder`: it may be sold beyond that.

    `location` is the code of where it lies, empty for the shop's first. `said` are the other figures of a file of stock
    by their fields, None where they are cleared; days and moments as in ISO 8601."""

    sku: str
    quantity: int | None
    backorder: bool | None
    location: str = ""
    said: dict[str, bool | int | str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class StockImported:
    """What one stretch of a file said of the stock. A higher `sequence` was written later, on whichever host. `file` is
    its name, and `by` who sent it."""

    import_id: UUID
    items: tuple[StockItem, ...]
    sequence: int | None = None
    file: str = ""
    by: str = ""


@dataclass(frozen=True)
class PicturesWanted:
    """These products want pictures that lie elsewhere."""

    PATIENT: ClassVar[bool] = True
    product_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class PicturesSaved:
    """These pictures hang on products now; their sizes are still to be made."""

    PATIENT: ClassVar[bool] = True
    keys: tuple[str, ...]


@dataclass(frozen=True)
class FailedPicturesWanted:
    """Somebody wants the worker to try once more what could not be fetched for this import."""

    PATIENT: ClassVar[bool] = True
    import_id: UUID


@dataclass(frozen=True)
class ReviewsCame:
    """So many reviews came to wait since the shop was last told; one letter is about all of them."""

    letter_id: UUID
    count: int


@dataclass(frozen=True)
class AlertAsked:
    """Somebody wants to be told when something is back; a letter is to ask whether it was really them."""

    alert_id: UUID
    letter_id: UUID


@dataclass(frozen=True)
class BackInStock:
    """It is the turn of one of those who wait for this SKU."""

    alert_id: UUID
    letter_id: UUID
    sku: str


@dataclass(frozen=True)
class PreviewWanted:
    """Somebody wants to know what publishing this promotion would do."""

    PATIENT: ClassVar[bool] = True
    promotion_id: UUID
    asked: UUID
