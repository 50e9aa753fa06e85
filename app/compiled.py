"""Templates as they were compiled, kept on this host: a process that starts again need not compile them anew."""

import logging
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, FileSystemBytecodeCache

log = logging.getLogger("barrow.edge")


class Compiled(FileSystemBytecodeCache):
    """Each belongs to the text it was made from. A folder that takes nothing costs time, never a page."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
        except OSError as error:
            log.info("templates.not_kept folder=%s reason=%s", self._folder, error)
