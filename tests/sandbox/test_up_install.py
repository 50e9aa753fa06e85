"""`make`'s first step, with a Python of our own making on PATH: which one is taken, what is installed, and when not."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.sandbox.starting import ROOT

TOOLS = ("sh", "awk", "cat", "cksum", "cp", "dirname", "mkdir", "rm", "sed", "sleep")
# Answers as a Python would and writes down what it was asked; `broken` beside it makes pip fail.
PYTHON = """#!/bin/sh
echo "$*" >> "{notes}"
case "$*" in
    "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *" -r "*) eval "list=\\${{$#}}"; cat "$list" >> "{notes}.lists"; [ ! -e "{folder}/broken" ] ;;
    *ensurepip*) [ ! -e "{folder}/no-venv" ] ;;
    *"pip install"*) [ ! -e "{folder}/broken" ] ;;
esac
"""


class Checkout:
    """A copy of what the script needs, and a PATH with nothing else on it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path, self.notes = folder / "barrow", folder / "bin", folder / "notes"
        (self.folder / "sandbox").mkdir(parents=True)
        self.path.mkdir()
        shutil.copy(ROOT / "sandbox" / "install.sh", self.folder / "sandbox")
        for name in ("requirements-dev.txt", "pyproject.toml"):
            (self.folder / name).write_text(f"# {name}\none==1 \\\n    --hash=a\ntwo==2 \\\n    --hash=b\nthree==3\n")
        for tool in TOOLS:
            found = shutil.which(tool)
            assert found is not None
            (self.path / tool).symlink_to(found)

    def has(self, name: str, script: str = PYTHON) -> None:
        (self.path / name).write_text(script.format(notes=self.notes, folder=self.path))
        (self.path / name).chmod(0o755)

    def install(self) -> tuple[int, str]:
        done = subprocess.run(
            [str(self.path / "sh"), "sandbox/install.sh"],
            cwd=self.folder,
            env={"PATH": str(self.path)},
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout

    def installations(self) -> list[str]:
        return [line for line in self.notes.read_text().splitlines() if "pip install" in line]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_newest_python_that_really_runs_is_taken(checkout: Checkout) -> None:
    checkout.has("python3.13", "#!/bin/sh\nexit 127\n")  # a shim without what it stands for
    checkout.has("python3.12")
    checkout.has("python3.11")
    code, said = checkout.install()
    assert code == 0
    assert said.startswith("Making .venv with python3.12 …\n")


def test_only_wheels_are_installed_with_their_hashes_and_then_the_project_itself(checkout: Checkout) -> None:
    checkout.has("python3")
    assert checkout.install()[0] == 0
    *halves, project = checkout.installations()
    kinds = [half.partition(" --no-deps ")[2].rpartition(" ")[0] for half in halves]
    assert kinds == ["--require-hashes --only-binary :all: -r"] * 2
    assert project.endswith("--no-deps --no-build-isolation -e .")
    listed = checkout.notes.with_suffix(".lists").read_text().splitlines()
    assert sorted(listed) == sorted((checkout.folder / "requirements-dev.txt").read_text().splitlines())


def test_what_is_installed_is_installed_again_only_when_the_requirements_change(checkout: Checkout) -> None:
    checkout.has("python3.13")
    checkout.install()
    assert checkout.install() == (0, "")
    assert len(checkout.installations()) == 3
    (checkout.folder / "requirements-dev.txt").write_text("something newer\n")
    code, said = checkout.install()
    assert (code, "Making" in said) == (0, False)
    assert len(checkout.installations()) == 6


def test_an_installation_that_failed_is_begun_anew(checkout: Checkout) -> None:
    checkout.has("python3.13")
    (checkout.path / "broken").touch()
    code, said = checkout.install()
    assert code == 1
    assert said.splitlines()[-1].startswith("Installing did not work, for the reason above.")
    assert not (checkout.folder / ".venv" / ".installed").exists()
    (checkout.path / "broken").unlink()
    code, said = checkout.install()
    assert code == 0
    assert said.startswith("Making .venv with python3.13 …\n")


def test_a_checkout_that_was_moved_gets_a_new_environment(checkout: Checkout) -> None:
    checkout.has("python3.13")
    checkout.install()
    checkout.folder = checkout.folder.rename(checkout.folder.with_name("moved"))
    assert checkout.install()[1].startswith("Making .venv with python3.13 …\n")


def test_what_is_missing_is_named_in_one_sentence(checkout: Checkout) -> None:
    assert checkout.install() == (1, "Barrow needs Python 3.11, 3.12 or 3.13, and none was found on PATH.\n")
    checkout.has("python3.12")
    (checkout.path / "no-venv").touch()
    missing = "python3.12 is here without its venv module: install it (Debian, Ubuntu: apt install python3-venv).\n"
    assert checkout.install() == (1, missing)
