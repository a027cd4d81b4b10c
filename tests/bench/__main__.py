"""`make bench`: measures every promise about speed and says which are kept; ends with 1 when one is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import desk, floor, mail, pages, rules, seed, start, writes


def main() -> int:
    """Measure all parts, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("part", nargs="*", help="pages, desk, floor, writes, rules, mail, start; all without a name")
    wanted = parser.parse_args().part
    with tempfile.TemporaryDirectory(prefix="rtop-bench-") as place:
        instance, bare = Path(place, "ours"), Path(place, "bare")
        seed.seed(instance)
        bare.mkdir()
        parts: dict[str, Callable[[], bool]] = {
            "pages": lambda: pages.measure(instance, bare),
            "desk": lambda: desk.measure(instance),
            "floor": lambda: floor.measure(instance),
            "writes": lambda: writes.measure(instance, bare),
            "rules": rules.measure,
            "mail": lambda: mail.measure(Path(place, "mail")),
            "start": lambda: start.measure(instance),
        }
        results = [parts[name]() for name in parts if not wanted or name in wanted]
    print("\nAll promises kept." if all(results) else "\nA promise is missed: see above.")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
