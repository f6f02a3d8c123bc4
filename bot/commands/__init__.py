"""The subcommands of `handoff`, one a file. What a command needs beyond `click` it imports when it runs."""
