"""Goods: a SKU, a barcode and an address each name one thing, and a rating is what its reviews give."""

from collections.abc import Iterator

from domains import catalog

from .figures import Violation


def names(audit: catalog.CatalogAudit) -> Iterator[Violation]:
    for problem in audit.problems:
        yield Violation(
            "every name is claimed by what bears it",
            "catalogue",
            problem,
            "Import the product again: it claims its names, or says who has them.",
        )


def ratings(audit: catalog.CatalogAudit) -> Iterator[Violation]:
    for problem in audit.ratings:
        yield Violation(
            "rating of a product = its published reviews",
            problem.split(" counts ")[0],
            problem,
            "Set the product's rating to what its published reviews give.",
        )
