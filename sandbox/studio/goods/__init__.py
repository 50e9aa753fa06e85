"""The goods, department by department: which file shows what."""

from collections.abc import Callable, Mapping

from ..shots import Shot
from . import bath, home, kitchen, table

SHOTS: Mapping[str, Callable[[], Shot]] = {**kitchen.SHOTS, **table.SHOTS, **home.SHOTS, **bath.SHOTS}
