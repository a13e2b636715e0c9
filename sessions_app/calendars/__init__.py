"""Sessions as entries for calendars (iCalendar, RFC 5545), in files, feeds and e-mails."""
