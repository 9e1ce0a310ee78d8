"""What people do in Whereabouts: say where somebody is, leave messages, open them, keep lists."""
