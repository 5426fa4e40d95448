"""Hold the invented county, and what makes it."""
