"""Arabic, with the formats that Django leaves to its default, where the month comes first."""
