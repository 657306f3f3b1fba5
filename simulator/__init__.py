"""A Telegram to try the bot with: a Bot API server, a chat page, a phone and a mailbox."""
