"""Where the company's tree is: a shared folder, which can be taken away, or behind an SFTP server."""

from pathlib import Path

from sandbox.batch.tree import Tree
from sandbox.config import Counterpart


class SharedFolder:
    """The tree itself. Unplugged, the folder is not where it was."""

    def __init__(self, counterpart: Counterpart) -> None:
        self.tree = Tree(counterpart.folder)
        self._away = False

    @property
    def address(self) -> str:
        """Of the folder."""
        return self.tree.path.as_uri()

    @property
    def open(self) -> bool:
        """Whether the company itself gets at its tree."""
        return not self._away

    def details(self) -> dict[str, object]:
        """What the hub is configured with."""
        return {"folder": str(self.tree.path)}

    async def start(self) -> None:
        """Set up the folders."""
        self.tree.make()

    async def stop(self) -> None:
        """Tidy up."""
        await self.plug_in()
        self.tree.remove()

    def unplug(self) -> None:
        """The share is gone."""
        if not self._away:
            self.tree.path.rename(self._elsewhere)
            self._away = True

    async def plug_in(self) -> None:
        """It is there again, as it was."""
        if self._away:
            self._elsewhere.rename(self.tree.path)
            self._away = False

    @property
    def _elsewhere(self) -> Path:
        return self.tree.path.with_name(self.tree.path.name + ".unplugged")
