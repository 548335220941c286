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
            int32_t from = s->mate[s->in_mentee[k]];
            if (from == NOBODY || open[from]) continue;
            open[from] = 1;
            queue[length++] = from;
        }
    }
}

/* Mark as blocked those whom this mentee wants, and push them. */
static int64_t push_wanted(const Session *s, int64_t mentee, uint8_t *blocked, int32_t *queue, int64_t length) {
    for (int64_t arc = s->starts[mentee]; arc < s->starts[mentee + 1]; arc++) {
        int32_t mentor = s->mentor[arc];
        if (blocked[mentor]) continue;
        blocked[mentor] = 1;
        queue[length++] = mentor;
    }
    return length;
}

static int wants_open(const Session *s, int64_t mentee, const uint8_t *open) {
    for (int64_t arc = s->starts[mentee]; arc < s->starts[mentee + 1]; arc++)
        if (open[s->mentor[arc]]) return 1;
    return 0;
}

static void lift_from(Session *s, int64_t mentee, uint8_t *blocked, int32_t *price, int64_t rise) {
    int32_t *queue = s->touched;
    int64_t length = push_wanted(s, mentee, blocked, queue, 0);
    while (length) {
        int32_t mentor = queue[--length];
        s->v[mentor] += rise;
        price[mentor] += TOO_DEAR;
        const int32_t *seat = s->seat + s->seat_starts[mentor];
        for (int32_t k = 0; k < s->load[mentor]; k++) length = push_wanted(s, seat[k], blocked, queue, length);
    }
}

/* Raise by `rise` the v of all mentors within reach of a mentee alone who reaches no free place, and set their price
 * in the auction out of reach. How many are alone and could be placed, or -1 when memory runs out. */
int64_t lift_blocked(Session *s, int32_t *price, int64_t rise) {
    int good = 1;
    int64_t could = 0;
    uint8_t *open = room(s->mentors, 1, &good), *blocked = room(s->mentors, 1, &good);
    if (good) {
        mark_open(s, open, s->touched);
        for (int64_t j = 0; j < s->mentors; j++) blocked[j] = price[j] >= TOO_DEAR; /* already */
        for (int64_t i = 0; i < s->mentees; i++) {
            if (!s->present[i] || s->mate[i] != NOBODY) continue;
            if (wants_open(s, i, open)) could++;
            else lift_from(s, i, blocked, price, rise);
        }
    }
    free(open);
    free(blocked);
    return good ? could : -1;
}
