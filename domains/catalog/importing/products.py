"""Entries into products: batch by batch, at need product by product."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from beanie.exceptions import RevisionIdWasChanged
from pymongo.errors import DuplicateKeyError

from ...shared.errors import Invalid, Unavailable
from ..errors import Unknown
from ..models import ImportRow, Product
from .entries import Entry, OwnEntry, PriceEntry
from .gallery import Found
from .holders import Holders
from .images import Pictures
from .plan import CannotBeProduct, Plan, refused, report
from .sheet import Sheet
from .writing import Catalogue, Known

TRIES = 5
E = TypeVar("E", bound=Entry)
J = TypeVar("J", OwnEntry, PriceEntry)
P = TypeVar("P", bound=Entry, contravariant=True)
log = logging.getLogger("catalog.import")


class Planner(Protocol[P]):
    async def look_again(self) -> None:
        """What it knows beside the products has changed."""

    def __call__(self, entry: P, before: Product | None, holders: Holders, pictures: Mapping[str, Found]) -> Plan: ...


def nothing_left() -> Iterator[Any]:
    return iter(())


@dataclass(frozen=True)
class Products(Generic[E]):
    """`read` makes entries of a sheet, `gather` makes one of those about one product, `plan` says what they mean."""

    catalogue: Catalogue
    pictures: Pictures
    read: Callable[[Sheet], Iterator[E]]
    gather: Callable[[Sequence[E], Known], Sequence[E]]
    plan: Planner[E]
    weight: int = 1
    left: Callable[[], Iterator[E]] = nothing_left

    def entries(self, sheet: Sheet) -> Iterator[E]:
        return self.read(sheet)

    def rest(self) -> Iterator[E]:
        return self.left()

    async def together(self, batch: Sequence[E]) -> list[ImportRow] | None:
        """The whole batch as one write. None where one of its products stands in the way of that."""
        known = await self.catalogue.known(batch)
        rows: list[ImportRow] = []
        plans: list[Plan] = []
        try:
            for entry in self.gather(batch, known):
                try:
                    plan = await self._plan(entry, known)
                except CannotBeProduct as reason:
                    rows += refused(entry, str(reason))
                else:
                    rows += report(plan)
                    if plan.changes:
                        plans.append(plan)
                        known.learn(entry, plan.after, plan.before)
            if plans:
                await self.catalogue.write(plans)
        except Unavailable:
            raise
        except Exception as error:
            log.info("import.batch_divided line=%s error=%r", batch[0].line, error)
            return None
        return sorted(rows, key=lambda row: row.line)

    async def one_by_one(self, batch: Sequence[E]) -> list[ImportRow]:
        """Each product is its own write, so that one that cannot be written stops no other."""
        known = await self.catalogue.known(batch)
        rows = [row for entry in self.gather(batch, known) for row in await self._one(entry, known)]
        return sorted(rows, key=lambda row: row.line)

    async def _one(self, entry: E, known: Known) -> list[ImportRow]:
        for _ in range(TRIES):
            try:
                plan = await self._plan(entry, known)
                if plan.changes:
                    await self.catalogue.write([plan])
                    known.learn(entry, plan.after, plan.before)
                return report(plan)
            except CannotBeProduct as reason:
                return refused(entry, str(reason))
            except (DuplicateKeyError, RevisionIdWasChanged, Unknown):
                await self.plan.look_again()
                known.refresh(entry, await self.catalogue.known([entry], thorough=True))
            except Unavailable:
                raise
            except Invalid as reason:
                return refused(entry, str(reason))
            except Exception:  # the log says what to mend
                log.exception("import.product_failed handle=%s line=%s", entry.handle, entry.line)
                return refused(entry, "The product could not be written; nothing of it was changed.")
        return refused(entry, "Others kept changing this product; import it again.")

    async def _plan(self, entry: E, known: Known) -> Plan:
        entry = copy(entry)  # it may be planned again, when its category lies elsewhere
        entry.category = known.branches.now(entry.category)
        found = await self.pictures.find(entry.sources)
        return self.plan(entry, known.product(entry), known.holders, found)


def apart(batch: Sequence[E], known: Known) -> Sequence[E]:
    """Each entry is about a product of its own."""
    return batch


def gathered(batch: Sequence[J], known: Known) -> Sequence[J]:
    """Rows that turn out to be about one product are one entry."""
    found: dict[object, J] = {}
    for entry in batch:
        key = known.product_id(entry) or entry.slug or entry.line
        found[key] = found[key].joined(entry) if key in found else entry
    return list(found.values())
