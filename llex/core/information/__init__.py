"""The pages about the site itself: about, method, contact, accessibility statement, licence."""
