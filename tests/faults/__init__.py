"""What happens to the real process on its worst days."""
