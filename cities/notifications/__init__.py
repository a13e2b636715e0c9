"""E-mails to officers and organisers."""
