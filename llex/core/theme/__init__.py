"""The look of an organisation's site: its name, logo, two colours and fonts, by settings."""
