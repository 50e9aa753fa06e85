"""`python little_shop.py HOME PORT`: a start as `make run` does it, with little processes in place of the shop's."""

import sys
from pathlib import Path

from sandbox.services import Programme, Step
from sandbox.up import up

SERVE = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
IDLE = "import signal; signal.pause()"
SEED = "import os, pathlib; pathlib.Path(os.environ['BARROW_HOME'], 'demo-login.json').write_text('{}')".replace(
    "{}", '{"email": "owner@example.com", "password": "open-sesame"}'
)


def version(home: Path) -> str:
    """What the migrations depend on: here a file that a test may change."""
    written = home / "version"
    return written.read_text() if written.is_file() else "1"


def programme(port: int) -> Programme:
    def python(code: str, *arguments: str) -> tuple[str, ...]:
        return (sys.executable, "-c", code, *arguments)

    return Programme(
        first=[Step("migrate", "Preparing the databases", python(""), depends=version)],
        serving={"web": python(SERVE, str(port)), "outside": python(SERVE, "{outside_port}")},
        demo=[Step("seed", "Filling the demo shop", python(SEED), leaves="demo-login.json")],
        behind={"worker": python(IDLE), "clock": python(IDLE)},
    )


if __name__ == "__main__":
    port = int(sys.argv[2])
    sys.exit(up(Path(sys.argv[1]), port, programme(port)))
