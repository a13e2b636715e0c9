"""Everything held about a person: found, shown, exported, erased."""
