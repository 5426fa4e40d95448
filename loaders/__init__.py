"""Read one file format a module into records of cells."""
