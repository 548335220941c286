/* Prices near the optimum, fast: mentees bid for places, each bid at least `step` over the last (D. Bertsekas, "The
 * auction algorithm", 1988), on weights scaled to 27 bits. Whatever it leaves, search.c makes exact. Steps are finer
 * than the weights where these are small: prices rounded down then suit nearly everyone exactly. */
#include <stdlib.h>

#include "solver.h"

typedef struct {
    int32_t score, mentor; /* score: the weight less the lowest, scaled */
} Offer;

typedef struct {
    Session *session;
    int shift;                     /* score = weight >> shift, or << -shift */
    Offer *offer;                  /* aligned with the session's arcs, each mentee's by falling score */
    int32_t step, outside;         /* a mentee gives up when no score - price exceeds `outside` */
    int32_t *price, *bid;          /* bid: a heap a mentor, in step with her seats, the lowest first */
    int32_t *queue;
} Auction;

enum { SHORT = 128, AHEAD = 4 };  /* rows sorted by counting; bids ahead whose offers are fetched */
enum { FINE = 1 << 13, STEPS = 2048 }; /* scores span at least FINE, and a step is one part in STEPS of it */

static int64_t scaled(int64_t weight, int shift) {
    return shift >= 0 ? weight >> shift : weight * ((int64_t)1 << -shift);
}

static int64_t unscaled(int64_t score, int shift) { return scaled(score, -shift); }

static int by_score(const void *a, const void *b) {
    int32_t x = ((const Offer *)a)->score, y = ((const Offer *)b)->score;
    return (x < y) - (x > y);
}

/* By falling score. Counting who comes before takes `length` squared steps, but without a branch. */
static void sort_offers(Offer *offer, int64_t length) {
    int32_t score[SHORT];
    Offer sorted[SHORT];
    if (length > SHORT) {
        qsort(offer, (size_t)length, sizeof *offer, by_score);
        return;
    }
    for (int64_t k = 0; k < length; k++) score[k] = offer[k].score;
    for (int64_t k = 0; k < length; k++) {
        int32_t own = score[k], before = 0;
        for (int64_t l = 0; l < k; l++) before += score[l] >= own;
        for (int64_t l = k + 1; l < length; l++) before += score[l] > own;
        sorted[before] = offer[k];
    }
    for (int64_t k = 0; k < length; k++) offer[k] = sorted[k];
}

static void make_offers(Auction *a, int64_t lowest) {
    const Session *s = a->session;
    for (int64_t i = 0; i < s->mentees; i++) {
        for (int64_t arc = s->starts[i]; arc < s->starts[i + 1]; arc++)
            a->offer[arc] = (Offer){(int32_t)scaled(s->weight[arc] - lowest, a->shift), s->mentor[arc]};
        sort_offers(a->offer + s->starts[i], s->starts[i + 1] - s->starts[i]);
    }
}

static void sink_bid(int32_t *bid, int32_t *seat, int32_t length, int32_t amount, int32_t mentee) {
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

static void raise_bid(int32_t *bid, int32_t *seat, int32_t at, int32_t amount, int32_t mentee) {
    for (int32_t parent; at && bid[parent = (at - 1) / 2] > amount; at = parent) {
        bid[at] = bid[parent];
        seat[at] = seat[parent];
    }
    bid[at] = amount;
    seat[at] = mentee;
}

/* Place a bid; the mentee who loses her place to it, or NOBODY. */
static int32_t place_bid(Auction *a, int32_t mentee, int32_t mentor, int32_t amount) {
    Session *s = a->session;
    int32_t *bid = a->bid + s->seat_starts[mentor], *seat = s->seat + s->seat_starts[mentor];
    int32_t loser = NOBODY;
    if (s->load[mentor] < s->places[mentor]) {
        raise_bid(bid, seat, s->load[mentor]++, amount, mentee);
    } else {
        loser = seat[0];
        s->mate[loser] = NOBODY;
        sink_bid(bid, seat, s->load[mentor], amount, mentee);
    }
    s->mate[mentee] = mentor;
    if (s->load[mentor] == s->places[mentor]) a->price[mentor] = bid[0];
    return loser;
}

/* One mentee bids for her best mentor, up to where her second best would serve her as well. */
static int32_t make_bid(Auction *a, int32_t mentee) {
    const Offer *offer = a->offer + a->session->starts[mentee], *end = a->offer + a->session->starts[mentee + 1];
    int32_t first = a->outside, second = a->outside, mentor = NOBODY;
    for (; offer < end && offer->score > second; offer++) { /* prices are not negative: the rest can't matter */
        int32_t net = offer->score - a->price[offer->mentor];
        if (net > first) {
            second = first;
            first = net;
            mentor = offer->mentor;
        } else if (net > second) {
            second = net;
        }
    }
    if (mentor == NOBODY) return NOBODY;
    return place_bid(a, mentee, mentor, a->price[mentor] + first - second + a->step);
}

/* Everyone alone bids, and whoever loses her place, first come first served, until all have one or gave up. */
static void hold(Auction *a) {
    const Session *s = a->session;
    int64_t room = s->mentees, head = 0, length = 0;
    for (int32_t i = 0; i < s->mentees; i++)
        if (s->present[i] && s->mate[i] == NOBODY) a->queue[length++] = i;
    while (length) {
        int32_t mentee = a->queue[head];
#ifdef __GNUC__
        int64_t next = head + AHEAD < room ? head + AHEAD : head + AHEAD - room;
        if (length > AHEAD) __builtin_prefetch(a->offer + s->starts[a->queue[next]]);
#endif
        head = head + 1 == room ? 0 : head + 1;
        length--;
        int32_t loser = make_bid(a, mentee);
        if (loser == NOBODY) continue;
        int64_t tail = head + length;
        a->queue[tail < room ? tail : tail - room] = loser;
        length++;
    }
}

/* Where the number of people comes first, giving up must be a last resort, and a price war until then is long. So
 * mentees give up early at first; those who couldn't be placed anyway are set aside (lift.c), the others go on. */
static int hold_by_stages(Auction *a, int32_t span, int64_t lowest) {
    for (a->outside = span / 2; a->outside >= -2 * span - 8; a->outside -= span / 4 + 1) {
        hold(a);
        int64_t open = lift_blocked(a->session, a->price, lowest + unscaled(a->outside, a->shift));
        if (open <= 0) return open == 0;
    }
    return 1;
}

/* The auction's prices join those of the session. */
static void hand_over(const Auction *a) {
    Session *s = a->session;
    for (int64_t j = 0; j < s->mentors; j++) s->v[j] += unscaled(a->price[j] % TOO_DEAR, a->shift);
}

static int run(Auction *a, int64_t lowest, int64_t highest) {
    Session *s = a->session;
    while (scaled(highest - lowest, a->shift) >= HIGHEST_SCORE) a->shift++;
    while (scaled(highest - lowest, a->shift) < FINE && a->shift > -16) a->shift--;
    int32_t span = (int32_t)scaled(highest - lowest, a->shift);
    make_offers(a, lowest);
    for (int64_t j = 0; j < s->mentors; j++)
        if (!s->places[j]) a->price[j] = TOO_DEAR;
    a->step = span / STEPS + 1;
    int good = 1;
    if (lowest > 2 * (highest - lowest)) {
        good = hold_by_stages(a, span, lowest);
    } else {
        a->outside = (int32_t)-scaled(lowest, a->shift);
        hold(a);
    }
    hand_over(a);
    return good;
}

/* Start prices and choices for an empty session whose mentors without places are priced; 0 when memory runs out. */
int guess_prices(Session *s) {
    if (!s->arcs) return 1;
    int64_t lowest = INT64_MAX, highest = 0;
    for (int64_t arc = 0; arc < s->arcs; arc++) {
        if (s->weight[arc] < lowest) lowest = s->weight[arc];
        if (s->weight[arc] > highest) highest = s->weight[arc];
    }
    int good = 1;
    Auction a = {.session = s};
    a.offer = room(s->arcs, sizeof *a.offer, &good);
    a.price = room(s->mentors, sizeof *a.price, &good);
    a.bid = room(s->seat_starts[s->mentors], sizeof *a.bid, &good);
    a.queue = room(s->mentees, sizeof *a.queue, &good);
    if (good) good = run(&a, lowest, highest);
    void *all[] = {a.offer, a.price, a.bid, a.queue};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
    return good;
}
