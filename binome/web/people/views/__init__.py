"""Pages of people: `signup` signing up · `invited` links of moderation · `account` her own account · `photos`."""
