"""What people see of the bot before they write: its name, its descriptions, its commands."""

METHODS: dict[str, object] = {}
