"""The population engine: exact, event-driven, from the infector's side; its cost follows the outbreak."""
