"""Goods: names, ratings, what was sold, collections, who waits for what, and links to lists: each is what it says."""

from collections.abc import Iterable, Iterator

from domains import catalog

from .figures import Figures, Violation


def names(audit: catalog.CatalogAudit) -> Iterator[Violation]:
    for problem in audit.problems:
        yield Violation(
            "every name is claimed by what bears it",
            "catalogue",
            problem,
            "Import the product again: it claims its names, or says who has them.",
        )


def ratings(audit: catalog.CatalogAudit) -> Iterator[Violation]:
    mend = "Set the product's rating to what its published reviews give."
    return _drifted("rating of a product = its published reviews", audit.ratings, mend)


def sold(seen: Figures) -> Iterator[Violation]:
    mend = "`barrow recount` sets what every product has sold to what the orders give."
    return _drifted("sold of a product = the orders that count", (*seen.catalog.sold, *seen.lost_sales), mend)


def collections(audit: catalog.CatalogAudit) -> Iterator[Violation]:
    mend = "Change the product or the rule and change it back: either looks again at who belongs where."
    return _drifted("collections of a product = what hands and rules say", audit.collections, mend)


def _drifted(rule: str, problems: Iterable[str], mend: str) -> Iterator[Violation]:
    """A figure kept beside a product that is not what it is derived from."""
    for problem in problems:
        yield Violation(rule, problem.split(" counts ")[0], problem, mend)


def alerts(audit: catalog.AlertsAudit) -> Iterator[Violation]:
    for told in audit.miscounted:
        yield Violation("a queue counts who waits in it", "alerts", told, "Set the count to what there is.")
    for told in audit.late:
        yield Violation(
            "who waits is told when it is back", "alerts", told, "Start the clock and the worker: they call the next."
        )
    for told in audit.kept:
        yield Violation("addresses are forgotten in time", "alerts", told, "Start the clock: it forgets them.")


def wishlists(audit: catalog.CatalogAudit) -> Iterator[Violation]:
    for told in audit.wishlists:
        yield Violation("a link leads to the list that bears it", "wishlists", told, "Share the list anew.")
