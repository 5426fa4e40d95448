"""Plans from files and from the graph to the answer."""
