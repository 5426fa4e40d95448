"""Keep the truth in a ledger and show it in a graph: loads, history, undo, backup, projection and its repair."""
