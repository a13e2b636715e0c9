"""Portuguese, which the setting LANGUAGES adds."""
