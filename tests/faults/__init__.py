"""What breaks: power cuts."""
