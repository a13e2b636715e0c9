"""The outbox: each mail is a row, written with what causes it and delivered after the commit."""
