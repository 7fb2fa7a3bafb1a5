"""A peer: read every session.yaml with PyYAML's C loader, and nothing else."""

import sys
from pathlib import Path

import yaml

for path in sorted(Path(sys.argv[1]).glob("sessions/*/session.yaml")):
    with path.open("rb") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
