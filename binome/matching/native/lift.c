/* Where more mentees want a group of mentors than it has places (P. Hall's condition fails), no path leads out: each
 * of them would search the whole group before giving up. All its prices rise at once instead. Linear in the arcs. */
#include <stdlib.h>
#include <string.h>

#include "solver.h"

/* Mark the mentors from whom a chain of moves can reach a free place; `queue` has room for all mentors. */
static void mark_open(const Session *s, uint8_t *open, int32_t *queue) {
    int64_t length = 0;
    for (int32_t j = 0; j < s->mentors; j++) {
        open[j] = s->load[j] < s->places[j];
        if (open[j]) queue[length++] = j;
    }
    while (length) {
        int32_t mentor = queue[--length];
        for (int64_t k = s->in_starts[mentor]; k < s->in_starts[mentor + 1]; k++) {
            int32_t from = mentor_of(s, s->in_mentee[k]);
            if (from == NOBODY || open[from] || s->weight[s->in_arc[k]] < 0) continue;
            open[from] = 1;
            queue[length++] = from;
        }
    }
}

/* Mark as blocked those whom this mentee wants, and push them; 0 if one of them is open. */
static int64_t push_wanted(const Session *s, int64_t mentee, uint8_t *blocked, int32_t *queue, int64_t length) {
    for (int64_t arc = s->starts[mentee]; arc < s->starts[mentee + 1]; arc++) {
        int32_t mentor = s->mentor[arc];
        if (blocked[mentor] || s->weight[arc] < 0) continue;
        blocked[mentor] = 1;
        queue[length++] = mentor;
    }
    return length;
}

static int wants_open(const Session *s, int64_t mentee, const uint8_t *open) {
    for (int64_t arc = s->starts[mentee]; arc < s->starts[mentee + 1]; arc++)
        if (open[s->mentor[arc]] && s->weight[arc] >= 0) return 1;
    return 0;
}

/* Raise by `rise` the prices of all mentors within reach of a mentee alone who reaches no free place. */
int lift_blocked(Session *s, int64_t rise) {
    uint8_t *open = calloc((size_t)s->mentors + 1, 1), *blocked = calloc((size_t)s->mentors + 1, 1);
    int32_t *queue = s->touched;
    if (open && blocked) {
        mark_open(s, open, queue);
        for (int64_t i = 0; i < s->mentees; i++) {
            if (!s->present[i] || s->arc_of[i] != NOBODY || wants_open(s, i, open)) continue;
            int64_t length = push_wanted(s, i, blocked, queue, 0);
            while (length) {
                int32_t mentor = queue[--length];
                s->v[mentor] += rise;
                const int32_t *seat = s->seat + s->in_starts[mentor];
                for (int32_t k = 0; k < s->load[mentor]; k++) length = push_wanted(s, seat[k], blocked, queue, length);
            }
        }
    }
    int good = open && blocked;
    free(open);
    free(blocked);
    return good;
}
