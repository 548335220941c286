/* The pass over all pairs: score a tile in the first-level cache, compare it with a threshold, keep the few above.
 *
 * The threshold, in 16 bits and exact. A pair is wanted when affinity > u + v + margin - base. Mentees come in
 * classes: u = start + rest with 0 <= rest < SPAN. For a class, limit[j] = start + v_j + margin - base
 * cut to "never" above the highest affinity and to "always" under what any rest can reach; then a wanted pair has
 * saturated(affinity - limit) > rest, and whoever passes is asked again in 64 bits. With a curve mentees
 * come by rising u, the limit is the highest affinity whose weight isn't enough for the first of CURVED mentees, and
 * the rest is left to the second question. */
#define _POSIX_C_SOURCE 200112L
#include <stdlib.h>
#include <string.h>

#include "kernel.h"

enum { BLOCK = 128, CURVED = 32 }; /* mentees of a block; of a class with a curve */

typedef struct {
    int64_t excess;
    int32_t mentor, score;
} Candidate;

/* A mentee's best so far: in any order until there are more than `count`, then a heap, the worst at its root. */
typedef struct {
    Candidate *item;
    int64_t length, room, next_excluded, next_bonus;
    int more;
} Best;

typedef struct {
    int64_t length, room;
    int32_t *mentor, *score;
} Found;

/* A mentee of a block, and whom of the tile she may meet. */
typedef struct {
    int32_t mentee;
    int64_t place; /* in the block */
    uint64_t allowed[TILE / WORD];
} Row;

typedef struct {
    const Tables *tables;
    const Request *request;
    Maker maker;
    int failed; /* memory ran out */
    int64_t class_start;
    Best best[BLOCK];
    Row row[BLOCK];
    int16_t limit[TILE] __attribute__((aligned(64)));
    uint16_t sum[ROWS * TILE] __attribute__((aligned(64)));
} Scan;

static int worse(Candidate a, Candidate b) {
    return a.excess < b.excess || (a.excess == b.excess && a.mentor > b.mentor);
}

static void sink(Candidate *heap, int64_t length, int64_t place) {
    Candidate moved = heap[place];
    for (int64_t child; (child = 2 * place + 1) < length; place = child) {
        if (child + 1 < length && worse(heap[child + 1], heap[child])) child++;
        if (!worse(heap[child], moved)) break;
        heap[place] = heap[child];
    }
    heap[place] = moved;
}

static int grow(Best *best) {
    int64_t room = best->room ? 2 * best->room : 16;
    Candidate *item = realloc(best->item, (size_t)room * sizeof *item);
    if (!item) return 0;
    best->item = item;
    best->room = room;
    return 1;
}

static void keep(Scan *scan, Best *best, Candidate candidate) {
    int64_t count = scan->request->count;
    if (best->length < count) {
        if (best->length == best->room && !grow(best)) {
            scan->failed = 1;
            return;
        }
        best->item[best->length++] = candidate;
        return;
    }
    if (!best->more) {
        best->more = 1;
        for (int64_t place = count / 2 - 1; place >= 0; place--) sink(best->item, count, place);
    }
    if (count && worse(best->item[0], candidate)) {
        best->item[0] = candidate;
        sink(best->item, count, 0);
    }
}

static void consider(Scan *scan, Best *best, int32_t mentee, int64_t mentor, int64_t score) {
    const Request *request = scan->request;
    int64_t excess = score;
    if (score < request->low || score > request->high) return; /* the bounds bind eligible pairs only */
    if (request->v) {
        int64_t weight = request->base + (request->curve ? request->curve[score - request->low] : score);
        excess = weight - request->u[mentee] - request->v[mentor];
        if (excess <= request->margin) return;
    }
    Candidate candidate = {excess, scan->tables->place[mentor], (int32_t)score};
    if (best->more && (!best->length || !worse(best->item[0], candidate))) return;
    if (passes_gates(scan->tables, mentee, mentor)) keep(scan, best, candidate);
}

/* The highest affinity whose place on the curve is at most `need`; low - 1 where none is. */
static int64_t highest_not_over(const Request *request, int64_t need) {
    int64_t from = 0, to = request->high - request->low + 1;
    while (from < to) {
        int64_t middle = (from + to) / 2;
        if (request->curve[middle] <= need) from = middle + 1;
        else to = middle;
    }
    return request->low + from - 1;
}

static void start_class(Scan *scan, int64_t u, int64_t first, int64_t lanes) {
    const Request *request = scan->request;
    int64_t common = u + request->margin - request->base;
    scan->class_start = u;
    for (int64_t k = 0; k < lanes; k++) {
        int64_t need = first + k < scan->tables->mentors ? common + request->v[first + k] : INT64_MAX;
        if (request->curve) scan->limit[k] = (int16_t)highest_not_over(request, need);
        else if (need > request->high) scan->limit[k] = INT16_MAX;
        else if (need < request->low - SPAN) scan->limit[k] = INT16_MIN;
        else scan->limit[k] = (int16_t)need;
    }
}

/* What saturated(affinity - limit) must exceed. Once a mentee has more than enough, her worst candidate sets it,
 * less one since an equal of a lower place is better: at most SPAN - 1, which "always" still exceeds. */
static int16_t threshold(const Scan *scan, const Best *best, int32_t mentee) {
    const Request *request = scan->request;
    if (!request->v) return (int16_t)(best->more ? (best->length ? best->item[0].excess - 1 : INT16_MAX) : INT16_MIN);
    if (request->curve) return 0;
    int64_t rest = request->u[mentee] - scan->class_start;
    if (best->more) {
        int64_t gain = best->length ? best->item[0].excess - request->margin - 1 : SPAN;
        rest = gain > SPAN - 1 - rest ? SPAN - 1 : rest + gain;
    }
    return (int16_t)rest;
}

/* Bonuses and exclusions among the tile's mentors. */
static void patch(const Tables *t, Best *best, int32_t mentee, int64_t first, int64_t lanes, uint16_t *sum) {
    int64_t end = first + lanes, k = best->next_bonus;
    while (k < t->bonus_starts[mentee + 1] && t->bonus[k] < first) k++; /* of tiles passed over */
    for (; k < t->bonus_starts[mentee + 1] && t->bonus[k] < end; k++)
        sum[t->bonus[k] - first] = (uint16_t)(sum[t->bonus[k] - first] + (uint32_t)t->bonus_points[k]);
    best->next_bonus = k;
    k = best->next_excluded;
    while (k < t->excluded_starts[mentee + 1] && t->excluded[k] < first) k++;
    for (; k < t->excluded_starts[mentee + 1] && t->excluded[k] < end; k++)
        sum[t->excluded[k] - first] = (uint16_t)NEVER;
    best->next_excluded = k;
}

static int16_t just_under_floor(const Request *request, int32_t mentee) {
    if (!request->floor || request->floor[mentee] <= request->low) return NEVER;
    return (int16_t)(request->floor[mentee] > request->high ? request->high : request->floor[mentee] - 1);
}

static void collect(Scan *scan, const Row *row, int64_t first, int64_t lanes, const int16_t *sum) {
    Best *best = scan->best + row->place;
    int32_t mentee = row->mentee;
    int16_t under = just_under_floor(scan->request, mentee);
    for (int64_t k = 0; k < lanes; k += WORD) {
        uint64_t bits = row->allowed[k / WORD];
        if (bits) bits &= scan->maker.over(sum + k, scan->limit + k, threshold(scan, best, mentee), under);
        for (; bits; bits &= bits - 1) {
            int64_t lane = k + __builtin_ctzll(bits);
            consider(scan, best, mentee, first + lane, sum[lane]);
        }
    }
}

/* Of a block's mentees, those who may meet someone of the tile. */
static int64_t rows_of_tile(Scan *scan, const int32_t *mentee, int64_t count, int64_t first, int64_t lanes) {
    int64_t length = 0;
    for (int64_t i = 0; i < count; i++) {
        Row *row = scan->row + length;
        uint64_t any = 0;
        for (int64_t k = 0; k < lanes / WORD; k++)
            any |= row->allowed[k] = allowed_word(scan->tables, mentee[i], first / WORD + k);
        row->mentee = mentee[i];
        row->place = i;
        length += any != 0;
    }
    return length;
}

/* Score some rows, from the first to the last word where one of them may meet someone. */
static void score_rows(Scan *scan, const Row *row, int count, int64_t first, int64_t lanes) {
    int32_t mentee[ROWS];
    int64_t from = lanes / WORD, to = 0;
    for (int r = 0; r < count; r++) {
        mentee[r] = row[r].mentee;
        for (int64_t k = 0; k < lanes / WORD; k++) {
            if (!row[r].allowed[k]) continue;
            if (k < from) from = k;
            if (k >= to) to = k + 1;
        }
    }
    scan->maker.score(scan->tables, mentee, count, first + from * WORD, (to - from) * WORD, scan->sum + from * WORD);
}

static void scan_tile(Scan *scan, const int32_t *mentee, int64_t count, int64_t first, int64_t lanes) {
    const Request *request = scan->request;
    int64_t length = rows_of_tile(scan, mentee, count, first, lanes);
    for (int64_t i = 0; i < length; i += ROWS) {
        int rows = length - i < ROWS ? (int)(length - i) : ROWS;
        score_rows(scan, scan->row + i, rows, first, lanes);
        for (int r = 0; r < rows; r++) {
            patch(scan->tables, scan->best + scan->row[i + r].place, scan->row[i + r].mentee, first, lanes, scan->sum + r * TILE);
            if (request->v) {
                int64_t u = request->u[scan->row[i + r].mentee], start = request->curve ? u : u & -(int64_t)SPAN;
                int begins = request->curve ? (i + r) % CURVED == 0 : start != scan->class_start;
                if (i + r == 0 || begins) start_class(scan, start, first, lanes);
            }
            collect(scan, scan->row + i + r, first, lanes, (const int16_t *)scan->sum + r * TILE);
        }
    }
}

static int by_mentor(const void *a, const void *b) {
    int32_t x = ((const Candidate *)a)->mentor, y = ((const Candidate *)b)->mentor;
    return (x > y) - (x < y);
}

static int append(Found *found, Best *best) {
    if (found->length + best->length > found->room) {
        int64_t room = 2 * (found->length + best->length);
        int32_t *mentor = realloc(found->mentor, (size_t)room * sizeof *mentor);
        if (mentor) found->mentor = mentor;
        int32_t *score = realloc(found->score, (size_t)room * sizeof *score);
        if (score) found->score = score;
        if (!mentor || !score) return 0;
        found->room = room;
    }
    if (best->length > 1) qsort(best->item, (size_t)best->length, sizeof *best->item, by_mentor);
    for (int64_t k = 0; k < best->length; k++) {
        found->mentor[found->length] = best->item[k].mentor;
        found->score[found->length++] = best->item[k].score;
    }
    return 1;
}

static void scan_block(Scan *scan, const int32_t *mentee, int64_t count) {
    const Tables *t = scan->tables;
    for (int64_t i = 0; i < count; i++) {
        Best *best = scan->best + i;
        best->length = best->more = 0;
        best->next_excluded = t->excluded_starts[mentee[i]];
        best->next_bonus = t->bonus_starts[mentee[i]];
    }
    for (int64_t first = 0; first < t->width; first += TILE)
        scan_tile(scan, mentee, count, first, t->width - first < TILE ? t->width - first : TILE);
}

EXPORT void binome_free_found(Found *found) {
    if (!found) return;
    free(found->mentor);
    free(found->score);
    free(found);
}

static Maker maker_for(int64_t instructions) {
#if BINOME_X86
    if (instructions == AVX512) return avx512_maker;
    if (instructions == AVX2) return avx2_maker;
#endif
    (void)instructions;
    return plain_maker;
}

/* Whether this machine can run an instruction set. */
EXPORT int binome_supports(int64_t instructions) {
#if BINOME_X86
    if (instructions == AVX2) return __builtin_cpu_supports("avx2") != 0;
    if (instructions == AVX512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512vnni");
#endif
    return instructions == PLAIN;
}

/* The pairs wanted of the mentees order[first .. last - 1], one after the other, each by rising mentor; NULL where
 * memory runs out. counts[k] and more[k]: how many mentee order[k] has, and whether there were more. */
EXPORT Found *binome_scan(const Tables *t, const Request *request, int64_t first, int64_t last, int64_t *counts, uint8_t *more) {
    void *room = NULL;
    Scan *scan = posix_memalign(&room, 64, sizeof *scan) ? NULL : memset(room, 0, sizeof *scan);
    Found *found = calloc(1, sizeof *found);
    int good = scan && found;
    if (good) {
        scan->tables = t;
        scan->request = request;
        scan->maker = maker_for(t->instructions);
    }
    for (; good && first < last; first += BLOCK) {
        int64_t count = last - first < BLOCK ? last - first : BLOCK;
        scan_block(scan, request->order + first, count);
        good = !scan->failed;
        for (int64_t i = 0; good && i < count; i++) {
            counts[first + i] = scan->best[i].length;
            more[first + i] = (uint8_t)scan->best[i].more;
            good = append(found, scan->best + i);
        }
    }
    for (int i = 0; scan && i < BLOCK; i++) free(scan->best[i].item);
    free(scan);
    if (good) return found;
    binome_free_found(found);
    return NULL;
}
