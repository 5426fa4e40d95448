"""Tests of workspaces: what is loaded, kept, looked back on and taken back, and what survives."""
