"""The doors of Whereabouts: the board, messages, one's own settings, the kept lists."""
