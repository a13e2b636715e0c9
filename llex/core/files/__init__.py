"""Files: validation, faults of the storage, sweeping."""
