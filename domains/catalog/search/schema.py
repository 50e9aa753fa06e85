"""The index: which fields it has and how a product becomes an entry. Raise VERSION with every change here."""

import hashlib
import html
from pathlib import Path
from typing import Any

import nh3
from tantivy import Document, Index, Schema, SchemaBuilder

from ..categories import lineage
from ..models import Product
from .cards import pack
from .words import code, key, plain_analyzer, searchable, stemming_analyzer

VERSION = 2
LONGEST_TEXT = 100_000
NOWHERE = "-"


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for exact in ("shown", "title_exact", "codes", "category"):
        builder.add_text_field(exact, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="stemmed", index_option="position")
    for stemmed in ("brand", "description"):
        builder.add_text_field(stemmed, tokenizer_name="stemmed", index_option="basic")
    for plain in ("title_words", "brand_words"):
        builder.add_text_field(plain, tokenizer_name="plain", index_option="basic")
    builder.add_text_field("by_name", fast=True, tokenizer_name="raw", index_option="basic")
    for order in ("by_newest", "by_price", "tie"):
        builder.add_unsigned_field(order, fast=True)
    builder.add_bytes_field("data", stored=True)
    return builder.build()


SCHEMA = _schema()


def opened(folder: Path) -> Index:
    """The index in this folder, made when there is none. It shows what was committed at its last `reload`."""
    index = Index(SCHEMA, path=str(folder), reuse=True)
    index.register_tokenizer("plain", plain_analyzer())
    index.register_tokenizer("stemmed", stemming_analyzer())
    index.config_reader("manual")
    return index


def entry(product: Product) -> Document:
    """`shown` names the currency in which it is for sale, so that a shop that changes its own needs no new index."""
    title, brand = searchable(product.title), searchable(_brand(product))
    return _document(
        {
            "id": str(product.id),
            "shown": product.currency if product.active else NOWHERE,
            "title": title,
            "title_words": title,
            "title_exact": key(product.title),
            "brand": brand,
            "brand_words": brand,
            "description": searchable(_plain(product.description))[:LONGEST_TEXT],
            "codes": sorted(_codes(product)),
            "category": lineage(product.category),
            "data": pack(product),
            **_orders(product),
        }
    )


def note(name: str, data: bytes) -> Document:
    """Something kept beside the products and committed together with them."""
    return _document({"id": name, "data": data})


def _document(fields: dict[str, Any]) -> Document:
    return Document.from_dict(fields, SCHEMA)


def _brand(product: Product) -> str:
    return " ".join([product.vendor, *product.tags, product.category.replace("/", " ").replace("-", " ")])


def _plain(description: str) -> str:
    spaced = description.replace("<", " <")
    return html.unescape(nh3.clean(spaced, tags=set()))


def _codes(product: Product) -> set[str]:
    found = (text for variant in product.variants for text in (variant.sku, variant.barcode or ""))
    return {code(text) for text in found} - {""}


def _orders(product: Product) -> dict[str, int | str]:
    """Keys to sort by, each unique so that pages never overlap. Numbers, where they will do: they page faster."""
    tie = _tie(product)
    since = int((product.published_at or product.created_at).timestamp() * 1000)
    return {
        "by_newest": max(0, since) << 22 | tie >> 42,
        "by_price": min(product.price_from.amount, 2**40 - 1) << 24 | tie >> 40,
        "by_name": f"{key(product.title)} {product.id}",
        "tie": tie,
    }


def _tie(product: Product) -> int:
    """Sixty-four bits that say nothing and stay the same."""
    return int.from_bytes(hashlib.blake2b(product.id.bytes, digest_size=8).digest())
