"""Every write of this room: one verb, one transaction, one journal line. By subject: `articles`."""
