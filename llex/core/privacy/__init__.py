"""The privacy notice: its versions, the text that comes with the software, and its page."""
