"""The engine's C: a kernel and a solver, called through ctypes, so that no Python's own interface is compiled in.

Optional. `build.py` compiles it in three seconds where there is a C compiler, `library.py` loads it, `packing.py`
lays the tables out for it. Nobody else knows of it but kernels/native.py, solvers/native.py, events.py (ways.py here)
and ready.py; without it the engine gives the same answers, later.

    kernel.h    the tables as C sees them       score_body.h, score.c, score_avx512.c    affinities of a tile
    scan.c      the pass over all pairs         eligible.c                               hard rules
    solver.h    the state of a matching         session.c  search.c  auction.c  lift.c   its exact optimum
    paths.h     a matching after events         paths.c                                  its shortest paths
    deferred.c  the stable matching of ready lists
"""
