"""Compiled templates are kept beside the shop; nothing depends on them."""

from pathlib import Path

from jinja2 import DictLoader, Environment

from app.compiled import Compiled

HELLO = {"hello.html": "Hello {{ name }}"}


def said(folder: Path, texts: dict[str, str] = HELLO) -> str:
    made = Environment(loader=DictLoader(texts), autoescape=True, bytecode_cache=Compiled(folder))
    return made.get_template("hello.html").render(name="Ada")


def test_a_template_is_compiled_once_for_all_processes(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    assert said(folder) == "Hello Ada"
    [kept] = folder.iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"Hello ", b"Howdy "))
    assert said(folder) == "Howdy Ada"


def test_a_changed_or_spoilt_template_is_compiled_anew(tmp_path: Path) -> None:
    said(tmp_path)
    assert said(tmp_path, {"hello.html": "Good day {{ name }}"}) == "Good day Ada"
    [kept] = tmp_path.iterdir()
    for left in (b"", b"cut", kept.read_bytes()[:-9]):
        kept.write_bytes(left)
        assert said(tmp_path) == "Hello Ada"


def test_a_folder_that_takes_nothing_costs_no_page(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("not a folder")
    assert said(tmp_path / "templates" / "deeper") == "Hello Ada"
