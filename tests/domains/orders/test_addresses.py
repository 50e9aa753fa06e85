"""Addresses as people write them are understood; what cannot be one is told in their words."""

import pytest

from domains import orders
from domains.shared.errors import Invalid


def form(**changes: str) -> dict[str, str]:
    typed = {
        "name": "Ada Lovelace",
        "address-line1": "Invalidenstraße 44",
        "address-level2": "Berlin",
        "postal-code": "10115",
        "country": "DE",
    }
    return typed | {name.replace("_", "-"): value for name, value in changes.items()}


def in_country(country: str, postal_code: str, region: str = "", city: str = "Town") -> dict[str, str]:
    return form(country=country, postal_code=postal_code, address_level1=region, address_level2=city)


def wrong(typed: dict[str, str]) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        orders.check_address(typed)
    return refusal.value.fields


def test_an_address_is_taken_as_written() -> None:
    address = orders.check_address(form(organization="Engines Ltd", address_line2="3rd floor", tel="+49 (30) 123-456"))
    assert address == orders.Address(
        name="Ada Lovelace",
        company="Engines Ltd",
        line1="Invalidenstraße 44",
        line2="3rd floor",
        city="Berlin",
        postal_code="10115",
        country="DE",
        phone="+49 (30) 123-456",
    )
    assert address.lines == (
        "Ada Lovelace",
        "Engines Ltd",
        "Invalidenstraße 44",
        "3rd floor",
        "10115 Berlin",
        "Germany",
    )


@pytest.mark.parametrize(
    ("country", "typed", "region", "spelled"),
    [
        ("DE", " 10115 ", "", "10115"),
        ("DE", "D-10115", "", "10115"),
        ("DE", "de-10115", "", "10115"),
        ("GB", "sw1a1aa", "", "SW1A 1AA"),
        ("GB", "m25bq", "", "M2 5BQ"),
        ("GB", "EC1Y  8SY", "", "EC1Y 8SY"),
        ("NL", "1234ab", "", "1234 AB"),
        ("PL", "00950", "", "00-950"),
        ("PL", "00 950", "", "00-950"),
        ("PL", "00–950", "", "00-950"),
        ("PT", "2725079", "", "2725-079"),
        ("SE", "114 55", "", "11455"),
        ("SE", "SE-114 55", "", "11455"),
        ("CZ", "10000", "", "100 00"),
        ("CH", "CH-8001", "", "8001"),
        ("LU", "L-4750", "", "4750"),
        ("LV", "1073", "", "LV-1073"),
        ("IE", "a65f4e2", "", "A65 F4E2"),
        ("US", "95014", "CA", "95014"),
        ("US", "950141234", "California", "95014-1234"),
        ("CA", "h3z2y7", "QC", "H3Z 2Y7"),
        ("JP", "１００ー０００１", "Tokyo", "100-0001"),
    ],
)
def test_a_postcode_is_understood_as_a_person_types_it(country: str, typed: str, region: str, spelled: str) -> None:
    assert orders.check_address(in_country(country, typed, region)).postal_code == spelled


def test_a_postcode_that_cannot_be_one_is_told_with_an_example() -> None:
    assert wrong(in_country("DE", "1011")) == {"postal-code": "This is not a postcode in Germany. It looks like 26133."}
    assert wrong(in_country("US", "1011", "CA"))["postal-code"] == (
        "This is not a ZIP code in the United States. It looks like 95014."
    )


def test_a_postcode_of_another_state_is_refused() -> None:
    assert wrong(in_country("US", "10001", "CA")) == {
        "postal-code": "This ZIP code does not belong to the state you have chosen."
    }
    assert orders.check_address(in_country("US", "10001", "NY")).region == "NY"


def test_what_is_missing_is_named_in_the_words_of_the_country() -> None:
    assert wrong({"country": "US"}) == {
        "name": "Please enter the name of whoever receives it.",
        "address-line1": "Please enter the street and number.",
        "address-level2": "Please enter the city.",
        "address-level1": "Please enter the state.",
        "postal-code": "Please enter the ZIP code.",
    }
    assert wrong(in_country("US", "95014", "Atlantis"))["address-level1"] == (
        "Please choose one of the list as the state."
    )


def test_a_region_is_kept_as_its_country_writes_it() -> None:
    assert orders.check_address(in_country("US", "95014", "california")).region == "CA"
    assert orders.check_address(in_country("DE", "10115", "Berlin")).region == ""


@pytest.mark.parametrize("country", ["", "XX", "ZZ", "D", "DEU", "../", "deutschland", "\u0130E"])
def test_what_is_no_country_is_refused(country: str) -> None:
    assert wrong(form(country=country))["country"] == "Please choose a country."


@pytest.mark.parametrize("name", ["Ö", "x" * 80, "Seán O’Brien-d'Arcy", "山田太郎", "Нина", "محمد", "J. R. R."])
def test_every_name_is_a_name(name: str) -> None:
    assert orders.check_address(form(name=name)).name == name


@pytest.mark.parametrize("name", ["", "   ", "---", "x" * 81])
def test_what_is_no_name_is_refused(name: str) -> None:
    assert list(wrong(form(name=name))) == ["name"]


@pytest.mark.parametrize("character", ["\r", "\n", "\t", "\x00", "\x1b", "\u2028", "\u202e", "\ud800"])
@pytest.mark.parametrize("field", ["name", "address-line1", "address-level2", "postal-code", "organization", "tel"])
def test_characters_that_cannot_be_printed_are_refused(field: str, character: str) -> None:
    typed = form() | {field: f"1{character}2"}
    assert wrong(typed)[field] == "Please remove the characters that cannot be printed."


def test_letters_and_their_accents_become_one() -> None:
    assert orders.check_address(form(name="Jose\u0301")).name == "Jos\u00e9"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("030 123456", "030 123456"),
        ("+49-30-123456", "+49-30-123456"),
        ("0049 (0)30 / 12 34 56", "0049 (0)30 / 12 34 56"),
        ("(+49) 30.123.456", "(+49) 30.123.456"),
        ("+49–30—123456", "+49-30-123456"),
        ("\uff10\uff13\uff10 123456", "030 123456"),
        ("tel:+4930123456", "+4930123456"),
        ("(555) 010-0199 ext. 12", "(555) 010-0199 ext. 12"),
        ("+1 555 010 0199 x7", "+1 555 010 0199 x7"),
    ],
)
def test_a_phone_number_may_be_written_as_people_do(typed: str, kept: str) -> None:
    assert orders.check_address(form(tel=typed)).phone == kept


@pytest.mark.parametrize("phone", ["123", "call me", "1" * 18, "+49 30 <b>", "++49 30 123456", "ext. 12345"])
def test_what_is_no_phone_number_is_refused(phone: str) -> None:
    assert list(wrong(form(tel=phone))) == ["tel"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ada@example.com", "ada@example.com"),
        (" A.L+shop@EXAMPLE.com ", "A.L+shop@example.com"),
        ("ü@müller.de", "ü@müller.de"),
        ("mailto:ada@example.com", "ada@example.com"),
        ("\u200b<ada@example.com>, ", "ada@example.com"),
    ],
)
def test_an_email_address_is_kept_with_its_domain_in_small_letters(typed: str, kept: str) -> None:
    assert orders.check_email(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "@example.com", "a b@example.com", "a@b\r\nBcc: c@d.de", "a@localhost"]
)
def test_what_is_no_email_address_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        orders.check_email(typed)
    assert list(refusal.value.fields) == ["email"]


def test_a_form_asks_for_what_its_country_needs_in_its_words() -> None:
    german = [(field.name, field.label, field.required) for field in orders.address_form("DE").fields]
    assert german == [
        ("name", "Name", True),
        ("organization", "Company", False),
        ("address-line1", "Street and number", True),
        ("address-line2", "Flat, floor, care of", False),
        ("postal-code", "Postcode", True),
        ("address-level2", "City", True),
        ("country", "Country", True),
        ("tel", "Phone", False),
    ]
    state = orders.address_form("US").field("address-level1")
    assert state is not None
    assert (state.label, state.required, state.choices[0]) == ("State", True, ("AL", "Alabama"))
    prefecture = orders.address_form("JP").field("address-level1")
    assert prefecture is not None
    assert (prefecture.label, ("東京都", "Tokyo") in prefecture.choices) == ("Prefecture", True)


def test_an_unknown_country_gets_a_form_all_the_same() -> None:
    assert orders.address_form("XX").country == "DE"


async def test_every_country_we_deliver_to_has_a_form(new_shop: None) -> None:
    for country in await orders.countries():
        names = [field.name for field in orders.address_form(country.code).fields]
        assert names[0] == "name"
        assert len(names) == len(set(names))
        assert {"address-line1", "postal-code", "country"} <= set(names)
