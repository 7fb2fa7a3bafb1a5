"""What Jinja made of templates, kept for the next time: compiling them is a third of making a worksheet."""

from contextlib import suppress

from jinja2.bccache import Bucket, BytecodeCache, FileSystemBytecodeCache

from kompas import __version__


def compiled() -> BytecodeCache | None:
    """A folder that is this user's alone (Jinja looks after that: who can write there, can run code here)."""
    with suppress(RuntimeError, OSError):
        return _Compiled(pattern=f"kompas-{__version__}-%s.cache")
    return None


class _Compiled(FileSystemBytecodeCache):
    """It helps when it can, and keeps nobody from a worksheet when it can not."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)
