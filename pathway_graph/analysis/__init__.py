"""Compute what the graph cannot be asked for: boxes, gaps, duplicates, handoffs, schedules."""
