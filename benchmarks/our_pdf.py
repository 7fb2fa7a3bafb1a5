"""A worksheet of the example as PDF. Prints the milliseconds that it took, without the imports."""

import gc
import sys
import time
from pathlib import Path

from kompas.store import catalog, sessions
from kompas.store.workspace import Workspace
from kompas.worksheets.export import Export
from kompas.worksheets.formats.pdf import pdf

gc.set_threshold(100_000)  # as kompas does before anything else
workspace = Workspace(Path(sys.argv[1]))
blocks, _ = catalog.load(workspace)
opened = sessions.load(workspace, sys.argv[2], blocks)
worksheet = Export(workspace, blocks, opened).worksheet(blocks.blocks["0A"])
began = time.perf_counter()
pdf(worksheet)
print((time.perf_counter() - began) * 1000)
