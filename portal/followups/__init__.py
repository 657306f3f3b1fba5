"""Follow-ups: which form is due for whom and when, and what was answered."""
