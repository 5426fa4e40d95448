"""Tell a board what moved since it last met, what ends, what has to be decided, and what a change would do."""
