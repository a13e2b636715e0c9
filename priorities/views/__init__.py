"""The pages of consultations for voters, the hall and readers."""
