"""Ports that are free, and stay so until they are used: from where the system takes none for outgoing connections."""

import random
import socket

LOWEST, HIGHEST = 20_000, 32_000
_any = random.SystemRandom()


def free_port(together: int = 1) -> int:
    """The first of so many neighbours that nobody listens on."""
    while True:
        port = _any.randrange(LOWEST, HIGHEST)
        if all(_free(port + number) for number in range(together)):
            return port


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a connection of before may still be fading
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
