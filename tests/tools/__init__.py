"""The two commands: what they say when something is missing."""
