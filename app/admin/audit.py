"""The audit log for those who may read it: narrowed down, page by page, and as a file."""

from datetime import date

from litestar import get
from litestar.response import Stream

from app.admin import forms
from app.requests import Request, get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from domains import users
from domains.shared import clock
from domains.users import Permission as P

FIELDS = ("actor", "action", "subject", "since", "until")


@get_page("/audit", name="admin.audit", opt=seen_by(P.AUDIT_READ))
async def show(request: Request) -> Rendered:
    asked = {name: forms.asked(request, name) for name in FIELDS}
    found = await users.audit_entries(_wanted(asked), forms.place(request, "before"))
    narrowed = {name: value or None for name, value in asked.items()}
    actions = [(action, action.replace("_", " ")) for action in await users.audit_actions()]
    return page("admin/audit", found=found, asked=asked, narrowed=narrowed, actions=actions)


@get("/audit.csv", name="admin.export_audit", opt=seen_by(P.AUDIT_READ))
async def export(request: Request) -> Stream:
    """Whatever the page shows, all of it."""
    headers = {"Content-Disposition": f'attachment; filename="audit-{clock.now():%Y-%m-%d}.csv"'}
    wanted = _wanted({name: forms.asked(request, name) for name in FIELDS})
    return Stream(users.audit_csv(wanted), media_type="text/csv", headers=headers)


def _wanted(asked: dict[str, str]) -> users.AuditFilter:
    return users.AuditFilter(
        asked["actor"], asked["action"], asked["subject"], _day(asked["since"]), _day(asked["until"])
    )


def _day(value: str) -> date | None:
    """None for what is no day; years that a database does not know are none either."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 9998 else None


routes = [show, export]
