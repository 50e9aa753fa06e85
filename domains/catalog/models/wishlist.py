"""Wishlists: what somebody would like to have, on lists of their own. All lists of one holder are one document."""

import unicodedata
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import UUID

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.ids import new_id
from ..errors import Unknown

MOST_LISTS: Final = 20
MOST_DELETED: Final = 5  # that can be had again
MOST_ITEMS: Final = 100  # on one list
MOST_OF_ONE: Final = 999
MOST_JOINED: Final = 2_000  # things of one holder, once lists of several are joined
LONGEST_NAME: Final = 80
LONGEST_NOTE: Final = 300
UNDONE_FOR: Final = timedelta(hours=1)
TURNERS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # of direction


class WishedItem(BaseModel):
    """Without a variant any of the product's will do. `title` is what it was called, for when it is gone."""

    id: UUID = Field(default_factory=new_id)
    product_id: UUID
    variant_id: UUID | None = None
    title: str
    note: str = ""
    quantity: int = 1
    added_at: datetime = Field(default_factory=clock.now)

    def same_as(self, product_id: UUID, variant_id: UUID | None) -> bool:
        return (self.product_id, self.variant_id) == (product_id, variant_id)

    def describe(self, note: str, quantity: int) -> None:
        if len(plain := _plain(note)) > LONGEST_NOTE:
            raise _wrong("note", f"A note has at most {LONGEST_NOTE} characters.")
        if not 1 <= quantity <= MOST_OF_ONE:
            raise _wrong("quantity", f"You can wish for between 1 and {MOST_OF_ONE} of one thing.")
        self.note, self.quantity = plain, quantity


class Sharing(BaseModel):
    """Who has the token sees the list. `by` is what its owner wants to be called there; `notes`: they are shown too."""

    token: str
    by: str = ""
    notes: bool = False


class Wishlist(BaseModel):
    id: UUID = Field(default_factory=new_id)
    name: str
    items: list[WishedItem] = Field(default_factory=list)
    sharing: Sharing | None = None

    def item(self, item_id: UUID) -> WishedItem:
        for item in self.items:
            if item.id == item_id:
                return item
        raise Unknown("This is not on the list any more.")

    def wish(self, item: WishedItem, *, unlimited: bool = False) -> bool:
        """False when it was there already; then the larger quantity counts and no note is lost."""
        known = next((each for each in self.items if each.same_as(item.product_id, item.variant_id)), None)
        if known is None:
            if len(self.items) >= MOST_ITEMS and not unlimited:
                raise Invalid(f"A list holds at most {MOST_ITEMS} things. Take something off it, or begin another.")
            self.items.append(item)
            return True
        known.quantity = max(known.quantity, item.quantity)
        if item.note and item.note not in known.note:
            known.note = f"{known.note} {item.note}".strip()
        return False

    def take_off(self, item_id: UUID) -> WishedItem:
        item = self.item(item_id)
        self.items.remove(item)
        return item


class DeletedWishlist(BaseModel):
    """Off its holder's lists, and for UNDONE_FOR to be had again as it was."""

    own: Wishlist
    at: datetime = Field(default_factory=clock.now)


class WishHolder(Document):
    """Whose lists they are: a visitor's party, or an account that visitors' lists were joined to. Those last."""

    id: UUID  # type: ignore[assignment]  # how Beanie lets us choose the key
    lists: list[Wishlist] = Field(default_factory=list)
    deleted: list[DeletedWishlist] = Field(default_factory=list)
    lasting: bool = False
    touched_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "wish_holders"
        indexes: ClassVar[list[IndexModel]] = [
            IndexModel([("lasting", ASCENDING), ("touched_at", ASCENDING)]),
            IndexModel([("deleted.at", ASCENDING)], sparse=True),
        ]

    @property
    def things(self) -> int:
        return sum(len(each.items) for each in self.lists)

    def wishlist(self, list_id: UUID) -> Wishlist:
        for each in self.lists:
            if each.id == list_id:
                return each
        raise Unknown("There is no such list.")

    def begin(self, name: str) -> Wishlist:
        self._check_room()
        made = Wishlist(name=self._checked(name))
        self.lists.append(made)
        return made

    def rename(self, list_id: UUID, name: str) -> None:
        own = self.wishlist(list_id)
        if self._named(_plain(name)) is own:
            own.name = _plain(name)  # in other letters
        else:
            own.name = self._checked(name)

    def discard(self, list_id: UUID) -> Wishlist | None:
        """None where it is deleted already; Unknown for what is no list of theirs."""
        if any(each.own.id == list_id for each in self.deleted):
            return None
        own = self.wishlist(list_id)
        self.lists.remove(own)
        self.deleted = [*self.deleted, DeletedWishlist(own=own)][-MOST_DELETED:]
        return own

    def restore(self, list_id: UUID) -> Wishlist:
        """As it was, under a free name where its own is taken by now. Restored already it is the list there is."""
        found = next((each for each in self.undoable(clock.now()) if each.own.id == list_id), None)
        if found is None:
            return self.wishlist(list_id)
        self._check_room()
        found.own.name = self.free_name(found.own.name)
        self.deleted.remove(found)
        self.lists.append(found.own)
        return found.own

    def undoable(self, now: datetime) -> list[DeletedWishlist]:
        return [each for each in self.deleted if now - each.at < UNDONE_FOR]

    def free_name(self, wanted: str) -> str:
        """`Wishlist`, or `Wishlist 2` where there is one already."""
        number, name = 1, wanted
        while self._named(name):
            number += 1
            name = f"{wanted} {number}"
        return name

    def take_in(self, lists: list[Wishlist]) -> None:
        """Another holder's lists, whole. Two of one name become one unless a link leads to either: what a link shows
        does not grow by itself."""
        for each in lists:
            own = self._named(each.name)
            if own is None or own.sharing or each.sharing:
                each.name = self.free_name(each.name)
                self.lists.append(each)
            else:
                for item in each.items:
                    own.wish(item, unlimited=True)
        if self.things > MOST_JOINED:
            raise Invalid(f"Together these lists would hold more than {MOST_JOINED} things.")

    def _check_room(self) -> None:
        if len(self.lists) >= MOST_LISTS:
            raise _wrong("name", f"You can have {MOST_LISTS} lists. Delete one that you no longer need.")

    def _named(self, name: str) -> Wishlist | None:
        return next((each for each in self.lists if each.name.casefold() == name.casefold()), None)

    def _checked(self, name: str) -> str:
        plain = _plain(name)
        if not plain:
            raise _wrong("name", "Give the list a name.")
        if len(plain) > LONGEST_NAME:
            raise _wrong("name", f"A name has at most {LONGEST_NAME} characters.")
        if self._named(plain):
            raise _wrong("name", "You have a list of this name already.")
        return plain


class WishlistShare(Document):
    """Where a link's token leads; made and taken back together with the list's own `sharing`."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    holder_id: UUID
    list_id: UUID

    class Settings:
        name = "wishlist_shares"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("holder_id", ASCENDING)])]


def signature(text: str) -> str:
    """What an owner wants to be called on a shared list."""
    if len(plain := _plain(text)) > LONGEST_NAME:
        raise _wrong("by", f"A name has at most {LONGEST_NAME} characters.")
    return plain


def _plain(text: str) -> str:
    kept = "".join(letter for letter in unicodedata.normalize("NFC", text) if letter not in TURNERS)
    return " ".join(kept.split())


def _wrong(field: str, told: str) -> Invalid:
    return Invalid(told, {field: told})
