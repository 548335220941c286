/* Deferred acceptance over ready lists (stable.py says the source). The lists of the mentees are read once to be checked,
 * those of the mentors twice, to be turned; each proposal then looks its rank up among the few who list the mentee. Little
 * memory: fresh pages cost as much as the rest. */
#include <stdlib.h>

#include "kernel.h"

enum { NOBODY = -1, UNLISTED = INT32_MAX, WRONG = -1, NO_ROOM = -2 };

/* One side's lists, the dearest first: other[starts[x] .. starts[x + 1] - 1]. */
typedef struct {
    int64_t count;
    const int64_t *starts;
    const int32_t *other, *places;
} Lists;

/* A mentor's place: who has it, by which entry of her list, and how far down the mentor's own. */
typedef struct {
    int32_t rank, mentee;
    int64_t entry;
} Seat;

typedef struct {
    uint32_t *mentions_of; /* [n + 1] */
    uint32_t *mention;     /* the entries that name each mentee, rising: mentions_of[i] .. */
    int32_t *owner;        /* whose list named a person last */
    int64_t *next;         /* [n]: the entry to propose by */
    int64_t *begin;        /* [m + 1]: the seats of each mentor, a heap with the worst on top */
    int32_t *bar; /* [m]: she takes whoever is above; UNLISTED while a place is left */
    int32_t *load, *left, *waiting;
    Seat *seat;
} Work;

static void *room(int64_t count, size_t size, int *good) {
    void *memory = malloc((size_t)(count + 1) * size);
    if (!memory) *good = 0;
    return memory;
}

/* No more places than those whom she would take. */
static int64_t useful_places(const Lists *lists, int64_t person) {
    int64_t length = lists->starts[person + 1] - lists->starts[person];
    return lists->places[person] < length ? lists->places[person] : length;
}

/* 0 if somebody on these lists isn't one of the `others`, or is twice on a list. */
static int check(const Lists *lists, int64_t others, int32_t *owner) {
    uint32_t highest = 0;
    int64_t entries = lists->starts[lists->count];
    for (int64_t k = 0; k < entries; k++) highest = (uint32_t)lists->other[k] > highest ? (uint32_t)lists->other[k] : highest;
    if (entries && highest >= others) return 0;
    int twice = 0;
    for (int64_t k = 0; k < others; k++) owner[k] = NOBODY;
    for (int32_t x = 0; x < lists->count; x++)
        for (int64_t k = lists->starts[x]; k < lists->starts[x + 1]; k++) {
            twice |= owner[lists->other[k]] == x;
            owner[lists->other[k]] = x;
        }
    return !twice;
}

/* The lists of the mentors, turned. */
static void turn(const Lists *mentees, const Lists *mentors, Work *w) {
    int64_t n = mentees->count, entries = mentors->starts[mentors->count];
    for (int64_t i = 0; i <= n; i++) w->mentions_of[i] = 0;
    for (int64_t k = 0; k < entries; k++) w->mentions_of[mentors->other[k]]++;
    for (int64_t i = 1; i <= n; i++) w->mentions_of[i] += w->mentions_of[i - 1];
    for (int64_t k = entries - 1; k >= 0; k--) w->mention[--w->mentions_of[mentors->other[k]]] = (uint32_t)k;
}

/* How far down a mentee is on a mentor's list. */
static int32_t rank_of(const Lists *mentors, const Work *w, int32_t mentee, int32_t mentor) {
    const uint32_t *entry = w->mention + w->mentions_of[mentee];
    int64_t length = w->mentions_of[mentee + 1] - w->mentions_of[mentee];
    int64_t from = mentors->starts[mentor], to = mentors->starts[mentor + 1];
    if (!length) return UNLISTED;
    for (int64_t half; length > 1; length -= half) { /* the last one before `from`, or the first; no branch */
        half = length / 2;
        entry += entry[half - 1] < from ? half : 0;
    }
    return *entry >= from && *entry < to ? (int32_t)(*entry - from) : UNLISTED;
}

static void rise(Seat *heap, int32_t at, Seat seat) {
    for (int32_t parent; at && heap[parent = (at - 1) / 2].rank < seat.rank; at = parent) heap[at] = heap[parent];
    heap[at] = seat;
}

static void sink(Seat *heap, int32_t length, Seat seat) {
    int32_t at = 0;
    for (int32_t child; (child = 2 * at + 1) < length; at = child) {
        if (child + 1 < length && heap[child + 1].rank > heap[child].rank) child++;
        if (heap[child].rank <= seat.rank) break;
        heap[at] = heap[child];
    }
    heap[at] = seat;
}

/* The mentor takes her. Whoever lost a place by it, or NOBODY. */
static int32_t take(Work *w, int32_t mentor, int32_t places, Seat seat, uint8_t *chosen) {
    Seat *heap = w->seat + w->begin[mentor];
    int32_t bumped = NOBODY;
    if (w->load[mentor] < places) {
        rise(heap, w->load[mentor]++, seat);
    } else {
        bumped = heap[0].mentee;
        w->left[bumped]++;
        chosen[heap[0].entry] = 0;
        sink(heap, places, seat);
    }
    if (w->load[mentor] == places) w->bar[mentor] = heap[0].rank;
    w->left[seat.mentee]--;
    chosen[seat.entry] = 1;
    return bumped;
}

static void propose_all(const Lists *mentees, const Lists *mentors, Work *w, uint8_t *chosen) {
    w->begin[0] = 0;
    for (int64_t j = 0; j < mentors->count; j++) {
        w->begin[j + 1] = w->begin[j] + useful_places(mentors, j);
        w->load[j] = 0;
        w->bar[j] = mentors->places[j] ? UNLISTED : 0;
    }
    for (int32_t i = 0; i < mentees->count; i++) {
        w->left[i] = mentees->places[i];
        w->next[i] = mentees->starts[i];
    }
    for (int32_t first = 0; first < mentees->count; first++) {
        int64_t length = 0;
        w->waiting[length++] = first;
        while (length) {
            int32_t i = w->waiting[--length];
            while (w->left[i] > 0 && w->next[i] < mentees->starts[i + 1]) {
                int64_t k = w->next[i]++;
                int32_t j = mentees->other[k];
                int32_t rank = w->bar[j] ? rank_of(mentors, w, i, j) : UNLISTED;
                if (rank >= w->bar[j]) continue;
                int32_t bumped = take(w, j, mentors->places[j], (Seat){rank, i, k}, chosen);
                if (bumped != NOBODY) w->waiting[length++] = bumped;
            }
        }
    }
}

static int32_t read_pairs(const Lists *mentees, const Work *w, const uint8_t *chosen, int32_t *mentee, int32_t *mentor) {
    int32_t count = 0;
    for (int32_t i = 0; i < mentees->count; i++)
        for (int64_t k = mentees->starts[i]; k < w->next[i]; k++)
            if (chosen[k]) {
                mentee[count] = i;
                mentor[count++] = mentees->other[k];
            }
    return count;
}

/* The pairs, by mentee and then as she lists them: how many, or WRONG or NO_ROOM. */
EXPORT int32_t binome_deferred(const Lists *mentees, const Lists *mentors, int32_t *mentee, int32_t *mentor) {
    int64_t n = mentees->count, m = mentors->count, seats = 0, wanted = 0;
    int good = 1;
    int32_t count = NO_ROOM;
    for (int64_t j = 0; j < m; j++) seats += useful_places(mentors, j);
    for (int64_t i = 0; i < n; i++) wanted += useful_places(mentees, i);
    Work w;
    w.mentions_of = room(n + 1, sizeof *w.mentions_of, &good);
    w.mention = room(mentors->starts[m], sizeof *w.mention, &good);
    w.owner = room(n > m ? n : m, sizeof *w.owner, &good);
    w.next = room(n, sizeof *w.next, &good);
    w.begin = room(m + 1, sizeof *w.begin, &good);
    w.bar = room(m, sizeof *w.bar, &good);
    w.load = room(m, sizeof *w.load, &good);
    w.left = room(n, sizeof *w.left, &good);
    w.waiting = room(wanted, sizeof *w.waiting, &good);
    w.seat = room(seats, sizeof *w.seat, &good);
    uint8_t *chosen = calloc((size_t)mentees->starts[n] + 1, 1);
    if (mentors->starts[m] > UINT32_MAX) good = 0;
    if (good && chosen) count = check(mentees, m, w.owner) && check(mentors, n, w.owner) ? 0 : WRONG;
    if (!count) {
        turn(mentees, mentors, &w);
        propose_all(mentees, mentors, &w, chosen);
        count = read_pairs(mentees, &w, chosen, mentee, mentor);
    }
    void *taken[] = {w.mentions_of, w.mention, w.owner, w.next, w.begin, w.bar,
                     w.load, w.left, w.waiting, w.seat, chosen};
    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) free(taken[k]);
    return count;
}
