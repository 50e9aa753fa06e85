"""An import: a file on its way into the catalogue, and what became of each of its rows."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id
from ...shared.settings import settings


class ImportKind(StrEnum):
    SHOPIFY = "shopify"
    PRODUCTS = "products"
    PRICES = "prices"
    STOCK = "stock"
    CODES = "codes"

    @property
    def whole(self) -> bool:
        """One wrong row refuses the whole file; of others it is left out alone."""
        return self is ImportKind.STOCK


class ImportState(StrEnum):
    UPLOADED = "uploaded"
    VALIDATING = "validating"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        return self in (ImportState.COMPLETED, ImportState.FAILED)


class ImportOutcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class ImportRow(BaseModel):
    """`line` is where the row starts in the file; `warned` marks what the merchant should look at."""

    line: int
    handle: str = ""
    sku: str = ""
    outcome: ImportOutcome
    why: str = ""
    warned: bool = False


class ImportCounts(BaseModel):
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    warned: int = 0

    def add(self, row: ImportRow) -> None:
        setattr(self, row.outcome.value, getattr(self, row.outcome.value) + 1)
        self.warned += row.warned


class Import(Document):
    """`done` of `total` rows are in the report; `lease_ends_at` is until when a running process is believed alive.

    `told`: workers know of it; otherwise whoever uploaded it runs it. A `dry_run` only finds out what it would do.
    `columns` names the field that each column of the file is, empty for one that is not read; `header` and
    `first_rows` are what the file says there; `given` are fields that hold for every row without a cell of its own.
    `begun` is False while somebody still looks at them.
    `checked`: all rows of a file that is taken whole or not at all were looked at, and none is wrong.
    `refused_id` is the file of the rows left out, to be mended and uploaded again.
    """

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    name: str
    currency: str
    kind: ImportKind = ImportKind.SHOPIFY
    columns: list[str] = Field(default_factory=list)
    header: list[str] = Field(default_factory=list)
    first_rows: list[list[str]] = Field(default_factory=list)
    given: dict[str, str] = Field(default_factory=dict)
    by: str = ""
    file_id: Any = None
    refused_id: Any = None
    begun: bool = True
    state: ImportState = ImportState.UPLOADED
    problem: str | None = None
    total: int = 0
    done: int = 0
    counts: ImportCounts = Field(default_factory=ImportCounts)
    dry_run: bool = False
    checked: bool = False
    told: bool = False
    uploaded_at: datetime = Field(default_factory=clock.now)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    lease_ends_at: datetime | None = None
    holder: UUID | None = None
    # filled from the pages of the report for whoever asks for them; never stored here
    rows: list[ImportRow] = Field(default_factory=list, exclude=True)

    class Settings:
        name = "imports"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("uploaded_at", DESCENDING)]),
            IndexModel([("state", ASCENDING), ("uploaded_at", ASCENDING)]),
        ]

    @property
    def looking(self) -> bool:
        """It only finds out what it would do: what it had found out dies with its process."""
        return self.dry_run or (self.kind.whole and not self.checked)

    @property
    def file_name(self) -> str:
        return self.name

    @property
    def repeatable(self) -> bool:
        """A trial that somebody may want to do in earnest: its file is kept for that."""
        return self.dry_run and self.told and self.state is ImportState.COMPLETED

    @property
    def unsellable(self) -> str:
        """Why nothing of it can be bought, if that is so."""
        sold_in = settings().shop_currency
        if self.currency == sold_in:
            return ""
        return f"Its prices are in {self.currency}, and this shop sells in {sold_in}: nobody can buy these products."


class ImportPage(Document):
    """A stretch of an import's report; many rows share a document, so that a long file stays cheap.

    `telling`: one of them is worth a look.
    """

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    import_id: UUID
    first: int
    rows: list[ImportRow]
    telling: bool = False

    class Settings:
        name = "import_pages"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("import_id", ASCENDING), ("first", ASCENDING)]),
            IndexModel([("import_id", ASCENDING), ("telling", ASCENDING), ("first", ASCENDING)]),
        ]
