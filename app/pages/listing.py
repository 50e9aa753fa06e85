"""What a list's address says: what is looked for, in which order, and which page of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.gateway.browsing import Shelf
from app.requests import Request
from domains.shared.errors import NotFound

from . import forms

BY_ATTRIBUTE: Final = {"price": "Price, lowest first", "-price": "Price, highest first", "name": "Name"}
CATEGORY_SORTS: Final[Mapping[str, str]] = MappingProxyType({"newest": "Newest", **BY_ATTRIBUTE})
SEARCH_SORTS: Final[Mapping[str, str]] = MappingProxyType(
    {"relevance": "Best match", "newest": "Newest", **BY_ATTRIBUTE}
)


@dataclass(frozen=True)
class Asked:
    """`query` is empty on a category page. `sort` is always one of `sorts`, whose first is the usual one."""

    route: str
    path: Mapping[str, str]
    query: str
    sort: str
    page: int
    sorts: Mapping[str, str]

    def parameters(self, **changed: str | int) -> dict[str, str]:
        """For this list's address with some parameters changed; what is as it would be anyway is left out."""
        values: dict[str, str | int] = {"q": self.query, "sort": self.sort, "page": self.page, **changed}
        unsaid = {"q": "", "sort": next(iter(self.sorts)), "page": 1}
        return {**self.path, **{name: str(value) for name, value in values.items() if value != unsaid[name]}}

    def check(self, shelf: Shelf) -> Shelf:
        """The first page of an empty list is a page; one after the last is not."""
        if self.page > max(1, shelf.results.pages):
            raise NotFound("There is no such page.")
        return shelf


def read(request: Request, sorts: Mapping[str, str], route: str, **path: str) -> Asked:
    sort = forms.asked(request, "sort")
    return Asked(
        route=route,
        path=path,
        query=forms.asked(request, "q") if route == "search.show" else "",
        sort=sort if sort in sorts else next(iter(sorts)),
        page=forms.page_number(request),
        sorts=sorts,
    )
