"""`python -m sandbox.studio.font FILE`: the typeface that pages load, from the file which static/vendor/LOCK names.

How close two letters stand also varies from regular to bold there: of 99 pairs in 100 by no more than a twenty-fifth of
their size. That is a fifth of the file, which every first visit waits for. Here all weights stand as the regular one.
"""

import argparse
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from sandbox.leash import PROJECT

TYPEFACE = PROJECT / "static" / "fonts" / "instrument-sans.woff2"
PAIRS = 2  # the kind of table in which two letters that meet are moved
BY_PAIR, UNVARIED = 1, 0x0F  # its first way of writing them; the parts of a value that do not vary
VARIATIONS = ("XPlaDevice", "YPlaDevice", "XAdvDevice", "YAdvDevice")


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m sandbox.studio.font", description=__doc__)
    asked.add_argument("file", type=Path)
    font = TTFont(asked.parse_args().file)
    for lookup in font["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            _stand_as_regular(getattr(table, "ExtSubTable", table))
    font.flavor = "woff2"
    font.save(TYPEFACE)
    print(f"{TYPEFACE.name}: {TYPEFACE.stat().st_size} bytes")


def _stand_as_regular(table: Any) -> None:
    if table.LookupType != PAIRS:
        return
    if table.Format == BY_PAIR:
        records = [record for pairs in table.PairSet for record in pairs.PairValueRecord]
    else:
        records = [record for first in table.Class1Record for record in first.Class2Record]
    for record in records:
        for value in filter(None, (record.Value1, record.Value2)):
            for name in VARIATIONS:
                vars(value).pop(name, None)
    table.ValueFormat1 &= UNVARIED
    table.ValueFormat2 &= UNVARIED


if __name__ == "__main__":
    main()
