"""Backups: database, files and key ring of one instant, in one sealed file, and the way back from it."""

from portal.backups.envelope import BackupDamaged, NotABackup, PassphraseWrong, opened, sealed
from portal.backups.making import Made, pieces
from portal.backups.reading import BackupNewer, Contents, look
from portal.backups.restoring import PlaceTaken, RingOther, restore

__all__ = [
    "BackupDamaged", "BackupNewer", "Contents", "Made", "NotABackup", "PassphraseWrong", "PlaceTaken", "RingOther",
    "look", "opened", "pieces", "restore", "sealed",
]  # fmt: skip
