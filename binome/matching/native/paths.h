/* One optimum over both sides, each person with several places, kept exact through events: what Python hands over
 * (native/ways.py holds the same fields in the same order). Side 0 is the mentees, 1 the mentors. */
#ifndef BINOME_PATHS_H
#define BINOME_PATHS_H

#include "kernel.h"

typedef struct {
    int64_t key;
    int32_t node;
} Step;

/* Distances of one search, valid where `stamp` is its number. A node is a mentee, or the mentees + a mentor. */
typedef struct {
    int64_t *distance;
    int32_t *stamp, *via, *heap_place, *touched;
    Step *heap;
    int64_t heap_length, touched_length;
} Labels;

typedef struct {
    int64_t count;
    const int64_t *starts; /* known arcs: starts[x] .. starts[x + 1] - 1 */
    const int32_t *other;
    const int64_t *weight;
    const int32_t *head, *next, *later; /* arcs found later: head[x], then next[], until NOBODY; the other person */
    const uint8_t *marked;              /* one of her pairs is forbidden */
    const uint8_t *present; /* she takes part */
    const int32_t *places;
    const int64_t *begin; /* her partners: seat[begin[x]] and on, load[x] of them */
    int32_t *load, *seat;
    int64_t *seat_weight;
    int64_t *dual;        /* less `level` for a mentee, plus `level` for a mentor: her true dual */
    const int64_t *floor; /* duals under it are told */
} Side;

typedef struct {
    Side side[2];
    const int64_t *later_weight;
    const int64_t *forbidden; /* sorted: mentee * mentors + mentor */
    int64_t forbidden_length;
    int64_t level, search;
    int64_t patience; /* arcs read ahead before searching from both ends */
    Labels ahead, back;
    int32_t *low; /* nodes whose dual fell under their floor */
    int64_t low_length;
} Paths;

#endif
