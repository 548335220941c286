/* Prices near the optimum, fast: mentees bid for places, each bid at least `step` over the last (D. Bertsekas, "The
 * auction algorithm", 1988). Whatever it leaves, search.c makes exact. */
#include <stdlib.h>

#include "solver.h"

typedef struct {
    Session *session;
    int64_t step, outside; /* a mentee gives up when no net weight exceeds `outside` */
    int64_t *bid_starts, *bid; /* a heap a mentor, aligned with her seats, the lowest bid first */
    int32_t *queue;
} Auction;

/* Each mentee's arcs by falling weight (D. Shell's sort): a bidder may stop at the first that can't matter. */
void sort_arcs(Session *s) {
    static const int gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    for (int64_t i = 0; i < s->mentees; i++) {
        int64_t length = s->starts[i + 1] - s->starts[i];
        int64_t *weight = s->weight + s->starts[i];
        int32_t *mentor = s->mentor + s->starts[i];
        for (size_t g = 0; g < sizeof gaps / sizeof *gaps; g++) {
            int64_t gap = gaps[g];
            for (int64_t k = gap; k < length; k++) {
                int64_t w = weight[k], at = k;
                int32_t j = mentor[k];
                for (; at >= gap && weight[at - gap] < w; at -= gap) {
                    weight[at] = weight[at - gap];
                    mentor[at] = mentor[at - gap];
                }
                weight[at] = w;
                mentor[at] = j;
            }
        }
    }
}

static void bid_sinks(int64_t *bid, int32_t *seat, int32_t length, int64_t amount, int32_t mentee) {
    int32_t at = 0;
    for (int32_t child; (child = 2 * at + 1) < length; at = child) {
        if (child + 1 < length && bid[child + 1] < bid[child]) child++;
        if (bid[child] >= amount) break;
        bid[at] = bid[child];
        seat[at] = seat[child];
    }
    bid[at] = amount;
    seat[at] = mentee;
}

static void bid_rises(int64_t *bid, int32_t *seat, int32_t at, int64_t amount, int32_t mentee) {
    for (int32_t parent; at && bid[parent = (at - 1) / 2] > amount; at = parent) {
        bid[at] = bid[parent];
        seat[at] = seat[parent];
    }
    bid[at] = amount;
    seat[at] = mentee;
}

/* Place a bid; the mentee who loses her place to it, or NOBODY. */
static int32_t place_bid(Auction *a, int32_t mentee, int64_t arc, int64_t amount) {
    Session *s = a->session;
    int32_t mentor = s->mentor[arc], loser = NOBODY;
    int64_t *bid = a->bid + a->bid_starts[mentor];
    int32_t *seat = s->seat + s->in_starts[mentor];
    if (s->load[mentor] < s->places[mentor]) {
        bid_rises(bid, seat, s->load[mentor]++, amount, mentee);
    } else {
        loser = seat[0];
        s->arc_of[loser] = NOBODY;
        bid_sinks(bid, seat, s->load[mentor], amount, mentee);
    }
    s->arc_of[mentee] = arc;
    if (s->load[mentor] == s->places[mentor]) s->v[mentor] = bid[0];
    return loser;
}

/* One mentee bids for her best mentor, up to where her second best would serve her as well. */
static int32_t make_bid(Auction *a, int32_t mentee) {
    const Session *s = a->session;
    int64_t first = a->outside, second = a->outside, chosen = NOBODY;
    for (int64_t arc = s->starts[mentee]; arc < s->starts[mentee + 1] && s->weight[arc] > second; arc++) {
        int64_t net = s->weight[arc] - s->v[s->mentor[arc]];
        if (net > first) {
            second = first;
            first = net;
            chosen = arc;
        } else if (net > second) {
            second = net;
        }
    }
    if (chosen == NOBODY) return NOBODY;
    return place_bid(a, mentee, chosen, s->v[s->mentor[chosen]] + first - second + a->step);
}

static void run(Auction *a) {
    Session *s = a->session;
    int64_t room = s->mentees, head = 0, length = 0;
    for (int32_t i = 0; i < s->mentees; i++)
        if (s->present[i] && s->starts[i] < s->starts[i + 1]) a->queue[length++] = i;
    while (length) {
        int32_t mentee = a->queue[head];
        head = head + 1 == room ? 0 : head + 1;
        length--;
        int32_t loser = make_bid(a, mentee);
        if (loser == NOBODY) continue;
        int64_t tail = head + length;
        a->queue[tail < room ? tail : tail - room] = loser;
        length++;
    }
}

/* Start prices for an empty session; 0 when memory runs out. Needs sorted arcs. */
int guess_prices(Session *s) {
    int64_t lowest = INT64_MAX, highest = 0, places = 0;
    for (int64_t arc = 0; arc < s->arcs; arc++) {
        if (s->weight[arc] < lowest) lowest = s->weight[arc];
        if (s->weight[arc] > highest) highest = s->weight[arc];
    }
    if (!s->arcs) return 1;
    int64_t span = highest - lowest;
    Auction a = {.session = s, .step = span / 96 + 1};
    int64_t patience = span + 8 * a.step; /* how far under the lowest weight prices may push a mentee */
    int number_first = lowest > 2 * patience;
    a.outside = number_first ? lowest - patience : 0;
    a.bid_starts = malloc((size_t)(s->mentors + 1) * sizeof *a.bid_starts);
    a.queue = malloc((size_t)(s->mentees + 1) * sizeof *a.queue);
    for (int64_t j = 0; a.bid_starts && j < s->mentors; j++) {
        a.bid_starts[j] = places;
        int64_t arcs = s->in_starts[j + 1] - s->in_starts[j];
        places += s->places[j] < arcs ? s->places[j] : arcs;
    }
    a.bid = malloc((size_t)(places + 1) * sizeof *a.bid);
    int good = a.bid_starts && a.queue && a.bid;
    if (good) run(&a);
    free(a.bid_starts);
    free(a.bid);
    free(a.queue);
    return good && (!number_first || lift_blocked(s, a.outside));
}
