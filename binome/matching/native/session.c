/* The best matching on a sparse graph: prices guessed by an auction, then one search for each person left over. */
#include <stdlib.h>
#include <string.h>

#include "solver.h"

void seat_mentee(Session *s, int32_t mentee, int32_t mentor) {
    s->mate[mentee] = mentor;
    s->seat[s->seat_starts[mentor] + s->load[mentor]++] = mentee;
}

void unseat_mentee(Session *s, int32_t mentee) {
    int32_t mentor = s->mate[mentee];
    int32_t *seat = s->seat + s->seat_starts[mentor];
    int32_t k = 0;
    while (seat[k] != mentee) k++;
    seat[k] = seat[--s->load[mentor]];
    s->mate[mentee] = NOBODY;
}

/* The arc from a mentee to a mentor; the end of her arcs when there is none. */
static int64_t arc_between(const Session *s, int32_t mentee, int32_t mentor) {
    int64_t arc = s->starts[mentee];
    while (arc < s->starts[mentee + 1] && s->mentor[arc] != mentor) arc++;
    return arc;
}

/* The highest weight - price that a mentee can have; 0 alone. */
static int64_t best_net(const Session *s, int64_t mentee) {
    int64_t best = 0;
    for (int64_t arc = s->starts[mentee]; arc < s->starts[mentee + 1]; arc++) {
        int64_t net = s->weight[arc] - s->v[s->mentor[arc]];
        if (net > best) best = net;
    }
    return best;
}

static void join(Session *s, int32_t mentee) {
    s->u[mentee] = best_net(s, mentee);
    if (s->u[mentee] > 0) augment(s, mentee);
}

static void fill_all(Session *s, int32_t mentor) {
    while (s->load[mentor] < s->places[mentor] && s->v[mentor] > 0) fill(s, mentor);
}

/* From any prices >= 0 and any choice within the places to the optimum. */
static void settle(Session *s) {
    for (int32_t i = 0; i < s->mentees; i++) {
        s->u[i] = best_net(s, i);
        int32_t mate = s->mate[i];
        if (mate != NOBODY && s->weight[arc_between(s, i, mate)] - s->v[mate] != s->u[i]) unseat_mentee(s, i);
    }
    for (int32_t i = 0; i < s->mentees; i++)
        if (s->present[i] && s->mate[i] == NOBODY) join(s, i);
    for (int32_t j = 0; j < s->mentors; j++) fill_all(s, j);
}

void *room(int64_t count, size_t size, int *good) {
    void *memory = calloc((size_t)count + 1, size);
    if (!memory) *good = 0;
    return memory;
}

EXPORT void binome_session_free(Session *s) {
    if (!s) return;
    void *all[] = {s->in_starts, s->in_mentee, s->in_weight, s->present, s->places, s->u, s->v, s->mate,
                   s->seat_starts, s->seat, s->load, s->distance, s->stamp, s->via_mentee, s->via_mentor,
                   s->heap_place, s->touched, s->waiting, s->done, s->heap};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
    free(s);
}

static Session *new_session(int64_t n, int64_t m, int64_t arcs) {
    int good = 1;
    Session *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->mentees = n;
    s->mentors = m;
    s->arcs = arcs;
    s->in_starts = room(m + 1, sizeof *s->in_starts, &good);
    s->in_mentee = room(arcs, sizeof *s->in_mentee, &good);
    s->in_weight = room(arcs, sizeof *s->in_weight, &good);
    s->present = room(n, sizeof *s->present, &good);
    s->places = room(m, sizeof *s->places, &good);
    s->u = room(n, sizeof *s->u, &good);
    s->v = room(m, sizeof *s->v, &good);
    s->mate = room(n, sizeof *s->mate, &good);
    s->seat_starts = room(m + 1, sizeof *s->seat_starts, &good);
    s->load = room(m, sizeof *s->load, &good);
    s->distance = room(m, sizeof *s->distance, &good);
    s->stamp = room(m, sizeof *s->stamp, &good);
    s->via_mentee = room(m, sizeof *s->via_mentee, &good);
    s->via_mentor = room(m, sizeof *s->via_mentor, &good);
    s->heap_place = room(m, sizeof *s->heap_place, &good);
    s->touched = room(m, sizeof *s->touched, &good);
    s->waiting = room(m, sizeof *s->waiting, &good);
    s->done = room(m, sizeof *s->done, &good);
    s->heap = room(m, sizeof *s->heap, &good);
    if (good) return s;
    binome_session_free(s);
    return NULL;
}

/* The arcs of each mentor, from those of the mentees. */
static void turn_round(Session *s) {
    int64_t *next = s->in_starts + 1; /* shifted by one: after the pass, next[j] is where j + 1 begins */
    for (int64_t arc = 0; arc < s->arcs; arc++) next[s->mentor[arc] + 1]++;
    for (int64_t j = 0; j < s->mentors; j++) next[j + 1] += next[j];
    for (int32_t i = 0; i < s->mentees; i++)
        for (int64_t arc = s->starts[i]; arc < s->starts[i + 1]; arc++) {
            int64_t k = next[s->mentor[arc]]++;
            s->in_mentee[k] = i;
            s->in_weight[k] = s->weight[arc];
        }
}

/* A seat for each place that somebody could take, and one while mentees move; 0 when memory runs out. */
static int make_seats(Session *s) {
    int good = 1;
    for (int64_t j = 0; j < s->mentors; j++) {
        int64_t arcs = s->in_starts[j + 1] - s->in_starts[j];
        s->seat_starts[j + 1] = s->seat_starts[j] + (s->places[j] < arcs ? s->places[j] + 1 : arcs);
    }
    s->seat = room(s->seat_starts[s->mentors], sizeof *s->seat, &good);
    return good;
}

/* Prices to begin with: those given or 0, cut to what anyone could pay. Who has no place is too dear for all. */
static void take_prices(Session *s, const int64_t *v) {
    for (int64_t arc = 0; arc < s->arcs; arc++) {
        int32_t j = s->mentor[arc];
        int64_t wanted = !s->places[j] ? s->weight[arc] : v ? v[j] : 0;
        if (wanted > s->weight[arc]) wanted = s->weight[arc];
        if (wanted > s->v[j]) s->v[j] = wanted;
    }
}

/* The optimum of a graph in compressed rows, read in place until it is freed; `v`: earlier prices or NULL. NULL when memory runs out. */
EXPORT Session *binome_session_new(int64_t n, int64_t m, const int64_t *starts, const int32_t *mentor, const int64_t *weight,
                                   const int32_t *mentee_places, const int32_t *mentor_places, const int64_t *v) {
    Session *s = new_session(n, m, starts[n]);
    if (!s) return NULL;
    s->starts = starts;
    s->mentor = mentor;
    s->weight = weight;
    memcpy(s->places, mentor_places, (size_t)m * sizeof *mentor_places);
    for (int64_t i = 0; i < n; i++) {
        s->present[i] = mentee_places[i] > 0;
        s->mate[i] = NOBODY;
    }
    turn_round(s);
    take_prices(s, v);
    if (make_seats(s) && (v || guess_prices(s))) {
        settle(s);
        return s;
    }
    binome_session_free(s);
    return NULL;
}

/* u [n], v [m], and chosen [arcs]. */
EXPORT void binome_session_read(const Session *s, int64_t *u, int64_t *v, uint8_t *chosen) {
    for (int32_t i = 0; i < s->mentees; i++) {
        u[i] = s->present[i] ? s->u[i] : best_net(s, i); /* searches pass by those who left */
        if (s->mate[i] != NOBODY) chosen[arc_between(s, i, s->mate[i])] = 1;
    }
    memcpy(v, s->v, (size_t)s->mentors * sizeof *v);
}
