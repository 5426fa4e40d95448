"""What happens between two boards: changes, tracking, decisions."""
