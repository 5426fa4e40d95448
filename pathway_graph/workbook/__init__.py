"""Read what stands in files: sheets of cells, each typed as the model says, and written back the same way."""
