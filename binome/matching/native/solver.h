/* The best matching on a sparse graph. Each mentee has one place or none; mentor j has
 * places[j]. Always, once solved (linear programming duality, see solvers/__init__.py):
 *
 *     u_i + v_j >= weight of every arc, with equality on the chosen ones; u, v >= 0;
 *     u_i = 0 for a present mentee left alone; v_j = 0 for a mentor with a place left. */
#ifndef BINOME_SOLVER_H
#define BINOME_SOLVER_H

#include <stddef.h>
#include <stdint.h>

#include "kernel.h"

enum { NOBODY = -1 };

typedef struct {
    int64_t key;
    int32_t mentor;
} Entry;

typedef struct {
    int64_t mentees, mentors, arcs;
    const int64_t *starts; /* the arcs of a mentee: starts[i] .. starts[i + 1] - 1 */
    const int32_t *mentor;
    const int64_t *weight;
    int64_t *in_starts; /* the same arcs, those of each mentor together */
    int32_t *in_mentee;
    int64_t *in_weight;
    uint8_t *present; /* the mentee has a place */
    int32_t *places;
    int64_t *u, *v;
    int32_t *mate; /* the mentor of a mentee, or NOBODY */
    int64_t *seat_starts;
    int32_t *seat, *load; /* the mentees of mentor j: seat[seat_starts[j]] and on, load[j] of them */
    /* Workspace of a search: labels are valid where `stamp` is the search's own number. */
    int64_t *distance;
    int32_t *stamp, *via_mentee, *via_mentor, *heap_place, *touched, *waiting;
    uint8_t *done;
    Entry *heap;
    int64_t heap_length, touched_length, waiting_length;
    int32_t search;
} Session;

/* session.c */
void *room(int64_t count, size_t size, int *good); /* zeros; *good becomes 0 when memory runs out */
void seat_mentee(Session *s, int32_t mentee, int32_t mentor);
void unseat_mentee(Session *s, int32_t mentee);

/* search.c */
void augment(Session *s, int32_t mentee);
void fill(Session *s, int32_t mentor);

/* auction.c, lift.c: the auction's scores and prices stay under the price of whom nobody can afford */
enum { HIGHEST_SCORE = 1 << 26, TOO_DEAR = 1 << 29 };
int guess_prices(Session *s);
int64_t lift_blocked(Session *s, int32_t *price, int64_t rise);

#endif
