"""The books: do the figures of the domains agree?"""

from app.gateway import books
from app.requests import get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from domains import payments
from domains.users import Permission as P


@get_page("/books", name="admin.books", opt=seen_by(P.BOOKS_READ))
async def show() -> Rendered:
    """Takes some seconds where something does not agree: what is only on its way is given time to arrive."""
    try:
        return page("admin/books", violations=await books.reconcile())
    except payments.PaymentUnavailable as refusal:
        return page("admin/books", 503, {"Retry-After": str(refusal.retry_after)}, violations=None)


routes = [show]
