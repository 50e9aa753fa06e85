"""Sitemaps: everything a crawler may show, in pieces, each made once for as long as the catalogue stays as it is."""

import gzip
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from litestar import Response
from litestar.params import FromPath

from app.gateway import editorial
from app.requests import Request, get_page
from app.security.declarations import Cache, Rate, seen_by
from domains import catalog
from domains.shared.errors import NotFound
from domains.shared.loops import PerLoop

from . import terms

HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
PRODUCTS: Final = "products-"
KEPT: Final = {"Cache-Control": "public, max-age=3600"}


@dataclass(frozen=True)
class Entry:
    address: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Made:
    """One sitemap of products, packed, and the edition of the index that it was made from."""

    edition: str
    packed: bytes


_made: PerLoop[dict[int, Made]] = PerLoop(dict)


@get_page("/sitemap.xml", name="sitemap.index", opt=seen_by(rate=Rate.MACHINE, cache=Cache.PUBLIC))
async def index(request: Request) -> Response[str]:
    names = ["pages", "categories", "collections", *(f"{PRODUCTS}{span}" for span in await catalog.listed_spans())]
    entries = [Entry(terms.whole(request, "sitemap.part", file=f"{name}.xml")) for name in names]
    return _answer("".join(_written("sitemap", entries, "sitemapindex")))


@get_page("/sitemaps/{file:str}", name="sitemap.part", opt=seen_by(rate=Rate.MACHINE, cache=Cache.PUBLIC))
async def part(request: Request, file: FromPath[str]) -> Response[str] | Response[bytes]:
    plain = file.removesuffix(".xml")
    makers = {"pages": _pages, "categories": _categories, "collections": _collections}
    if plain in makers:
        return _answer("".join(_written("url", await makers[plain](request), "urlset")))
    span = plain.removeprefix(PRODUCTS)
    if not plain.startswith(PRODUCTS) or not span.isdecimal() or int(span) not in await catalog.listed_spans():
        raise NotFound("There is no such sitemap.")
    return _packed(request, await _of_products(request, int(span)))


async def _of_products(request: Request, span: int) -> bytes:
    edition, known = await catalog.edition(), _made().get(span)
    if known is None or known.edition != edition:
        entries = [entry async for entry in _products(request, span)]
        known = Made(edition, gzip.compress("".join(_written("url", entries, "urlset")).encode(), mtime=0))
        _made()[span] = known
    return known.packed


async def _products(request: Request, span: int) -> AsyncIterator[Entry]:
    async for listed in catalog.listed_products(span):
        changed = await catalog.changed_at([each.product_id for each in listed])
        for each in listed:
            if each.product_id in changed:
                yield Entry(terms.whole(request, "product.show", slug=each.slug), changed[each.product_id])


async def _pages(request: Request) -> list[Entry]:
    articles = await editorial.links()
    of_articles = [Entry(terms.whole(request, "article.show", key=each.id), each.updated_at) for each in articles]
    return [Entry(terms.whole(request, "home")), *of_articles]


async def _categories(request: Request) -> list[Entry]:
    """Those with something for sale; none that is hidden."""

    def below(nodes: Iterable[catalog.CategoryNode]) -> Iterable[Entry]:
        for node in nodes:
            yield Entry(terms.whole(request, "category.show", path=node.path))
            yield from below(node.children)

    return list(below(await catalog.category_tree()))


async def _collections(request: Request) -> list[Entry]:
    shown = [each for each in await catalog.collections() if not each.hidden]
    return [Entry(terms.whole(request, "collection.show", slug=each.slug), each.updated_at) for each in shown]


def _written(tag: str, entries: Iterable[Entry], root: str) -> Iterable[str]:
    yield HEAD.format(root=root)
    for entry in entries:
        changed = f"<lastmod>{entry.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if entry.changed_at else ""
        yield f"<{tag}><loc>{escape(in_ascii(entry.address))}</loc>{changed}</{tag}>\n"
    yield f"</{root}>\n"


def in_ascii(address: str) -> str:
    """Addresses in files are written with ASCII letters alone (RFC 3986)."""
    parts = urlsplit(address)
    return parts._replace(path=quote(parts.path, safe="/%")).geturl()


def _answer(xml: str) -> Response[str]:
    return Response(xml, media_type="application/xml", headers=KEPT)


def _packed(request: Request, packed: bytes) -> Response[bytes]:
    headers = KEPT | {"Vary": "Accept-Encoding"}
    if b"gzip" in (request.headers.get("accept-encoding") or "").encode():
        return Response(packed, media_type="application/xml", headers=headers | {"Content-Encoding": "gzip"})
    return Response(gzip.decompress(packed), media_type="application/xml", headers=headers)
