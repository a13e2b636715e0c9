"""The public pages of cities, measured with many cities and with few."""
