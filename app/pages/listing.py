"""What a list's address says: what is looked for, in which order, through which filters, and which page of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from app.gateway import browsing
from app.gateway.browsing import Shelf
from app.requests import Request
from domains import catalog
from domains.shared.errors import NotFound
from domains.shared.money import Money
from domains.shared.settings import settings

from . import filters, forms
from .filters import Chosen, ChosenFilters

BY_ATTRIBUTE: Final = {
    "best-selling": "Best selling",
    "price": "Price, lowest first",
    "-price": "Price, highest first",
    "name": "Name",
}
CATEGORY_SORTS: Final[Mapping[str, str]] = MappingProxyType(
    {"featured": "Featured", "newest": "Newest", **BY_ATTRIBUTE}
)
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
    filters: ChosenFilters

    def parameters(self, **changed: str | int) -> dict[str, object]:
        """For this list's address with some parameters changed; what is as it would be anyway is left out."""
        return {**self._plain(**changed), **self.filters.parameters}

    @property
    def unfiltered(self) -> dict[str, object]:
        return self._plain(page=1)

    @property
    def plain(self) -> bool:
        """Whether this is what was looked for and no more: its first page, through no filter."""
        return self.page == 1 and not self.filters.any

    @property
    def carried(self) -> dict[str, object]:
        """What a form of filters carries along."""
        return {name: value for name, value in self.unfiltered.items() if name not in self.path}

    def chosen(self, shelf: Shelf) -> Iterator[Chosen]:
        """The filters that are set, each with the way to be without it."""
        plain = self._plain(page=1)
        for facet in shelf.results.facets:
            for value in facet.chosen:
                left = self.filters.without(facet.name, self._as_asked(facet.name, value.value))
                yield Chosen(f"{facet.label}: {filters.label(facet, value)}", {**plain, **left})
        ends = {"price_from": "Price from", "price_to": "Price up to"}
        for number in shelf.results.number_facets:
            ends |= {f"{number.name}_from": f"{number.label} from", f"{number.name}_to": f"{number.label} up to"}
        for name, told in ends.items():
            if typed := " ".join(self.filters.parameters.get(name, ())):
                yield Chosen(f"{told} {typed}", {**plain, **self.filters.without(name)})

    def label(self, facet: catalog.Facet, value: catalog.FacetValue) -> str:
        return filters.label(facet, value)

    def number(self, value: float) -> str:
        """As one types it."""
        return f"{Decimal(repr(value)).normalize():f}"

    def price(self, amount: int) -> str:
        """Minor units of the shop's currency as one types them."""
        return str(Money(amount, settings().shop_currency).decimal)

    async def shelf(self, category: str | None = None, collection: catalog.Collection | None = None) -> Shelf:
        """The first page of an empty list is a page; one after the last is not."""
        wanted = self.filters.wanted
        if collection is not None:
            wanted = replace(wanted, values={**wanted.values, "collection": (str(collection.id),)})
        found = await browsing.shelf(
            self.query, category=category, filters=wanted, sort=self.sort, page=self.page, counted=True,
            first=collection.products if collection else (),
        )  # fmt: skip
        if self.page > max(1, found.results.pages):
            raise NotFound("There is no such page.")
        return found

    def _as_asked(self, facet: str, value: str) -> str:
        """A value in the letters in which the address has it."""
        given = self.filters.values.get(facet, ())
        return next((each for each in given if each.casefold() == value.casefold()), value)

    def _plain(self, **changed: str | int) -> dict[str, object]:
        values: dict[str, str | int] = {"q": self.query, "sort": self.sort, "page": self.page, **changed}
        unsaid = {"q": "", "sort": next(iter(self.sorts)), "page": 1}
        return {**self.path, **{name: str(value) for name, value in values.items() if value != unsaid[name]}}


def read(request: Request, sorts: Mapping[str, str], route: str, **path: str) -> Asked:
    sort = forms.asked(request, "sort")
    return Asked(
        route=route,
        path=path,
        query=forms.asked(request, "q") if route == "search.show" else "",
        sort=sort if sort in sorts else next(iter(sorts)),
        page=forms.page_number(request),
        sorts=sorts,
        filters=filters.read(request),
    )
