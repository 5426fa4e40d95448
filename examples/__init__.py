"""Hold the examples, one landscape a folder."""
