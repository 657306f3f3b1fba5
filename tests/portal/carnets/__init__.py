"""Carnets, proven."""
