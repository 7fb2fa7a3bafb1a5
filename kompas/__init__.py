"""kompas guides people who work together on the lives of children and young people."""

import sys

__version__ = "0.1.0"

_SELDOM = 100_000  # objects between two collections: importing makes many and leaves no rubbish


def main() -> None:
    """Run kompas and leave with its exit code; the version is told before anything else is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"kompas {__version__}")
        return
    import gc

    gc.set_threshold(_SELDOM)
    try:
        from kompas.app import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    gc.freeze()  # or leaving looks through everything once more
    sys.exit(code)
