"""House rules of templates that only reading all of them can keep."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.templating import TEMPLATES

PAGES = [path for path in sorted(TEMPLATES.rglob("*.html")) if "notifications" not in path.parts]
FORBIDDEN = {
    "an inline style": r"\sstyle\s*=",
    "an inline handler": r"\son[a-z]+\s*=",
    "a handler of htmx that needs eval": r"hx-on\b",
    "a value of htmx that needs eval": r"['\"]\s*js:",
    "a trigger filter that needs eval": r"hx-trigger=\"[^\"]*\[",
    "a script in the page": r"<script(?![^>]*\bsrc=)[^>]*>(?!\s*{)",
}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_a_template_holds_nothing_the_content_policy_would_stop(path: Path) -> None:
    text = path.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_every_form_works_alone(path: Path) -> None:
    """What is wrong with it is said by us, beside the field and on top, and not by the browser."""
    for form, body in re.findall(r"(<form\b(?:[^>\"]|\"[^\"]*\")*>)(.*?)</form>", path.read_text(), re.S):
        assert "action=" in form
        assert re.search(r"method=\"(get|post)\"", form)
        asks = re.search(r"\b(field|quantity|textarea|select|radio_list)\(", body)
        assert not asks or "novalidate" in form or 'method="get"' in form


@pytest.mark.parametrize("path", [path for path in PAGES if "admin" in path.parts], ids=lambda path: path.name)
def test_every_cell_of_the_office_says_what_it_is_where_its_row_is_a_block(path: Path) -> None:
    """Cells that only hold buttons say so themselves; a heading of the row is one, and what stands across columns has
    labels of its own."""
    cells = re.findall(r"<td\b((?:[^>\"]|\"[^\"]*\"|{{.*?}})*)>\s*(?:{%[^%]*%}\s*)*(.{5})", path.read_text(), re.S)
    said = ("data-label=", "colspan=")
    assert [cell for cell, begins in cells if not any(each in cell for each in said) and begins != "<form"] == []


def test_a_component_is_named_for_its_macro() -> None:
    for path in (TEMPLATES / "components").glob("*.html"):
        assert f"{{% macro {path.stem}(" in path.read_text()


def test_templates_are_tidy() -> None:
    """Letters are left out: mail programs understand nothing but inline styles."""
    command = [
        sys.executable,
        "-m",
        "djlint",
        "--lint",
        "--quiet",
        str(TEMPLATES),
        "--extend-exclude",
        "templates/notifications",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=TEMPLATES.parent, check=False)
    assert done.returncode == 0, done.stdout
