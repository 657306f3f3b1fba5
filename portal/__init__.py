"""What is true: accounts, follow-ups, access, the mailroom, and the rules that bind them."""
