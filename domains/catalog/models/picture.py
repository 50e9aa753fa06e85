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


class Focus(StrEnum):
    """Where what matters is: kept in sight when a picture is shown narrower or flatter than it is."""

    TOP_LEFT = "top-left"
    TOP = "top"
    TOP_RIGHT = "top-right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom-right"


class Picture(BaseModel):
    """`key` names the stored file once the picture is ready; `source` is where it came from: a URL or a file name.

    `import_id` names the import that wished for it last, at `wanted_at`.
    """

    id: UUID = Field(default_factory=new_id)
    key: str | None = None
    width: int = 0
    height: int = 0
    alt: str = ""
    focus: Focus = Focus.CENTRE
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

    @property
    def image(self) -> str | None:
        """What carts, cards and orders remember of it: the key, `@` and the focal point unless that is the centre."""
        if not self.ready or self.focus is Focus.CENTRE:
            return self.key if self.ready else None
        return f"{self.key}@{self.focus}"

    def want(self) -> None:
        self.state, self.problem, self.wanted_at = PictureState.WANTED, None, clock.now()
