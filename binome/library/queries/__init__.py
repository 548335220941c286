"""Every reading of this room; who reads is an argument. By subject: `articles`."""
