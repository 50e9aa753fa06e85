"""A parcel's number leads to its carrier's page, where we know that carrier."""

import pytest

from domains.orders import Fulfilment


@pytest.mark.parametrize(
    ("carrier", "number", "page"),
    [
        (
            "DHL Paket",
            "0034 0434 1234",
            "https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode=003404341234",
        ),
        ("ups", "1Z&x=1", "https://www.ups.com/track?tracknum=1Z%26x%3D1"),
        ("Ada on her bicycle", "7", None),
        ("", "7", None),
        ("DHL", "", None),
    ],
)
def test_a_number_leads_to_the_page_of_its_carrier(carrier: str, number: str, page: str | None) -> None:
    assert Fulfilment(carrier=carrier, tracking_number=number).page == page
