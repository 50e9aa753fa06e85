"""Where a carrier tells how far a parcel is."""

from typing import Final
from urllib.parse import quote

PAGES: Final = {
    "dhl": "https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?piececode=",
    "dpd": "https://tracking.dpd.de/status/en_US/parcel/",
    "gls": "https://gls-group.com/DE/en/parcel-tracking?match=",
    "ups": "https://www.ups.com/track?tracknum=",
    "fedex": "https://www.fedex.com/fedextrack/?trknbr=",
    "usps": "https://tools.usps.com/go/TrackConfirmAction?tLabels=",
}


def page_of(carrier: str, tracking_number: str) -> str | None:
    """By the first word of its name, as staff type it; None for a carrier we do not know."""
    name = carrier.casefold().split()
    page = PAGES.get(name[0]) if name else None
    return page + quote("".join(tracking_number.split()), safe="") if page and tracking_number else None
