"""A picture of a product: wanted from somewhere, ready once its file is stored, or failed with its reason."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from ...shared import clock
from ...shared.ids import new_id


class PictureState(StrEnum):
    READY = "ready"
    WANTED = "wanted"
    FAILED = "failed"


class Picture(BaseModel):
    """`key` names the stored file once the picture is ready; `source` is where it came from: a URL or a file name.

    `import_id` names the import that wished for it last, at `wanted_at`.
    """

    id: UUID = Field(default_factory=new_id)
    key: str | None = None
    width: int = 0
    height: int = 0
    alt: str = ""
    source: str = ""
    state: PictureState = PictureState.WANTED
    problem: str | None = None
    wanted_at: datetime | None = None
    import_id: UUID | None = None

    @property
    def source_url(self) -> str | None:
        return self.source if self.source.startswith("https://") else None

    @property
    def ready(self) -> bool:
        return self.state is PictureState.READY and self.key is not None

    def want(self) -> None:
        self.state, self.problem, self.wanted_at = PictureState.WANTED, None, clock.now()
