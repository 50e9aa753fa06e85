"""The books: do the figures of the domains agree?"""

from app.gateway import books
from app.requests import get_page
from app.responses import Rendered, page


@get_page("/books", name="admin.books")
async def show() -> Rendered:
    """Takes some seconds where something does not agree: what is only on its way is given time to arrive."""
    return page("admin/books", violations=await books.reconcile())


routes = [show]
