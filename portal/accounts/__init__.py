"""Who may sign in: accounts, passwords, access codes, invitations and linked chats."""
