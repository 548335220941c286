"""The board on which the pairs of a promotion are made, under /pilotage/appariement/."""
