"""What the bot says of itself: names, descriptions and commands, by language."""

from typing import Any

from simulator.store import Store

Json = dict[str, Any]


class Profile:
    """Texts by (field, language) and commands by (scope, language); no language is the fallback."""

    def __init__(self, store: Store, bot: Json) -> None:
        self._store = store
        self._bot = bot
        self._kept: dict[str, Any] = dict(store.load("profile"))

    def get(self, name: str, language: str, fallback: Any = None) -> Any:
        """What was set for exactly this language."""
        return self._kept.get(f"{name}:{language}", fallback)

    def put(self, name: str, language: str, value: Any) -> None:
        """Set it for this language; an empty value takes it away."""
        key = f"{name}:{language}"
        if value:
            self._kept[key] = value
            self._store.put("profile", key, lambda: value)
        else:
            self._kept.pop(key, None)
            self._store.drop("profile", key)

    def said(self, name: str, language: str) -> Any:
        """What a person with this language sees."""
        return self.get(name, language) or self.get(name, "")

    def commands_for(self, user_id: int, language: str) -> list[Json]:
        """The command menu of a private chat: the narrowest scope first, then the language."""
        for scope in (f"chat {user_id}", "all_private_chats", "default"):
            for code in (language, ""):
                if found := self.get(f"commands {scope}", code):
                    return list(found)
        return []

    def shown_to(self, language: str) -> Json:
        """The bot as a phone shows it."""
        name = self.said("name", language) or self._bot["first_name"]
        texts = {field: self.said(field, language) or "" for field in ("description", "short_description")}
        return {"id": self._bot["id"], "username": self._bot["username"], "first_name": name, **texts}
