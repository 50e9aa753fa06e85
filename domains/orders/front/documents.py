"""Invoices and credit notes."""

from ..documents.reading import (
    DocumentPage,
    DocumentsAudit,
    DocumentsWanted,
    document,
    documents,
    documents_of,
    every_document,
    forget_buyers,
)
from ..documents.writing import write_credit_note, write_invoice
from ..models import DocumentKind, OrderDocument

__all__ = [
    "DocumentKind",
    "DocumentPage",
    "DocumentsAudit",
    "DocumentsWanted",
    "OrderDocument",
    "document",
    "documents",
    "documents_of",
    "every_document",
    "forget_buyers",
    "write_credit_note",
    "write_invoice",
]
