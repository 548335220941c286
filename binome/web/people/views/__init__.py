"""Pages of people: `signup` signing up · `answers` links of moderation · `account` her own account."""
