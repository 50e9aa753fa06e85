"""The upper ends of what docs and style ask for. An exception is listed here with its reason, or it is a defect."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ("app", "domains", "workers", "sandbox")
LONGEST = {"*.py": 250, "templates/*.html": 120, "static/css/*.css": 200, "static/js/*.js": 100, "tests/*.py": 300}
LONG_FOR_A_REASON: dict[str, str] = {}
LONGEST_FUNCTION = 40  # lines; the habit is 25, this is where a test says no
LONG_FUNCTIONS_FOR_A_REASON: dict[str, str] = {}


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def product_modules() -> list[Path]:
    return tracked(*(f"{folder}/*.py" for folder in PYTHON))


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def test_the_code_is_linted() -> None:
    run("ruff", "check", ".")


def test_the_code_is_formatted() -> None:
    run("ruff", "format", "--check", ".")


def test_the_types_hold() -> None:
    """What nobody kept need not be kept: writing it takes a fifth of the time."""
    run("mypy", *(() if (ROOT / ".mypy_cache").exists() else ("--cache-dir", os.devnull)))


def test_the_templates_are_linted() -> None:
    run("djlint", "templates", "--lint", "--quiet")


def test_the_four_arrows_hold() -> None:
    lint = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports())"
    done = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_domain_is_entered_only_by_its_front_door() -> None:
    entered = [
        f"{file.relative_to(ROOT)}: {found}"
        for file in tracked("app/*.py", "workers/*.py", "sandbox/*.py", "bench/*.py", "alembic/*.py")
        for found in back_doors(ast.parse(file.read_text()))
    ]
    assert entered == []


@pytest.mark.parametrize(
    "code",
    [
        "import domains.orders.models",
        "import domains.orders.models as m",
        "from domains.orders.models import Order",
        "from domains.orders import models",
        "from domains.orders import Order, models as m",
        "from domains import orders\norders.models.Order",
        "import domains.orders\ndomains.orders.models.Order",
    ],
)
def test_no_back_door_is_overlooked(code: str) -> None:
    assert back_doors(ast.parse(code)) == ["domains.orders.models"]


@pytest.mark.parametrize(
    "code",
    [
        "from domains import orders\norders.place",
        "from domains.orders import Order",
        "from domains.shared.errors import Refusal",
        "from domains import payments\npayments.events.AttemptClosed",
    ],
)
def test_the_front_door_is_open(code: str) -> None:
    assert back_doors(ast.parse(code)) == []


def back_doors(tree: ast.AST) -> list[str]:
    """The modules behind a domain's front door that are reached for, unless the domain itself hands them out."""
    named = {}
    reached = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            reached += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "domains":
            named |= {alias.asname or alias.name: f"domains.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            reached += [node.module] if node.module.count(".") > 1 else inner
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            reached.append(f"{named.get(first, first)}.{rest}")
    return sorted({".".join(name.split(".")[:3]) for name in reached if is_behind(name)})


def is_behind(name: str) -> bool:
    first, domain, module, *_ = [*name.split("."), "", "", ""]
    folder = ROOT / "domains" / domain
    if first != "domains" or domain in ("", "shared") or name.count(".") < 2 or not folder.is_dir():
        return False
    there = (folder / f"{module}.py").is_file() or (folder / module).is_dir()
    return there and module not in handed_out(folder)


@cache
def handed_out(domain: Path) -> frozenset[str]:
    """What its front door names, be it in leaves of its own (`front/`)."""
    return frozenset(
        name
        for door in [domain / "__init__.py", *(domain / "front").glob("*.py")]
        for node in ast.parse(door.read_text()).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for name in ast.literal_eval(node.value)
    )


def test_secantus_is_run_and_never_imported() -> None:
    """Its licence, the GPL, asks for that; the contract of import-linter does not see tests and bench."""
    imported = [
        str(file.relative_to(ROOT))
        for file in tracked("*.py")
        if "secantus" in (text := file.read_text())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
        if name.partition(".")[0] == "secantus"
    ]
    assert imported == []


def test_files_stay_small() -> None:
    long = []
    for pattern, longest in LONGEST.items():
        for file in tracked(pattern):
            name = str(file.relative_to(ROOT))
            if (pattern == "*.py" and name.startswith(("tests/", "alembic/", "bench/"))) or "vendor" in name:
                continue
            lines = len(file.read_text().splitlines())
            if lines > longest and name not in LONG_FOR_A_REASON:
                long.append(f"{name}: {lines} lines, at most {longest}")
    assert long == []


def functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{file.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_stay_small() -> None:
    long = [
        f"{name}: {lines} lines"
        for file in product_modules()
        for name, lines in functions(file)
        if lines > LONGEST_FUNCTION and name not in LONG_FUNCTIONS_FOR_A_REASON
    ]
    assert long == []


def test_a_module_opens_by_saying_what_it_is_for() -> None:
    silent = [
        str(file.relative_to(ROOT)) for file in product_modules() if not ast.get_docstring(ast.parse(file.read_text()))
    ]
    assert silent == []


def test_only_the_relay_hands_messages_to_the_broker() -> None:
    sending = re.compile(r"actor\.send\(|\.send_with_options\(|\.enqueue\(")
    allowed = {"workers/relay.py"}
    found = [
        name
        for file in tracked("app/*.py", "domains/*.py", "workers/*.py")
        if (name := str(file.relative_to(ROOT))) not in allowed and sending.search(file.read_text())
    ]
    assert found == []


@pytest.mark.parametrize("word", ["fixme", "todo", "xxx"])
def test_nothing_is_left_for_later(word: str) -> None:
    left = re.compile(rf"\b{word}\b", re.IGNORECASE)
    found = [str(f.relative_to(ROOT)) for f in tracked("*.py", "*.html", "*.css", "*.js") if left.search(f.read_text())]
    assert [name for name in found if not name.startswith(("tests/test_house_rules.py", "static/vendor"))] == []


def test_templates_never_switch_escaping_off_or_style_inline() -> None:
    banned = re.compile(r"\|\s*safe\b|\sstyle=|hx-on|js:|\son\w+=")
    found = [
        f"{file.relative_to(ROOT)}: {match.group(0).strip()}"
        for file in tracked("templates/*.html")
        if "notifications" not in file.parts
        for match in banned.finditer(file.read_text())
    ]
    assert [entry for entry in found if entry not in SAFE_FOR_A_REASON] == []


SAFE_FOR_A_REASON = {
    "templates/pages/article/show.html: | safe",  # Markdown of staff, sanitised when it is rendered
    "templates/partials/product/sheet.html: | safe",  # a description, sanitised when it was stored
}
