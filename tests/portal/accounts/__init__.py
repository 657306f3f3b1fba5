"""Accounts, proven."""
