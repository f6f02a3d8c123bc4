"""What the subcommands are made of: sources of tickets, options, outputs, how a command ends."""
