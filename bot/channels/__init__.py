"""How words leave: one file each for Telegram, SMS and e-mail, all of one shape."""
