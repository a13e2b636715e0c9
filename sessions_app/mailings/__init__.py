"""E-mails to the people of a session: reminders, changes, thanks, and messages of organisers."""
