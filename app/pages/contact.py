"""The form for who and where: the fields a country's addresses need, what was typed and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.gateway.accounts import Customer
from app.gateway.checkout import Contact
from app.gateway.sheet import Sheet
from domains import orders, users
from domains.shared import phones
from domains.shared.errors import Invalid
from domains.shared.settings import settings

from .address_parts import AddressPart, delivered_to, offered

BILLING: Final = "billing-"
SAME: Final = "billing-same"
SAVED: Final = "saved"  # the one of the book that was chosen
BILLED: Final = BILLING + SAVED
NEW: Final = "new"
REFRESH: Final = "checkout.save_contact"


@dataclass(frozen=True)
class ContactForm:
    """`book`: the addresses to choose from instead of typing one, `billing_book` those for the invoice; empty where one
    is typed. `owner` is signed in."""

    values: Mapping[str, str]
    delivery: AddressPart
    billing: AddressPart
    errors: Mapping[str, str] = field(default_factory=dict)
    book: tuple[users.SavedAddress, ...] = ()
    billing_book: tuple[users.SavedAddress, ...] = ()
    owner: Customer | None = None

    @property
    def billed_there(self) -> bool:
        """Whether the invoice goes where the parcel goes."""
        return not billed_elsewhere(self.values)

    @property
    def email_folded(self) -> bool:
        """Who is signed in is written to at their own address, unless they unfold this."""
        return self.owner is not None and self.values.get("email") == self.owner.email


async def from_sheet(sheet: Sheet, owner: Customer | None, wanted: str = "", invoiced: str = "") -> ContactForm:
    """Filled with what is known already: of the cart, else of who is signed in. `wanted`, and `invoiced` for the other,
    are NEW or SAVED for who would rather type an address, or choose one."""
    address, billing, book = sheet.address, sheet.billing_address, owner.book if owner else users.AddressBook()
    if book.delivery and (address is None or wanted == SAVED):
        address, billing = book.delivery.address, billing or book.billed_elsewhere
    saved = book.of(address)
    known = {"email": sheet.email, "country": address.country if address else ""}
    if owner:
        known |= {"email": sheet.email or owner.email, "name": owner.name, "tel": phones.shown(owner.phone)}
    if saved and wanted != NEW:
        known[SAVED] = str(saved.id)
    elif address and not saved:
        known |= orders.filled_in(address)
    return await typed(known | _known_billing(billing, book, invoiced), owner=owner)


async def typed(
    values: Mapping[str, str], errors: Mapping[str, str] | None = None, owner: Customer | None = None
) -> ContactForm:
    countries, wrong = await delivered_to(), errors or {}
    country = offered(values.get("country", ""), countries, settings().shop_country)
    delivery = AddressPart(values, wrong, countries, country, REFRESH)
    elsewhere = offered(values.get(BILLING + "country", ""), countries, country)
    billing = AddressPart(values, wrong, countries, elsewhere, REFRESH, BILLING)
    names = ["email", SAVED, *delivery.names, BILLED, *billing.names]
    in_order = {name: wrong[name] for name in names if name in wrong} | dict(wrong)
    saved = tuple(owner.book.saved) if owner else ()
    book, billing_book = saved if SAVED in values else (), saved if BILLED in values else ()
    return ContactForm(values, delivery, billing, in_order, book, billing_book, owner)


def check(values: Mapping[str, str], owner: Customer | None = None) -> Contact:
    """Invalid with all that is wrong at once."""
    wrong: dict[str, str] = {}
    email, address, billing = "", None, None
    try:
        email = orders.check_email(values.get("email", ""))
    except Invalid as invalid:
        wrong |= invalid.fields
    try:
        address = _saved(values[SAVED], owner) if SAVED in values else orders.check_address(values)
    except Invalid as invalid:
        wrong |= invalid.fields
    try:
        billing = _billing(values, owner) if billed_elsewhere(values) else None
    except Invalid as invalid:
        wrong |= {BILLING + name: _for_the_invoice(told) for name, told in invalid.fields.items()}
    if wrong or address is None:
        raise Invalid("There is something to correct.", wrong)
    return Contact(email, address, billing)


def billed_elsewhere(values: Mapping[str, str]) -> bool:
    """An unticked box is not sent, nor is one of a form that has none."""
    return (BILLED in values or BILLING + "name" in values) and SAME not in values


def _known_billing(billing: orders.Address | None, book: users.AddressBook, invoiced: str) -> dict[str, str]:
    """One of the book is always chosen there, for who unticks the box that the invoice goes where the parcel goes."""
    if book.saved and invoiced != NEW and (billing is None or book.of(billing) or invoiced == SAVED):
        chosen = book.of(billing) or book.billing or book.saved[0]
        return {BILLED: str(chosen.id)} | ({SAME: "yes"} if billing is None and not invoiced else {})
    known = orders.filled_in(billing) if billing and invoiced != NEW else {}
    return {BILLING + name: value for name, value in known.items()} | (
        {BILLING + "name": ""} if invoiced == NEW else {}
    )


def _saved(address_id: str, owner: Customer | None) -> orders.Address:
    """Of their own book and no other's."""
    found = owner.book.find(address_id) if owner else None
    if found is None:
        told = "Please choose one of these addresses, or enter another one."
        raise Invalid(told, {SAVED: told})
    return found.address


def _billing(values: Mapping[str, str], owner: Customer | None) -> orders.Address:
    if BILLED in values:
        return _saved(values[BILLED], owner)
    return orders.check_address(
        {name.removeprefix(BILLING): value for name, value in values.items() if name.startswith(BILLING)}
    )


def _for_the_invoice(told: str) -> str:
    """In the summary it stands below the same words about the other address."""
    return f"For the invoice: {told[0].lower()}{told[1:]}"
