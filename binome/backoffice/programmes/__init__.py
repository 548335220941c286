"""The administrator's pages about the programme itself: its rules."""
