"""Open data: what is published, as files, data package and API; embeds for other sites."""
