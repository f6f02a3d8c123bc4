"""The `handoff` command."""


def main() -> None:
    raise SystemExit(0)
