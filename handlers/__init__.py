"""What Telegram shows: updates become plain answers, plain messages become text and keyboards."""
