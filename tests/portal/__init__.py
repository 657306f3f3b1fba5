"""What is true, proven."""
