"""Backup and restore (备份与恢复): one consistent picture of the store in a file, and a new life from it."""

from hub.backup.archive import BackupWrong, Manifest, verify
from hub.backup.restoring import Restored, restore
from hub.backup.taking import take

__all__ = ["BackupWrong", "Manifest", "Restored", "restore", "take", "verify"]
