"""Keep the landscape of health and care services as a graph, and answer what boards ask of it."""

__version__ = "0.1.0"
