"""Conversations, turn by turn, on a real database; no network."""
