"""A peer: the least that a Typer command can be."""

import typer

app = typer.Typer()


@app.command()
def main() -> None:
    """Do nothing."""


app()
