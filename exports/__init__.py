"""Write one picture or file format a module."""
