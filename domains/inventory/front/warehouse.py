"""Transfers and purchase orders."""

from ..models import (
    Document,
    DocumentKind,
    DocumentLine,
    DocumentState,
    DocumentStep,
    Receipt,
    StepKind,
    Supplier,
)
from ..warehouse.acts import (
    Act,
)
from ..warehouse.drafting import (
    LineDraft,
    Terms,
    add_to_document,
    amend_document,
    draft_purchase,
    draft_transfer,
    set_document_lines,
)
from ..warehouse.errors import (
    DocumentChanged,
    LinesRefused,
    NotFree,
    NotNow,
    SupplierChanged,
    SupplierTaken,
)
from ..warehouse.files import (
    ReadLines,
    lines_as_file,
    read_lines,
)
from ..warehouse.finding import (
    Awaited,
    Documents,
    LandedCost,
    LastPurchase,
    awaited,
    documents,
    find_document,
    landed_costs,
    last_purchases,
    receipts_of,
)
from ..warehouse.receiving import (
    Arrival,
    close_document,
    receive_document,
)
from ..warehouse.sending import (
    cancel_document,
    order_purchase,
    ready_transfer,
    send_transfer,
    unready_transfer,
)
from ..warehouse.suppliers import (
    SupplierDraft,
    add_supplier,
    change_supplier,
    find_supplier,
    suppliers,
)

__all__ = [
    "Act",
    "Arrival",
    "Awaited",
    "Document",
    "DocumentChanged",
    "DocumentKind",
    "DocumentLine",
    "DocumentState",
    "DocumentStep",
    "Documents",
    "LandedCost",
    "LastPurchase",
    "LineDraft",
    "LinesRefused",
    "NotFree",
    "NotNow",
    "ReadLines",
    "Receipt",
    "StepKind",
    "Supplier",
    "SupplierChanged",
    "SupplierDraft",
    "SupplierTaken",
    "Terms",
    "add_supplier",
    "add_to_document",
    "amend_document",
    "awaited",
    "cancel_document",
    "change_supplier",
    "close_document",
    "documents",
    "draft_purchase",
    "draft_transfer",
    "find_document",
    "find_supplier",
    "landed_costs",
    "last_purchases",
    "lines_as_file",
    "order_purchase",
    "read_lines",
    "ready_transfer",
    "receipts_of",
    "receive_document",
    "send_transfer",
    "set_document_lines",
    "suppliers",
    "unready_transfer",
]
