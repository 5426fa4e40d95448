"""Hold the question files, one question a file."""
