"""What a buyer says of a product, kept under one key per order and product with all that ever happened to it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final
from uuid import UUID, uuid5

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, DESCENDING, IndexModel

from ...shared import clock
from ...shared.ids import new_id
from ..errors import ReviewWithdrawn, WrittenTooOften

WRITER: Final = "buyer"  # nobody's address is kept with a review
MOST_WRITINGS: Final = 20


class ReviewStatus(StrEnum):
    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ReviewDeed(StrEnum):
    WRITTEN = "written"
    PUBLISHED = "published"
    REFUSED = "refused"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Words(BaseModel):
    """One to five stars, and under which name what is said of them; plain text."""

    rating: int
    title: str
    text: str
    name: str


class Bought(BaseModel):
    """A variant as the order named it."""

    sku: str
    options: dict[str, str] = Field(default_factory=dict)


class ReviewEvent(BaseModel):
    """`note` is the reason of a refusal or the answer given, `words` what was written then."""

    deed: ReviewDeed
    actor: str
    note: str = ""
    words: Words | None = None
    at: datetime = Field(default_factory=clock.now)


def review_id(order_id: UUID, product_id: UUID) -> UUID:
    """There is one review of a product in an order, whoever sends the form how often: its key follows from both."""
    return uuid5(order_id, str(product_id))


class Review(Document):
    """Shown while it is published, with `answer` as the shop's own word; `reason` is why it was refused.

    Without an order it says nothing of having been bought. `told`: the shop had a letter that it waits. `helpful`
    counts its votes.
    """

    id: UUID = Field(default_factory=new_id)  # type: ignore[assignment]  # how Beanie lets us choose the key
    product_id: UUID
    order_id: UUID | None = None
    order_number: str = ""
    bought: list[Bought] = Field(default_factory=list)
    words: Words
    status: ReviewStatus = ReviewStatus.WAITING
    reason: str = ""
    answer: str = ""
    told: bool = False
    helpful: int = 0
    history: list[ReviewEvent] = Field(default_factory=list)
    written_at: datetime = Field(default_factory=clock.now)
    changed_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "reviews"
        use_revision = True
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("product_id", ASCENDING), ("status", ASCENDING), ("written_at", DESCENDING)]),
            IndexModel([("status", ASCENDING), ("changed_at", ASCENDING), ("_id", ASCENDING)]),
            IndexModel([("order_id", ASCENDING)], sparse=True),
        ]

    @property
    def revision(self) -> UUID | None:
        return self.revision_id

    @property
    def verified(self) -> bool:
        return self.order_id is not None

    @property
    def counted(self) -> int | None:
        """The stars that it gives its product now."""
        return self.words.rating if self.status is ReviewStatus.PUBLISHED else None

    @property
    def variants(self) -> list[str]:
        """What was bought, as far as there was a choice: `Size M, Colour Moss`."""
        named = [", ".join(_named(each.options)) for each in self.bought]
        return [each for each in dict.fromkeys(named) if each]

    def write(self, words: Words) -> bool:
        """For the first time or anew: it waits to be read. False when nothing else is said than before."""
        first = not self.history
        if not first and words == self.words and self.status is not ReviewStatus.WITHDRAWN:
            return False
        if sum(event.deed is ReviewDeed.WRITTEN for event in self.history) >= MOST_WRITINGS:
            raise WrittenTooOften
        self.words, self.status, self.reason, self.told = words, ReviewStatus.WAITING, "", False
        self.written_at = self._note(ReviewDeed.WRITTEN, WRITER, words=words)
        return True

    def withdraw(self) -> bool:
        if self.status is ReviewStatus.WITHDRAWN:
            return False
        self.status = ReviewStatus.WITHDRAWN
        self._note(ReviewDeed.WITHDRAWN, WRITER)
        return True

    def publish(self, actor: str) -> bool:
        self._check_standing()
        if self.status is ReviewStatus.PUBLISHED:
            return False
        self.status, self.reason = ReviewStatus.PUBLISHED, ""
        self._note(ReviewDeed.PUBLISHED, actor)
        return True

    def refuse(self, reason: str, actor: str) -> bool:
        """A published one leaves the shop; its writer reads the reason."""
        self._check_standing()
        if (self.status, self.reason) == (ReviewStatus.REFUSED, reason):
            return False
        self.status, self.reason = ReviewStatus.REFUSED, reason
        self._note(ReviewDeed.REFUSED, actor, reason)
        return True

    def reply(self, answer: str, actor: str) -> bool:
        """In the shop's name, shown below it; an empty one takes the answer back."""
        self._check_standing()
        if self.answer == answer:
            return False
        self.answer = answer
        self._note(ReviewDeed.ANSWERED, actor, answer)
        return True

    def forget_writer(self) -> bool:
        """What was said stays; under which name, nobody knows any more."""
        said = [self.words, *(event.words for event in self.history if event.words)]
        named = [words for words in said if words.name]
        for words in named:
            words.name = ""
        return bool(named)

    def _check_standing(self) -> None:
        if self.status is ReviewStatus.WITHDRAWN:
            raise ReviewWithdrawn

    def _note(self, deed: ReviewDeed, actor: str, note: str = "", words: Words | None = None) -> datetime:
        event = ReviewEvent(deed=deed, actor=actor, note=note, words=words)
        self.history.append(event)
        self.changed_at = event.at
        return event.at


def _named(options: Mapping[str, str]) -> list[str]:
    """Files of one-variant products call their only option's value Default Title."""
    return [f"{name} {value}" for name, value in options.items() if value != "Default Title"]
