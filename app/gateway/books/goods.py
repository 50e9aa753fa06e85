"""Goods: a SKU, a barcode and an address each name one thing."""

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
