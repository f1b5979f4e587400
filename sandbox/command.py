"""`liandong sandbox`."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("sandbox")(sandbox)


def sandbox(
    config: Annotated[Path | None, typer.Option(help="配置文件（JSON） / configuration, JSON")] = None,
    announce: Annotated[
        Path | None, typer.Option(help="写入地址与凭据的文件 / where to write the addresses")
    ] = None,
) -> None:
    """运行省平台与各市政公用单位的模拟系统 / run stand-ins for the province and the utilities."""
    # Imported on use: every `liandong` command reads this module, only this one needs the servers.
    from sandbox.run import main

    raise typer.Exit(main(config, announce))
