"""Hold the scheduling engine to its rules, to real plans and to an independent oracle."""
