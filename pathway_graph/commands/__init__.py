"""Say each library call aloud: one command a module."""
