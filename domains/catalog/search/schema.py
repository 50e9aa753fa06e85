"""The index: which fields it has and how a product becomes an entry. Raise VERSION with every change here."""

import html
from pathlib import Path
from typing import Any

import nh3
from tantivy import Document, Index, Schema, SchemaBuilder

from .reading import ReadProduct
from .stored import StoredProduct, store
from .words import code, key, plain_analyzer, searchable, stemming_analyzer

VERSION = 8
LONGEST_TEXT = 100_000
NOWHERE = "-"


def _schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for exact in ("shown", "title_exact", "codes"):
        builder.add_text_field(exact, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name="stemmed", index_option="position")
    for stemmed in ("brand", "description"):
        builder.add_text_field(stemmed, tokenizer_name="stemmed", index_option="basic")
    for plain in ("title_words", "brand_words"):
        builder.add_text_field(plain, tokenizer_name="plain", index_option="basic")
    for number in ("slot", "seq"):
        builder.add_unsigned_field(number, fast=True, indexed=True)
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


def entry(product: ReadProduct, in_stock: set[str], slot: int, seq: int) -> Document:
    """`shown` names the currency in which it is for sale, so that a shop that changes its own needs no new index.

    `slot` is the product's for as long as this build lives; `seq` grows with every entry written.
    """
    title, brand = title_of(product), brand_of(product)
    return _document(
        {
            "id": str(product.id),
            "slot": slot,
            "seq": seq,
            "shown": product.currency if product.status == "active" else NOWHERE,
            "title": title,
            "title_words": title,
            "title_exact": key(product.title),
            "brand": brand,
            "brand_words": brand,
            "description": searchable(_plain(product.description))[:LONGEST_TEXT],
            "codes": sorted(_codes(product)),
            "data": store(product, in_stock),
        }
    )


def gone(product_id: str, slot: int, seq: int) -> Document:
    """In place of a product that is no more: readers learn of it as of any change."""
    return _document({"id": product_id, "slot": slot, "seq": seq, "shown": NOWHERE, "data": b""})


def note(name: str, data: bytes) -> Document:
    """Something kept beside the products and committed together with them."""
    return _document({"id": name, "data": data})


def _document(fields: dict[str, Any]) -> Document:
    return Document.from_dict(fields, SCHEMA)


def title_of(product: ReadProduct | StoredProduct) -> str:
    return searchable(product.title)


def brand_of(product: ReadProduct | StoredProduct) -> str:
    """With the tags and the category, which say as little or as much."""
    category = product.category.replace("/", " ").replace("-", " ")
    return searchable(" ".join([product.vendor, *product.tags, category]))


def _plain(description: str) -> str:
    if "<" not in description and "&" not in description:
        return description
    spaced = description.replace("<", " <")
    return html.unescape(nh3.clean(spaced, tags=set()))


def _codes(product: ReadProduct) -> set[str]:
    found = (text for variant in product.variants for text in (variant.sku, variant.barcode or ""))
    return {code(text) for text in found} - {""}
