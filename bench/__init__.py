"""What a page costs, in CPU time, beside a peer measured in the same run. `make bench`, or `python -m bench 1000`."""
