"""Products that bear one title: their pages have to be told apart where only titles are seen."""

from uuid import UUID

from tantivy import Occur, Query

from ...shared.errors import Unavailable
from ...shared.settings import settings
from .index import search_index
from .schema import SCHEMA
from .words import key


def has_namesake(product_id: UUID, title: str) -> bool:
    """Whether another product for sale is called the same; without an index nobody knows of one."""
    try:
        searcher = search_index.view.searcher
    except Unavailable:
        return False
    named = Query.term_query(SCHEMA, "title_exact", key(title))
    for_sale = Query.term_query(SCHEMA, "shown", settings().shop_currency)
    hits = searcher.search(
        Query.boolean_query([(Occur.Must, named), (Occur.Must, for_sale)]), limit=2, count=False
    ).hits
    return any(searcher.doc(address)["id"] != [str(product_id)] for _, address in hits)
