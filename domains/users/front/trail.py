"""The audit log: written, linked, checked and read."""

from ..audits import (
    UsersAudit,
    audit,
)
from ..chain import (
    link_trail,
)
from ..checking import (
    Breach,
    breaches,
    watch_trail,
)
from ..trail import (
    Entry,
    Outcome,
    audit_act,
    audit_failure,
    record,
)
from ..trail_reading import (
    AuditFilter,
    AuditPage,
    audit_actions,
    audit_csv,
    audit_entries,
)

__all__ = [
    "AuditFilter",
    "AuditPage",
    "Breach",
    "Entry",
    "Outcome",
    "UsersAudit",
    "audit",
    "audit_act",
    "audit_actions",
    "audit_csv",
    "audit_entries",
    "audit_failure",
    "breaches",
    "link_trail",
    "record",
    "watch_trail",
]
