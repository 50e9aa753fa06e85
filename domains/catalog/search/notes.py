"""What is kept in the index beside the products, read again when it changes: categories, types, price lists, words."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

import msgspec
from pymongo import ReadPreference
from tantivy import Document, Index, Query

from ..database import documents
from ..pricing import PriceListTerms
from .schema import SCHEMA, note

CATEGORIES, TYPES, WORDS, PRICE_LISTS = "categories", "product_types", "search_words", "price_lists"
KEY = "notes"


class NotedCategory(msgspec.Struct, frozen=True, omit_defaults=True):
    """`order`: the products it shows first. What its page says of it is kept too: that page asks nobody else."""

    path: str = msgspec.field(name="_id")
    name: str
    parent: str = ""
    position: int = 0
    picture: str | None = None
    hidden: bool = False
    order: tuple[UUID, ...] = ()
    description: str = ""
    seo_title: str = ""
    seo_description: str = ""


class NotedWord(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is typed, and what it also means (`synonyms`) or where it leads (`target`, a path of the shop)."""

    typed: str = msgspec.field(name="_id")
    synonyms: tuple[str, ...] = ()
    target: str = ""


class NotedAttribute(msgspec.Struct, frozen=True, omit_defaults=True):
    key: str
    name: str
    kind: str
    filterable: bool = False
    unit: str = ""


class NotedType(msgspec.Struct, frozen=True, omit_defaults=True):
    key: str = msgspec.field(name="_id")
    attributes: tuple[NotedAttribute, ...] = ()


class Notes(msgspec.Struct, frozen=True, dict=True):
    categories: tuple[NotedCategory, ...] = ()
    types: tuple[NotedType, ...] = ()
    words: tuple[NotedWord, ...] = ()
    price_lists: tuple[PriceListTerms, ...] = ()

    @cached_property
    def category_names(self) -> dict[str, str]:
        """By their paths."""
        return {each.path: each.name for each in self.categories}

    @property
    def lists(self) -> dict[UUID, PriceListTerms]:
        return {each.id: each for each in self.price_lists}

    def entry(self) -> Document:
        return note(KEY, msgspec.json.encode(self))


async def noted() -> Notes:
    """As MongoDB has them now. What cannot be read is left out."""
    return Notes(
        tuple(await _read(CATEGORIES, NotedCategory)),
        tuple(await _read(TYPES, NotedType)),
        tuple(await _read(WORDS, NotedWord)),
        tuple(await _read(PRICE_LISTS, PriceListTerms)),
    )


def notes_of(index: Index) -> Notes:
    hits = index.searcher().search(Query.term_query(SCHEMA, "id", KEY), limit=1).hits
    data = index.searcher().doc(hits[0][1]).get_first("data") if hits else None
    return msgspec.json.decode(data, type=Notes) if isinstance(data, bytes) else Notes()


async def read_words() -> list[NotedWord]:
    return list(await _read(WORDS, NotedWord))


async def _read(collection: str, kind: type[Any]) -> Sequence[Any]:
    source = documents.database.get_collection(collection, read_preference=ReadPreference.PRIMARY)
    found = []
    async for raw in source.find({}):
        try:
            found.append(msgspec.convert({"id": raw["_id"], **raw}, kind))
        except msgspec.ValidationError:  # one odd document must not keep the others from being known
            continue
    return found
