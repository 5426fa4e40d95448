"""Run the command line as `python -m pathway_graph`."""

import sys

from .cli import main

sys.exit(main())
