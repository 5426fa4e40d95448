"""Time the sweep over all people on landscapes from 20 to 2,000 services; print one line of JSON for each size.

usage: python bench/everyone.py [SERVICES ...]
"""

from __future__ import annotations

import json
import sys
import time

from _handoffs_world import DAY, world

from pathway_graph.analysis.people import everyone


def main() -> None:
    """Time each size, in processor seconds of this process."""
    for services in [int(word) for word in sys.argv[1:]] or [20, 80, 320, 1000, 2000]:
        landscape = world(services)
        start = time.process_time()
        swept = everyone(landscape, DAY)
        took = time.process_time() - start
        line = {
            "services": services, "handoffs": len(landscape.handoffs), "everyone_s": round(took, 3),
            "cut_short": swept.cut_short, "unasked": swept.unasked, **swept.counts,
        }  # fmt: skip
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
