"""Shared ground of the tests: the folder of test builders is importable."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
