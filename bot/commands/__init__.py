"""The subcommands of `handoff`, one a file; what they are made of is in `parts`. What a command needs beyond `click` it
imports when it runs."""
