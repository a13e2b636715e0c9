"""The draft of a note as the chair and partners read, comment and approve it by a private link."""
