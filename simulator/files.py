"""Files as Telegram keeps them: by file_id, with the sizes of a photo, to be fetched or sent again."""

import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from simulator.store import Store

Json = dict[str, Any]

# The first letters tell the kind, as they do in Telegram's own file ids.
KINDS = {
    "photo": ("AgACAgQAAx", "photos", "jpg"),
    "document": ("BQACAgQAAx", "documents", ""),
    "voice": ("AwACAgQAAx", "voice", "oga"),
    "sticker": ("CAACAgQAAx", "stickers", "webp"),
}
THUMBNAIL = 320  # pixels: the longer side of the small size of a photo


@dataclass
class File:
    """One file; `path` is where it is fetched, `width` and `height` are those of a photo."""

    file_id: str
    file_unique_id: str
    kind: str
    path: str
    size: int
    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0

    def short(self) -> Json:
        """What every Bot API object about a file begins with."""
        return {"file_id": self.file_id, "file_unique_id": self.file_unique_id, "file_size": self.size}


class Files:
    """Every file that was sent, kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._files: dict[str, File] = {key: File(**body) for key, body in store.load("file")}

    def add(
        self, kind: str, content: bytes, name: str = "", mime: str = "", size: tuple[int, int] = (0, 0)
    ) -> File:
        """Keep a file that was just sent."""
        letters, folder, ending = KINDS[kind]
        ending = ending or name.rpartition(".")[2][:8]
        digest = hashlib.sha256(content).hexdigest()[:12]
        path = f"{folder}/file_{len(self._files)}.{ending}"
        self._store.put_file(path, content)
        for pixels in [_small(*size), size] if kind == "photo" else [size]:
            unique = f"AQAD{digest}{pixels[0]:x}"
            file = File(
                letters + secrets.token_urlsafe(33), unique, kind, path, len(content), name, mime, *pixels
            )
            self._keep(file)
        return file

    def get(self, file_id: str) -> File | None:
        """The file with this id."""
        return self._files.get(file_id)

    def content(self, path: str) -> bytes:
        """The bytes at a path; KeyError when there are none."""
        return self._store.file(path)

    def photo(self, file: File) -> list[Json]:
        """The sizes of a photo, largest last; here they share their bytes, for nothing can scale them."""
        sizes = [f for f in self._files.values() if f.path == file.path]
        return [
            {**f.short(), "width": f.width, "height": f.height} for f in sorted(sizes, key=lambda f: f.width)
        ]

    def document(self, file: File) -> Json:
        """The Bot API's Document."""
        return {"file_name": file.name, "mime_type": file.mime, **file.short()}

    def _keep(self, file: File) -> None:
        self._files[file.file_id] = file
        self._store.put("file", file.file_id, lambda: asdict(file))


def _small(width: int, height: int) -> tuple[int, int]:
    scale = min(1, THUMBNAIL / max(width, height, 1))
    return max(1, int(width * scale)), max(1, int(height * scale))
