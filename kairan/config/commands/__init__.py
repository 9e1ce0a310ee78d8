"""One module for each thing the `kairan` command does."""
