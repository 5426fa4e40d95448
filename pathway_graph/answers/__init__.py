"""Answer who has nobody, who is paid twice and where people fall between, in findings that carry their facts."""
