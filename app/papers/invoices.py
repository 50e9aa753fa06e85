"""An invoice or a credit note as it was written, put into words."""

from datetime import date
from typing import Any, Final

from domains.orders import DocumentKind, OrderDocument
from domains.shared import texts

from .press import pdf

TITLES: Final = {DocumentKind.INVOICE: "Invoice", DocumentKind.CREDIT_NOTE: "Credit note"}


async def printed(document: OrderDocument) -> bytes:
    return await pdf("invoice", told(document.content, document.kind))


def told(content: dict[str, Any], kind: DocumentKind) -> dict[str, Any]:
    invoiced = kind == DocumentKind.INVOICE
    currency = content["currency"]

    def money(amount: int) -> str:
        return texts.minor_units(amount, currency)

    facts = [
        ["Number", content["number"]],
        ["Date", _day(content["issued_on"])],
        ["Order", f"{content['order']}, {_day(content['ordered_on'])}"],
    ]
    facts += [["Corrects invoice", content["corrects"]]] if not invoiced else []
    lines = [_line(line, money, invoiced=invoiced) for line in content["lines"]]
    return {
        "title": f"{TITLES[kind]} {content['number']}",
        "seller": _seller(content["seller"]),
        "buyer": content.get("buyer", []),
        "facts": facts,
        "note": content.get("reason", ""),
        "heads": ["Product", "Quantity", *(["Price"] if invoiced else []), "Tax", "Amount"],
        "lines": lines,
        "sums": list(_sums(content, money, invoiced=invoiced)),
        "taxes": [[tax["label"], tax["rate"], money(tax["base"]), money(tax["amount"])] for tax in content["taxes"]],
        "closing": _closing(content, invoiced=invoiced),
        "foot": f"{content['seller']['name']} · {content['number']}",
    }


def _line(line: dict[str, Any], money: Any, *, invoiced: bool) -> list[str]:
    about = " · ".join(each for each in (line["options"], line["sku"]) if each)
    if not invoiced:
        return [line["title"], about, str(line["quantity"] or "–"), line["rate"], money(line["total"])]
    if line["discount"]:
        about += f" · reduced by {money(line['discount'])}"
    return [line["title"], about, str(line["quantity"]), money(line["unit"]), line["rate"], money(line["total"])]


def _sums(content: dict[str, Any], money: Any, *, invoiced: bool) -> Any:
    if content["shipping"]["total"] or invoiced:
        yield [content["shipping"]["title"], money(content["shipping"]["total"]), False]
    if not content["tax_included"] and invoiced:
        yield ["Tax", money(content["tax"]), False]
    yield ["Total" if invoiced else "Given back", money(content["total"]), True]
    if content["tax_included"] or not invoiced:
        yield ["Tax in it", money(content["tax"]), False]


def _closing(content: dict[str, Any], *, invoiced: bool) -> list[str]:
    return [f"Paid on {_day(content['paid_on'])}."] if invoiced and content["paid_on"] else []


def _seller(seller: dict[str, Any]) -> dict[str, Any]:
    tax_id = [f"Tax number {seller['tax_id']}"] if seller["tax_id"] else []
    return {"name": seller["name"], "lines": [*seller["lines"], seller["email"], *tax_id]}


def _day(written: str) -> str:
    return texts.day(date.fromisoformat(written))
