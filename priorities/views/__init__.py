"""The pages of consultations: for voters, for clerks and for organisers."""
