"""The `barrow` command: starts the processes of the Procfile and does an operator's work from a shell.

What a command needs is imported inside it: `--help` and a refused `up` answer at once.
"""

import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from app.commands.inventory import stock
from app.commands.maintenance import maintenance
from app.commands.running import NewFile, configured, connected, console, run, settings
from app.commands.staff import staff


class Barrow(click.Group):
    """Refusals and settings that cannot be are one sentence and exit 1, never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from app.commands.saying import in_a_sentence

            if sentence := in_a_sentence(error):
                raise click.ClickException(sentence) from None
            raise


@click.group(cls=Barrow, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Barrow, a shop. `barrow up` starts everything on this machine."""


@main.command()
def up() -> None:
    """Start the shop with all it needs, and stop it with Ctrl-C.

    The shop is served at PORT (8000 where that is not set), the sandbox's mail and payments at the port after it. What
    the shop keeps is in the folder BARROW_HOME (./var). All other settings are in docs/settings.md.
    """
    from sandbox.up import up as start

    port = os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65535):
        raise click.ClickException(f"PORT is “{port}”; it must be a number from 1 to 65534.")
    sys.exit(start(Path(os.environ.get("BARROW_HOME") or "var"), int(port)))


@main.command()
def web() -> None:
    """Serve the shop."""
    import uvicorn

    uvicorn.run(
        "app.main:serve",
        factory=True,
        host=settings().host,
        port=settings().port,
        workers=settings().web_concurrency,
        proxy_headers=False,  # who is asking is decided by TRUSTED_HOPS alone
        server_header=False,
        access_log=False,
        timeout_keep_alive=95,  # longer than a load balancer keeps an idle connection
        timeout_graceful_shutdown=20,
        log_config=None,
    )


@main.command()
def worker() -> None:
    """Run the actors."""
    processes, threads = str(settings().worker_processes), str(settings().worker_threads)
    arguments = ["--processes", processes, "--threads", threads, "--worker-shutdown-timeout", "20000"]
    _become("dramatiq", "workers.main", *arguments)


@main.command()
def clock() -> None:
    """Run the relay and what happens by the clock."""
    settings()  # refused here, settings that cannot be are a sentence
    _become("workers.clock")


@main.command()
def release() -> None:
    """What a host runs before a new version serves: `barrow migrate`."""
    _migrate()


@main.command()
def migrate() -> None:
    """Bring all databases to their newest shape."""
    _migrate()


@main.command(short_help="Fill an empty shop with the demonstration goods.")
def seed() -> None:
    """Fill an empty shop with the demonstration goods and make a demonstration login (sandbox only)."""
    from app.commands import demo_login
    from app.gateway import demo

    if not settings().sandboxed or settings().production:
        raise click.ClickException("The demonstration shop exists only with the sandbox's stores.")
    connected(demo.seed_demo)
    connected(lambda: demo_login.ensure(settings().barrow_home))


@main.command(name="import", short_help="Import a CSV file of products, prices, stock or codes.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--images", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Pictures, by file name.")
@click.option("--currency", help="Currency of the prices; SHOP_CURRENCY otherwise.")
@click.option("--dry-run", is_flag=True, help="Report what would happen and change nothing.")
@click.option("--report", type=NewFile(), help="Write what became of every row here.")
@click.option("--refused", type=NewFile(), help="Write the rows left out here.")
@click.option(
    "--as",
    "kind",
    type=click.Choice(["products", "prices", "stock", "codes", "shopify"]),
    help="What the file is of; recognised by its columns otherwise.",
)
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Which column a field is; repeatable.")
def import_(file: Path, **options: Any) -> None:
    """Import a CSV file of products, prices, stock or codes; exit 0 once it is worked through, refused rows or not.

    One wrong row refuses a file of stock as a whole: exit 1."""
    from app.commands import importing

    sys.exit(connected(partial(importing.import_file, console(), file, **options)))


@main.command()
@click.argument("what", type=click.Choice(["products", "prices", "stock", "codes"]))
@click.option("-o", "--out", type=NewFile(), help="The file; the output otherwise.")
def export(what: str, out: Path | None) -> None:
    """Write a CSV file that `barrow import` reads again."""
    from app.commands import exporting

    connected(partial(exporting.export, what, out))


@main.group()
def search() -> None:
    """The search index."""


@search.command(name="rebuild")
def search_rebuild() -> None:
    """Ask every host to build its index anew and swap."""
    from domains import catalog

    generation = connected(catalog.rebuild_search)
    console().print(f"Every host now builds generation {generation} beside its old index.")


@main.command()
@click.option("--whole-log", is_flag=True, help="Read every day of the audit log, not the last ones and one in turn.")
def reconcile(whole_log: bool) -> None:
    """Compare the books of all domains; exit 1 where they differ."""
    from app.gateway import books

    violations = connected(partial(books.reconcile, whole_log=whole_log))
    for violation in violations:
        console().print(f"[bold red]{violation.name}[/]  {violation.subject}", highlight=False)
        console().print(f"  {violation.explanation}\n  {violation.remedy}", highlight=False)
    if violations:
        console().print(f"{len(violations)} violations.")
        sys.exit(1)
    console().print("The books balance.")


@main.command()
def recount() -> None:
    """Count from all orders what each product has sold. The shop may go on meanwhile."""
    from app.gateway import recounting

    console().print(f"{connected(recounting.recount_sold)} orders counted.")


@main.command(short_help="Say what is reachable and migrated.")
def doctor() -> None:
    """Say what is reachable and migrated; exit 1 where something is not."""
    from app.commands import checkup

    configured()
    sys.exit(run(checkup.report(console())))


main.add_command(maintenance)
main.add_command(staff)
main.add_command(stock)


@main.group()
def outbox() -> None:
    """What one domain tells another."""


@outbox.command(name="revive")
def outbox_revive() -> None:
    """Offer once more what was given up after too many failures."""
    from domains import stores

    console().print(f"{connected(stores.revive)} dead letters are offered again.")


def _migrate() -> None:
    configured()
    from app import migrations

    for domain in migrations.SQL_DOMAINS:
        migrations.migrate(domain)
    run(migrations.ensure_first_rows())
    console().print("All databases are at their newest shape.")


def _become(*module: str) -> None:
    os.execv(sys.executable, [sys.executable, "-m", *module])  # noqa: S606 - this process becomes the other


if __name__ == "__main__":
    main()
