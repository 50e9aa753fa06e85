"""What a list's address says: what is looked for, in which order, through which filters, and which page of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Final
from urllib.parse import parse_qsl, urlencode

from litestar import Response
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from app.gateway import browsing
from app.gateway.browsing import Shelf
from app.gateway.buying import Buyer
from app.requests import Request
from domains import catalog
from domains.shared import texts
from domains.shared.errors import NotFound
from domains.shared.money import Money
from domains.shared.settings import settings

from . import filters, forms
from .filters import Chosen, ChosenFilters

SIZE: Final = 24
MOST_PAGES: Final = 5  # below each other
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
EVERYTHING_SORTS: Final[Mapping[str, str]] = MappingProxyType({"newest": "Newest", **BY_ATTRIBUTE})


@dataclass(frozen=True)
class Asked:
    """`query` is empty on a category page. `sort` is always one of `sorts`, whose first is the usual one. A list shows
    what is on its pages from `from_page` to `page`."""

    route: str
    path: Mapping[str, str]
    query: str
    sort: str
    page: int
    from_page: int
    sorts: Mapping[str, str]
    filters: ChosenFilters

    def parameters(self, **changed: str | int) -> dict[str, object]:
        """For this list's address with some parameters changed; what is as it would be anyway is left out."""
        return {**self._plain(**changed), **self.filters.parameters}

    @property
    def size(self) -> int:
        """How many products a page has."""
        return SIZE

    @property
    def opens(self) -> bool:
        """Whether this is the list from its beginning, as the shop sets it."""
        usual = self.sort == next(iter(self.sorts))
        return usual and self.from_page == 1 and not self.query and not self.filters.any

    @property
    def first(self) -> int:
        """The place of the first product that is shown, counted from 1."""
        return (self.from_page - 1) * SIZE + 1

    def onward(self, pages: int) -> dict[str, object] | None:
        """For the address of the next page, where there is one."""
        return self.parameters(page=self.page + 1, from_page="") if self.page < pages else None

    @property
    def longer(self) -> dict[str, object] | None:
        """For the address of this list with the next page below it, unless that makes it too long."""
        if self.page + 1 - self.from_page >= MOST_PAGES:
            return None
        return self.parameters(page=self.page + 1, from_page=self.from_page)

    @property
    def back(self) -> dict[str, object] | None:
        return self.parameters(page=self.from_page - 1, from_page="") if self.from_page > 1 else None

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
        priced = {name: filters.amount(getattr(self.filters, name)) for name in ends}
        said = {name: texts.money(Money(typed, settings().shop_currency)) for name, typed in priced.items() if typed}
        for number in shelf.results.number_facets:
            ends |= {f"{number.name}_from": f"{number.label} from", f"{number.name}_to": f"{number.label} up to"}
        for name, told in ends.items():
            if typed := said.get(name) or " ".join(self.filters.parameters.get(name, ())):
                yield Chosen(f"{told} {typed}", {**plain, **self.filters.without(name)})

    def label(self, facet: catalog.Facet, value: catalog.FacetValue) -> str:
        return filters.label(facet, value)

    def number(self, value: float) -> str:
        """As one types it."""
        return f"{Decimal(repr(value)).normalize():f}"

    def price(self, amount: int) -> str:
        """Minor units of the shop's currency as one types them."""
        return str(Money(amount, settings().shop_currency).decimal)

    async def shelf(
        self, buyer: Buyer, category: str | None = None, collection: catalog.Collection | None = None
    ) -> Shelf:
        """The first page of an empty list is a page; one after the last is not."""
        wanted = self.filters.wanted
        if collection is not None:
            wanted = replace(wanted, values={**wanted.values, "collection": (str(collection.id),)})
        look = partial(
            browsing.shelf, self.query, category=category, filters=wanted, sort=self.sort, size=SIZE,
            first=collection.products if collection else (), buyer=buyer,
        )  # fmt: skip
        found = await look(page=self.page, counted=True)
        if self.page > max(1, found.results.pages):
            raise NotFound("There is no such page.")
        before = [await look(page=page) for page in range(self.from_page, self.page)]
        return replace(found, cards=tuple(card for each in (*before, found) for card in each.cards))

    def _as_asked(self, facet: str, value: str) -> str:
        """A value in the letters in which the address has it."""
        given = self.filters.values.get(facet, ())
        return next((each for each in given if each.casefold() == value.casefold()), value)

    def _plain(self, **changed: str | int) -> dict[str, object]:
        values: dict[str, str | int] = {"q": self.query, "sort": self.sort, "page": self.page, **changed}
        values.setdefault("from_page", self.from_page)
        if values["page"] == 1 or values["from_page"] == values["page"]:
            values["from_page"] = ""
        unsaid = {"q": "", "sort": next(iter(self.sorts)), "page": 1, "from_page": ""}
        return {**self.path, **{name: str(value) for name, value in values.items() if value != unsaid[name]}}


async def tidied(request: Request) -> Response[None] | None:
    """A plain form sends its empty fields, too: on to the address without them, which is what a script asks for."""
    given = parse_qsl(request.url.query, keep_blank_values=True)
    told = [(name, value) for name, value in given if value]
    if request.htmx or len(told) == len(given):
        return None
    path = request.url.path + (f"?{urlencode(told)}" if told else "")
    return Redirect(path, status_code=HTTP_303_SEE_OTHER)


def read(request: Request, sorts: Mapping[str, str], route: str, **path: str) -> Asked:
    sort = forms.asked(request, "sort")
    page = forms.page_number(request)
    return Asked(
        route=route,
        path=path,
        query=forms.asked(request, "q") if route == "search.show" else "",
        sort=sort if sort in sorts else next(iter(sorts)),
        page=page,
        from_page=_from_page(request, page),
        sorts=sorts,
        filters=filters.read(request),
    )


def _from_page(request: Request, page: int) -> int:
    """What is no earlier page, or one too far up, begins the list where it ends."""
    asked = forms.asked(request, "from_page")
    first = int(asked) if re.fullmatch(r"[1-9][0-9]{0,5}", asked, re.ASCII) else page
    return first if page - MOST_PAGES < first <= page else page
