"""The folder of policy files, read and kept in force."""
