"""What Telegram shows: updates in, messages out."""
