"""Write the manual of the command line from the commands themselves."""

from __future__ import annotations

import click

from pathway_graph.cli import COMMANDS, group

__all__ = ["commands_page"]


def commands_page() -> str:
    """Write docs/commands.md: every command's help, as `--help` prints it 100 columns wide."""
    parts = [
        "# The command line\n",
        "Generated from the commands by `python3 dev.py docs`; do not edit. `pathway-graph COMMAND` and "
        "`python -m pathway_graph COMMAND` are the same.\n",
    ]
    told = group.context_settings["help_option_names"]  # click keeps the first that it is told for the whole process
    with click.Context(
        group, info_name="pathway-graph", help_option_names=told, max_content_width=100, terminal_width=100
    ) as above:
        parts.append(_block(group, above))
        for name in COMMANDS:
            command = group.get_command(above, name)
            if command is not None:
                parts += _sections(command, name, above)
    return "\n".join(parts)


def _sections(command: click.Command, name: str, above: click.Context) -> list[str]:
    with click.Context(command, info_name=name, parent=above, max_content_width=100, terminal_width=100) as ctx:
        parts = [f"## {name}\n", _block(command, ctx)]
        if isinstance(command, click.Group):
            for inner in command.list_commands(ctx):
                found = command.get_command(ctx, inner)
                if found is not None:
                    with click.Context(found, info_name=inner, parent=ctx, terminal_width=100) as below:
                        parts += [f"### {name} {inner}\n", _block(found, below)]
    return parts


def _block(command: click.Command, ctx: click.Context) -> str:
    return f"```text\n{command.get_help(ctx)}\n```\n"
