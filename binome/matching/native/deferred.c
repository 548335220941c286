/* Deferred acceptance over ready lists (stable.py says the source). A proposal looks for the mentee on the mentor's list,
 * no further down than whom she would take, and that is soon near the top. Only long lists are turned, so that no
 * proposal reads a whole one. Whom a mentor keeps is a bit for each entry of her list. Whoever loses her place waits for
 * the others: the proposals of a wave don't depend on one another. Little memory: fresh pages cost as much as the rest. */
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

enum { NOBODY = -1, UNLISTED = INT32_MAX, WRONG = -1, NO_ROOM = -2 };
enum { READ = 512, BLOCK = 32, AHEAD = 6 }; /* entries that a proposal may read; compared at once; proposals ahead */

/* One side's lists, the dearest first: other[starts[x] .. starts[x + 1] - 1]. */
typedef struct {
    int64_t count;
    const int64_t *starts;
    const int32_t *other, *places;
} Lists;

typedef struct {
    uint32_t next, end; /* the entries left to propose by */
} Mentee;

typedef struct {
    uint32_t from;     /* her first entry */
    int32_t bar, free; /* she takes whoever is above; places left */
} Mentor;

typedef struct {
    uint32_t *mentions_of; /* [n + 1] */
    uint32_t *mention;     /* the entries of long lists that name each mentee, rising: mentions_of[i] .. */
    int32_t *owner;        /* whose list named a person last */
    Mentee *mentee;
    Mentor *mentor;
    uint64_t *kept; /* a bit for each entry of the mentors' lists */
    int32_t *waiting;
} Work;

static void *room(int64_t count, size_t size, int *good) {
    void *memory = malloc((size_t)(count + 1) * size);
    if (!memory) *good = 0;
    return memory;
}

static int64_t length_of(const Lists *lists, int64_t person) {
    return lists->starts[person + 1] - lists->starts[person];
}

/* No more places than those whom she would take. */
static int32_t useful_places(const Lists *lists, int64_t person) {
    int64_t length = length_of(lists, person);
    return lists->places[person] < length ? lists->places[person] : (int32_t)length;
}

/* 0 if somebody on these lists isn't one of the `others`, or is twice on a list. */
static int check(const Lists *lists, int64_t others, int32_t *owner) {
    int twice = 0;
    for (int64_t k = 0; k < others; k++) owner[k] = NOBODY;
    for (int32_t x = 0; x < lists->count; x++)
#pragma GCC unroll 4 /* a seventh less time */
        for (int64_t k = lists->starts[x]; k < lists->starts[x + 1]; k++) {
            uint32_t other = (uint32_t)lists->other[k];
            if (other >= others) return 0;
            twice |= owner[other] == x;
            owner[other] = x;
        }
    return !twice;
}

static int64_t long_entries(const Lists *mentors) {
    int64_t count = 0;
    for (int64_t j = 0; j < mentors->count; j++) count += length_of(mentors, j) > READ ? length_of(mentors, j) : 0;
    return count;
}

/* The long lists of the mentors, turned. */
static void turn(const Lists *mentees, const Lists *mentors, Work *w) {
    int64_t n = mentees->count, m = mentors->count;
    for (int64_t i = 0; i <= n; i++) w->mentions_of[i] = 0;
    for (int64_t j = 0; j < m; j++)
        for (int64_t k = mentors->starts[j]; length_of(mentors, j) > READ && k < mentors->starts[j + 1]; k++)
            w->mentions_of[mentors->other[k]]++;
    for (int64_t i = 1; i <= n; i++) w->mentions_of[i] += w->mentions_of[i - 1];
    for (int64_t j = m - 1; j >= 0; j--)
        for (int64_t k = mentors->starts[j + 1] - 1; length_of(mentors, j) > READ && k >= mentors->starts[j]; k--)
            w->mention[--w->mentions_of[mentors->other[k]]] = (uint32_t)k;
}

/* Which of BLOCK entries is hers: a bit each. */
static uint32_t hers(const int32_t *list, int32_t mentee) {
    typedef uint32_t Four __attribute__((vector_size(16)));
    const uint32_t one = (uint32_t)mentee;
    Four any = {0}, bit = {1, 2, 4, 8}, want = {one, one, one, one}, four;
    for (int32_t k = 0; k < BLOCK; k += 4, bit <<= 4) {
        memcpy(&four, list + k, sizeof four);
        any |= (Four)(four == want) & bit;
    }
    uint64_t half[2];
    memcpy(half, &any, sizeof half);
    half[0] |= half[1];
    return (uint32_t)(half[0] | half[0] >> 32);
}

/* How far down a mentee is among the `useful` first of a list; `readable` entries follow, other lists' too. */
static int32_t rank_among(const int32_t *list, int64_t useful, int64_t readable, int32_t mentee) {
    int64_t at = 0;
    for (; at < useful && at + BLOCK <= readable; at += BLOCK) {
        uint64_t seen = useful - at < BLOCK ? (1ull << (useful - at)) - 1 : UINT32_MAX;
        uint64_t here = hers(list + at, mentee) & seen;
        if (here) return (int32_t)at + __builtin_ctzll(here);
    }
    for (; at < useful; at++)
        if (list[at] == mentee) return (int32_t)at;
    return UNLISTED;
}

/* How far down a mentee is on a mentor's list, if she is above the bar. */
static int32_t rank_of(const Lists *mentors, const Work *w, int32_t mentee, int32_t mentor) {
    int64_t from = w->mentor[mentor].from, useful = w->mentor[mentor].bar;
    int64_t readable = mentors->starts[mentors->count] - from;
    if (useful <= READ) return rank_among(mentors->other + from, useful, readable, mentee);
    const uint32_t *entry = w->mention + w->mentions_of[mentee];
    int64_t length = w->mentions_of[mentee + 1] - w->mentions_of[mentee];
    if (!length) return UNLISTED;
    for (int64_t half; length > 1; length -= half) { /* the last one before `from`, or the first; no branch */
        half = length / 2;
        entry += entry[half - 1] < from ? half : 0;
    }
    return *entry >= from && *entry < from + useful ? (int32_t)(*entry - from) : UNLISTED;
}

/* The last entry before `end` whose bit is set; there is one. */
static int64_t last_kept(const uint64_t *kept, int64_t end) {
    int64_t word = (end - 1) / WORD;
    uint64_t bits = kept[word] << (WORD - 1 - (end - 1) % WORD);
    if (bits) return end - 1 - __builtin_clzll(bits);
    while (!kept[--word]) continue;
    return word * WORD + WORD - 1 - __builtin_clzll(kept[word]);
}

/* The mentor takes her, this far down. Whoever lost a place by it, or NOBODY. */
static int32_t take(const Lists *mentors, Work *w, Mentor *mentor, int32_t rank) {
    int64_t from = mentor->from, end = from + mentor->bar;
    int32_t bumped = NOBODY;
    w->kept[(from + rank) / WORD] |= 1ull << (from + rank) % WORD;
    if (mentor->free) {
        if (--mentor->free) return NOBODY;
    } else {
        bumped = mentors->other[end];
        w->kept[end / WORD] &= ~(1ull << end % WORD);
    }
    mentor->bar = (int32_t)(last_kept(w->kept, end) - from);
    return bumped;
}

/* The list that her next proposal reads is asked of the memory: two lines of it. */
static void foresee(const Lists *mentees, const Lists *mentors, const Work *w, int32_t i) {
    if (w->mentee[i].next == w->mentee[i].end) return;
    const int32_t *list = mentors->other + w->mentor[mentees->other[w->mentee[i].next]].from;
    __builtin_prefetch(list);
    __builtin_prefetch(list + BLOCK / 2);
}

/* One more mentor for her, the next who takes her. Whoever lost a place by it, or NOBODY. */
static int32_t settle(const Lists *mentees, const Lists *mentors, Work *w, int32_t i) {
    while (w->mentee[i].next < w->mentee[i].end) {
        int32_t j = mentees->other[w->mentee[i].next++];
        foresee(mentees, mentors, w, i);
        int32_t rank = rank_of(mentors, w, i, j);
        if (rank != UNLISTED) return take(mentors, w, w->mentor + j, rank);
    }
    return NOBODY;
}

static void propose_all(const Lists *mentees, const Lists *mentors, Work *w) {
    int64_t n = mentees->count, length = 0, lost = 0;
    for (int64_t j = 0; j < mentors->count; j++) {
        int32_t places = useful_places(mentors, j);
        w->mentor[j] = (Mentor){(uint32_t)mentors->starts[j], places ? (int32_t)length_of(mentors, j) : 0, places};
    }
    const int64_t *starts = mentees->starts;
    for (int64_t i = 0; i < n; i++) w->mentee[i] = (Mentee){(uint32_t)starts[i], (uint32_t)starts[i + 1]};
    for (int32_t i = 0; i < n; i++) {
        if (i + AHEAD < n) foresee(mentees, mentors, w, i + AHEAD);
        for (int32_t place = useful_places(mentees, i); place > 0; place--) {
            w->waiting[length] = settle(mentees, mentors, w, i);
            length += w->waiting[length] != NOBODY;
        }
    }
    for (; length; length = lost, lost = 0)
        for (int64_t k = 0; k < length; k++) {
            if (k + AHEAD < length) foresee(mentees, mentors, w, w->waiting[k + AHEAD]);
            w->waiting[lost] = settle(mentees, mentors, w, w->waiting[k]);
            lost += w->waiting[lost] != NOBODY;
        }
}

/* By mentee, and then by mentor. `end` becomes where the pairs of each mentee end. */
static int32_t read_pairs(const Lists *mentees, const Lists *mentors, Work *w, int32_t *mentee, int32_t *mentor) {
    int64_t words = mentors->starts[mentors->count] / WORD + 1;
    uint32_t count = 0;
    int32_t j = 0;
    for (int64_t i = 0; i < mentees->count; i++) w->mentee[i].end = 0;
    for (int64_t word = 0; word < words; word++)
        for (uint64_t bits = w->kept[word]; bits; bits &= bits - 1)
            w->mentee[mentors->other[word * WORD + __builtin_ctzll(bits)]].end++;
    for (int64_t i = 0; i < mentees->count; i++) {
        w->mentee[i].next = count;
        count = w->mentee[i].end += count;
    }
    for (int64_t word = 0; word < words; word++)
        for (uint64_t bits = w->kept[word]; bits; bits &= bits - 1) {
            int64_t k = word * WORD + __builtin_ctzll(bits);
            while (k >= mentors->starts[j + 1]) j++;
            int32_t i = mentors->other[k];
            mentee[w->mentee[i].next] = i;
            mentor[w->mentee[i].next++] = j;
        }
    return (int32_t)count;
}

/* The mentors of each mentee, as she lists them. */
static void sort_pairs(const Lists *mentees, int64_t mentors, Work *w, int32_t *mentor) {
    uint32_t at = 0;
    for (int64_t j = 0; j < mentors; j++) w->owner[j] = NOBODY;
    for (int32_t i = 0; i < mentees->count; at = w->mentee[i++].end) {
        if (w->mentee[i].end - at < 2) continue;
        for (uint32_t k = at; k < w->mentee[i].end; k++) w->owner[mentor[k]] = i;
        for (int64_t k = mentees->starts[i]; at < w->mentee[i].end; k++)
            if (w->owner[mentees->other[k]] == i) mentor[at++] = mentees->other[k];
    }
}

/* The pairs, by mentee and then as she lists them: how many, or WRONG or NO_ROOM. Both arrays have room for as many as
 * the mentees' places, or as their entries. */
EXPORT int32_t binome_deferred(const Lists *mentees, const Lists *mentors, int32_t *mentee, int32_t *mentor) {
    int64_t n = mentees->count, m = mentors->count, wanted = 0;
    int good = mentees->starts[n] <= INT32_MAX && mentors->starts[m] <= UINT32_MAX;
    int32_t count = NO_ROOM;
    for (int64_t i = 0; i < n; i++) wanted += useful_places(mentees, i);
    Work w;
    int64_t turned = long_entries(mentors);
    w.mentions_of = room(turned ? n + 1 : 0, sizeof *w.mentions_of, &good);
    w.mention = room(turned, sizeof *w.mention, &good);
    w.owner = room(n > m ? n : m, sizeof *w.owner, &good);
    w.mentee = room(n, sizeof *w.mentee, &good);
    w.mentor = room(m, sizeof *w.mentor, &good);
    w.waiting = room(wanted, sizeof *w.waiting, &good);
    w.kept = calloc((size_t)(mentors->starts[m] / WORD) + 1, sizeof *w.kept);
    if (good && w.kept) count = check(mentees, m, w.owner) && check(mentors, n, w.owner) ? 0 : WRONG;
    if (!count) {
        if (turned) turn(mentees, mentors, &w);
        propose_all(mentees, mentors, &w);
        count = read_pairs(mentees, mentors, &w, mentee, mentor);
        sort_pairs(mentees, m, &w, mentor);
    }
    void *taken[] = {w.mentions_of, w.mention, w.owner, w.mentee, w.mentor, w.waiting, w.kept};
    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++) free(taken[k]);
    return count;
}
