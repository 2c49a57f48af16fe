"""The name of a shell → the script that lets it complete evalflow's commands."""

import click
from click.shell_completion import get_completion_class

from evalflow.cli.frame.frame import Command
from evalflow.cli.frame.output import show_whole


@click.command("completion", cls=Command, example='eval "$(evalflow completion bash)"')
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell.

    Put the line of the example into ~/.bashrc (zsh: ~/.zshrc with `completion zsh`). For fish, write what
    `evalflow completion fish` prints to ~/.config/fish/completions/evalflow.fish.
    """
    from evalflow.cli.main import evalflow

    scripts = get_completion_class(shell)
    if scripts is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    show_whole(scripts(evalflow, {}, "evalflow", "_EVALFLOW_COMPLETE").source() + "\n")
