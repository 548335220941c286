"""The house, as tests: what ARCHITECTURE says of files, rooms, names and words. Each rule shows that it can fail."""
