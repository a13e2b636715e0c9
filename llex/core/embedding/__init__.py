"""Parts of pages that other sites show in a frame, and how programs find them (oEmbed)."""
