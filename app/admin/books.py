"""The books: do the figures of the domains agree?"""

from app.gateway import books
from app.requests import get_page
from app.responses import Rendered, page


@get_page("/books", name="admin.books")
async def show() -> Rendered:
    return page("admin/books", violations=await books.reconcile())


routes = [show]
