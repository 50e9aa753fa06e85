"""What `barrow` says before it does anything: its help, and what it refuses at once."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main


def test_the_help_says_every_command_in_a_whole_sentence() -> None:
    said = CliRunner().invoke(main, ["--help"], terminal_width=80, max_content_width=80).output
    commands = said.partition("Commands:\n")[2].splitlines()
    assert len(commands) == len(main.commands)
    assert [line for line in commands if not line.endswith(".") or line.endswith("...")] == []


def test_the_help_of_up_names_what_it_takes() -> None:
    said = CliRunner().invoke(main, ["up", "--help"]).output
    assert "PORT" in said
    assert "BARROW_HOME" in said


@pytest.mark.parametrize("option", ["--report", "--refused"])
def test_a_report_that_cannot_be_written_is_refused_before_the_import(option: str, tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.touch()
    refused = CliRunner().invoke(main, ["import", str(goods), option, "/no/such/folder/report.csv"])
    assert refused.exit_code == 2
    assert refused.output.endswith(f"Invalid value for '{option}': There is no folder /no/such/folder.\n")


def test_an_export_that_cannot_be_written_is_refused_at_once() -> None:
    refused = CliRunner().invoke(main, ["export", "stock", "-o", "/no/such/folder/stock.csv"])
    assert refused.exit_code == 2
    assert "There is no folder /no/such/folder." in refused.output
