"""Words that voters typed: keys, spellings and suggestions."""
