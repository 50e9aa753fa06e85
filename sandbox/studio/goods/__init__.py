"""The goods, department by department: which file shows what."""

from collections.abc import Callable, Mapping

from ..shots import Shot
from . import bath, cooking, desk, garden, hall, home, kitchen, light, rooms, serving, table, washing

DEPARTMENTS = (table, serving, kitchen, cooking, home, rooms, light, hall, desk, bath, washing, garden)
SHOTS: Mapping[str, Callable[[], Shot]] = {
    name: shot for department in DEPARTMENTS for name, shot in department.SHOTS.items()
}
