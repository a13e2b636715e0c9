"""What every page of the admin is built on."""
