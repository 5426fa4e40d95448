"""Ask the questions that are files: their headers, their parameters, their statements."""
