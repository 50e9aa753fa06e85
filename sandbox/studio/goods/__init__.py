"""The goods, department by department: which file shows what."""

from collections.abc import Callable, Mapping

from ..shots import Shot
from . import bath, desk, garden, hall, home, kitchen, light, table

DEPARTMENTS = (table, kitchen, home, light, hall, desk, bath, garden)
SHOTS: Mapping[str, Callable[[], Shot]] = {
    name: shot for department in DEPARTMENTS for name, shot in department.SHOTS.items()
}
