/* Shortest augmenting paths on reduced costs u_i + v_j - w_ij >= 0 (Dijkstra's labels on the mentors only: a seated
 * mentee is as far as her mentor). R. Jonker and A. Volgenant, "A shortest augmenting path algorithm", 1987, with
 * several places a mentor and nobody obliged to be matched. */
#include "solver.h"

static void place(Session *s, int64_t at, Entry entry) {
    s->heap[at] = entry;
    s->heap_place[entry.mentor] = (int32_t)at;
}

/* Put a mentor in the heap of four children, or move her up. */
static void push(Session *s, int32_t mentor, int64_t key) {
    int64_t at = s->heap_place[mentor];
    if (at == NOBODY) at = s->heap_length++;
    for (int64_t parent; at && s->heap[parent = (at - 1) / 4].key > key; at = parent) place(s, at, s->heap[parent]);
    place(s, at, (Entry){key, mentor});
}

static Entry pop(Session *s) {
    Entry first = s->heap[0], last = s->heap[--s->heap_length];
    int64_t length = s->heap_length, at = 0;
    s->heap_place[first.mentor] = NOBODY;
    if (!length) return first;
    for (int64_t child; (child = 4 * at + 1) < length;) {
        int64_t least = child;
        for (int64_t other = child + 1; other < length && other < child + 4; other++)
            if (s->heap[other].key < s->heap[least].key) least = other;
        if (s->heap[least].key >= last.key) break;
        place(s, at, s->heap[least]);
        at = least;
    }
    place(s, at, last);
    return first;
}

static void begin(Session *s) {
    s->search++;
    s->heap_length = s->touched_length = s->waiting_length = 0;
}

/* Label a mentor with a shorter distance; 0 if she has a shorter one. */
static int shorten(Session *s, int32_t mentor, int64_t distance) {
    if (s->stamp[mentor] != s->search) {
        s->stamp[mentor] = s->search;
        s->done[mentor] = 0;
        s->heap_place[mentor] = NOBODY;
        s->touched[s->touched_length++] = mentor;
    } else if (distance >= s->distance[mentor]) {
        return 0;
    }
    s->distance[mentor] = distance;
    return 1;
}

/* The nearest mentor not yet done, at most `best` away; NOBODY when there is none. */
static int32_t next_mentor(Session *s, int64_t best) {
    while (s->waiting_length) {
        int32_t mentor = s->waiting[--s->waiting_length];
        if (!s->done[mentor]) return mentor;
    }
    while (s->heap_length && s->heap[0].key < best) {
        int32_t mentor = pop(s).mentor;
        if (!s->done[mentor]) return mentor;
    }
    return NOBODY;
}

/* Where a path may end best: at a free place of `mentor`, or by leaving `mentee` alone. */
typedef struct {
    int64_t cost;
    int32_t mentee, mentor;
} End;

static void relax_mentee(Session *s, int32_t mentee, int64_t distance, End *end) {
    int32_t own = s->mate[mentee];
    int64_t from = distance + s->u[mentee];
    for (int64_t arc = s->starts[mentee]; arc < s->starts[mentee + 1]; arc++) {
        int32_t mentor = s->mentor[arc];
        int64_t reach = from + s->v[mentor] - s->weight[arc];
        if (reach >= end->cost || mentor == own || !shorten(s, mentor, reach)) continue;
        s->via_mentee[mentor] = mentee;
        if (s->load[mentor] < s->places[mentor]) {
            *end = (End){reach, NOBODY, mentor};
            if (reach == distance) return; /* nothing can be nearer */
        } else if (reach == distance) {
            s->waiting[s->waiting_length++] = mentor;
        } else {
            push(s, mentor, reach);
        }
    }
}

/* A mentee alone, with u = her best net weight, gets the cheapest way out: a place at the end of a path, someone on
 * it left alone, or herself. All other conditions hold before and after. */
void augment(Session *s, int32_t mentee) {
    begin(s);
    End end = {s->u[mentee], mentee, NOBODY};
    relax_mentee(s, mentee, 0, &end);
    for (int32_t mentor; (mentor = next_mentor(s, end.cost)) != NOBODY;) {
        int64_t distance = s->distance[mentor];
        if (distance >= end.cost) break;
        s->done[mentor] = 1;
        const int32_t *seat = s->seat + s->seat_starts[mentor];
        for (int32_t k = 0; k < s->load[mentor] && distance < end.cost; k++) {
            if (distance + s->u[seat[k]] < end.cost) end = (End){distance + s->u[seat[k]], seat[k], NOBODY};
            relax_mentee(s, seat[k], distance, &end);
        }
    }
    s->u[mentee] -= end.cost;
    for (int64_t k = 0; k < s->touched_length; k++) {
        int32_t mentor = s->touched[k];
        int64_t change = end.cost - s->distance[mentor];
        if (!s->done[mentor] || change <= 0) continue;
        s->v[mentor] += change;
        const int32_t *seat = s->seat + s->seat_starts[mentor];
        for (int32_t i = 0; i < s->load[mentor]; i++) s->u[seat[i]] -= change;
    }
    int32_t to = end.mentor;
    if (end.mentee == mentee) return;
    if (to == NOBODY) {
        to = s->mate[end.mentee];
        unseat_mentee(s, end.mentee);
    }
    for (int32_t moved = NOBODY; moved != mentee;) {
        moved = s->via_mentee[to];
        int32_t from = s->mate[moved];
        if (from != NOBODY) unseat_mentee(s, moved);
        seat_mentee(s, moved, to);
        to = from;
    }
}

/* Label the mentors who could give a mentee to this one: the path may end there, her price falling to 0, or at a
 * present mentee left alone. */
static void relax_mentor(Session *s, int32_t mentor, int64_t distance, End *end) {
    int64_t base = distance + s->v[mentor];
    for (int64_t k = s->in_starts[mentor]; k < s->in_starts[mentor + 1]; k++) {
        int32_t mentee = s->in_mentee[k];
        int32_t from = s->mate[mentee];
        int64_t reach = base + s->u[mentee] - s->in_weight[k];
        if (from == mentor || !s->present[mentee] || reach >= end->cost) continue;
        if (from == NOBODY) {
            *end = (End){reach, mentee, mentor};
        } else if (shorten(s, from, reach)) {
            s->via_mentee[from] = mentee;
            s->via_mentor[from] = mentor;
            push(s, from, reach);
            if (reach + s->v[from] < end->cost) *end = (End){reach + s->v[from], NOBODY, from};
        }
    }
}

/* A mentor with a place left and v > 0 takes someone, by the cheapest path; or some price on the way falls to 0,
 * which may be her own. */
void fill(Session *s, int32_t first) {
    begin(s);
    End end = {s->v[first], NOBODY, first};
    shorten(s, first, 0);
    push(s, first, 0);
    for (int32_t mentor; (mentor = next_mentor(s, end.cost)) != NOBODY;) {
        int64_t distance = s->distance[mentor];
        s->done[mentor] = 1;
        relax_mentor(s, mentor, distance, &end);
    }
    for (int64_t k = 0; k < s->touched_length; k++) {
        int32_t mentor = s->touched[k];
        int64_t change = end.cost - s->distance[mentor];
        if (!s->done[mentor] || change <= 0) continue;
        s->v[mentor] -= change;
        const int32_t *seat = s->seat + s->seat_starts[mentor];
        for (int32_t i = 0; i < s->load[mentor]; i++) s->u[seat[i]] += change;
    }
    if (end.mentee != NOBODY) seat_mentee(s, end.mentee, end.mentor);
    for (int32_t from = end.mentor; from != first;) {
        int32_t moved = s->via_mentee[from], to = s->via_mentor[from];
        unseat_mentee(s, moved);
        seat_mentee(s, moved, to);
        from = to;
    }
}
