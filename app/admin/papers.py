"""What the pages of transfers and of purchase orders have in common: who may do what to one, and how it is shown."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from litestar import Response

from app.admin import forms, paper_forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import warehouse
from app.requests import Request
from app.responses import Rendered, page, see_other
from app.security.guards import NotPermitted
from domains import inventory, users
from domains.inventory import Act, Document, DocumentKind, DocumentState
from domains.shared.errors import Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

STATES: Final = {
    "draft": "Draft",
    "ready": "Ready to be sent",
    "ordered": "Ordered",
    "in_transit": "On its way",
    "partially_received": "Partly received",
    "received": "Received",
    "cancelled": "Cancelled",
}
TONES: Final = {"draft": "plain", "received": "good", "cancelled": "plain"}
STEPS: Final = {
    "created": "Begun",
    "changed": "Lines written",
    "ready": "Made ready: its goods are kept for it",
    "taken_back": "Made a draft again",
    "ordered": "Ordered",
    "sent": "Sent",
    "received": "Taken in",
    "closed": "Closed: nothing more will come",
    "cancelled": "Cancelled",
    "noted": "Noted",
}
OF: Final = {  # the states that a document of a kind can be in
    "transfer": ("draft", "ready", "in_transit", "partially_received", "received", "cancelled"),
    "purchase": ("draft", "ordered", "partially_received", "received", "cancelled"),
}
DONE: Final = {
    "begun": "It is begun. Say what is on it.",
    "lines": "The lines are saved.",
    "terms": "It is saved.",
    "ready": "Its goods are kept for it: nobody else gets them.",
    "unready": "It is a draft again, and what was kept for it is free.",
    "sent": "It is on its way. Its goods are expected at the other end.",
    "ordered": "It is ordered. Its goods are expected.",
    "received": "It is written down, and the figures have followed.",
    "closed": "Nothing more is expected of it.",
    "cancelled": "It is cancelled.",
}
OPEN: Final = "open"


@dataclass(frozen=True)
class Desk:
    """`one` is the route of a document, `each` the word in its routes. Who `writes` draws it up, who `takes_in`
    receives what it brings."""

    kind: DocumentKind
    each: str
    writes: P
    takes_in: P

    @property
    def one(self) -> str:
        return f"admin.{self.each}"

    def ends(self, document: Document) -> list[inventory.Location]:
        return [each for each in (document.source, document.destination) if each is not None]

    def may_write(self, staff: users.Person, document: Document) -> bool:
        """Either end may ask for goods."""
        return any(staff.may(self.writes, each.code) for each in self.ends(document))

    def may_send(self, staff: users.Person, document: Document) -> bool:
        return staff.may(self.writes, self.ends(document)[0].code)

    def may_take_in(self, staff: users.Person, document: Document) -> bool:
        return staff.may(self.takes_in, document.destination.code)


May = Callable[[users.Person, Document], bool]
Work = Callable[[Document, Fields, Act], Awaitable[object]]


async def index(desk: Desk, request: Request, staff: users.Person) -> Rendered:
    asked: dict[str, Any] = {"state": forms.asked(request, "state"), "before": forms.place(request, "before")}
    mine = [each.id for each in await inventory.locations() if staff.may(P.STOCK_READ, each.code)]
    found = await inventory.documents(
        desk.kind,
        state=forms.choice(DocumentState, asked["state"]),
        open_only=asked["state"] == OPEN,
        at=None if P.STOCK_READ in staff.holds else mine,
        before=asked["before"],
    )
    offered = {state: STATES[state] for state in OF[desk.kind]}
    context: dict[str, Any] = {"found": found, "asked": asked, "papers": desk, "states": STATES, "tones": TONES}
    context["offered"] = offered
    return page("admin/stock/documents/index", **context)


async def seen(desk: Desk, number: str, staff: users.Person) -> Document:
    """Who may see the stock of neither of its ends may not see it."""
    document = await inventory.find_document(desk.kind, forms.text(number))
    if not any(staff.may(P.STOCK_READ, each.code) for each in desk.ends(document)):
        raise NotPermitted(P.STOCK_READ, "at this location")
    return document


async def show(
    desk: Desk,
    number: str,
    staff: users.Person,
    refused: Refused = NOTHING_REFUSED,
    *,
    done: str = "",
    scanned: str = "",
) -> Rendered:
    document = await seen(desk, number, staff)
    draft = document.state == DocumentState.DRAFT
    context: dict[str, Any] = {
        "sheet": await warehouse.sheet(document),
        "document": document,
        "papers": desk,
        "may": {
            "write": desk.may_write(staff, document),
            "send": desk.may_send(staff, document),
            "take_in": desk.may_take_in(staff, document),
            "see_cost": document.currency and staff.may(P.STOCK_PURCHASE, document.destination.code),
        },
        "rows": paper_forms.rows(document, refused) if draft else [],
        "words": {"states": STATES, "tones": TONES, "steps": STEPS},
        "new_key": new_id,  # each form has its own: one that was sent says nothing of another
        "scanned": next((line for line in document.lines if line.sku == scanned), None),
    }
    return page("admin/stock/documents/show", *answered(refused), refused=refused, done=done, **context)


async def printed(desk: Desk, number: str, staff: users.Person) -> Rendered:
    document = await seen(desk, number, staff)
    return page("admin/stock/documents/print", sheet=await warehouse.sheet(document), document=document, papers=desk)


async def do(
    desk: Desk, request: Request, number: str, staff: users.Person, form: str, may: tuple[P, May], work: Work, done: str
) -> Response[None]:
    """Nothing happens on a page that is out of date, nor twice."""
    document, fields = await seen(desk, number, staff), await forms.typed(request)
    permission, allows = may
    try:
        if not allows(staff, document):
            raise NotPermitted(permission, "at this location")
        await work(document, fields, Act(staff.email, forms.revision(fields), forms.identity(fields.get("key", ""))))
    except Refusal as refusal:
        return await show(desk, number, staff, Refused(form, refusal, fields))
    return see_other(desk.one, document=document.number, done=done)


async def scan(
    desk: Desk,
    request: Request,
    number: str,
    staff: users.Person,
    may: tuple[P, May],
    work: Callable[[Document, str, str, UUID], Awaitable[str]],
) -> Response[None]:
    """One more of what bears the code. It fits whatever others have done meanwhile, so it asks for no revision."""
    document, fields = await seen(desk, number, staff), await forms.typed(request)
    permission, allows = may
    try:
        if not allows(staff, document):
            raise NotPermitted(permission, "at this location")
        sku = await work(document, fields.get("code", ""), staff.email, forms.identity(fields.get("key", "")))
    except Refusal as refusal:
        return await show(desk, number, staff, Refused("scan", refusal, fields))
    return see_other(desk.one, document=document.number, scanned=sku)


async def set_lines(document: Document, fields: Fields, act: Act) -> None:
    await warehouse.set_lines(document.number, paper_forms.lines(fields, document.currency), act)


async def amend(document: Document, fields: Fields, act: Act) -> None:
    await inventory.amend_document(document.number, paper_forms.terms(fields), act)


async def receive(document: Document, fields: Fields, act: Act) -> None:
    come, charges = paper_forms.arrivals(document, fields), paper_forms.charges(document, fields)
    await inventory.receive_document(document.number, come, act, reason=fields.get("reason", ""), charges=charges)


def importing(request: Request) -> Work:
    async def work(document: Document, fields: Fields, act: Act) -> None:
        await warehouse.import_lines(document, await paper_forms.file(request), act)

    return work


def as_file(document: Document) -> Response[str]:
    headers = {"Content-Disposition": f'attachment; filename="{document.number}.csv"'}
    return Response(inventory.lines_as_file(document), media_type="text/csv", headers=headers)
