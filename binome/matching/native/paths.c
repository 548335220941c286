/* Shortest paths to the ground (a place left, or somebody who gives hers up) on reduced costs, from both ends at once
 * as soon as the way is long. I. Pohl, "Bi-directional search", 1971; conditions on the duals: paths.py. */
#include "paths.h"

#include <stddef.h>

enum { NOBODY = -1, DONE = -2 };
static const int64_t FAR = (int64_t)1 << 60;

typedef struct {
    Paths *p;
    int seek; /* the side of those who seek; those of the other are asked */
    int32_t origin;
    int64_t best;                /* the shortest way yet */
    int64_t ahead, back;         /* how far the search ahead has gone, and the one back from the ground */
    int64_t work_ahead, work_back; /* arcs read */
    int32_t meeting;             /* where the search ahead ends on the shortest way */
    int met;                     /* from there it goes on as the search back found it */
} Search;

static int side_of(const Paths *p, int32_t node) { return node >= p->side[0].count; }
static int32_t person_of(const Paths *p, int32_t node) { return node - (node >= p->side[0].count ? (int32_t)p->side[0].count : 0); }
static int32_t node_of(const Paths *p, int side, int32_t person) { return person + (side ? (int32_t)p->side[0].count : 0); }

static int64_t true_dual(const Paths *p, int side, int32_t person) {
    return p->side[side].dual[person] + (side ? p->level : -p->level);
}

/* ---- a heap of four children, where a node is once */

static void put(Labels *l, int64_t at, Step step) {
    l->heap[at] = step;
    l->heap_place[step.node] = (int32_t)at;
}

static void push(Labels *l, int32_t node, int64_t key) {
    int64_t at = l->heap_place[node];
    if (at < 0) at = l->heap_length++;
    for (int64_t parent; at && l->heap[parent = (at - 1) / 4].key > key; at = parent) put(l, at, l->heap[parent]);
    put(l, at, (Step){key, node});
}

static int32_t pop(Labels *l) {
    int32_t first = l->heap[0].node;
    Step last = l->heap[--l->heap_length];
    int64_t length = l->heap_length, at = 0;
    l->heap_place[first] = DONE;
    if (!length) return first;
    for (int64_t child; (child = 4 * at + 1) < length;) {
        int64_t least = child;
        for (int64_t other = child + 1; other < length && other < child + 4; other++)
            if (l->heap[other].key < l->heap[least].key) least = other;
        if (l->heap[least].key >= last.key) break;
        put(l, at, l->heap[least]);
        at = least;
    }
    put(l, at, last);
    return first;
}

static int known(const Labels *l, int32_t node, int64_t search) { return l->stamp[node] == search; }

/* Label a node with a shorter distance; 0 if it has a shorter one. */
static int shorten(Labels *l, int32_t node, int64_t search, int64_t distance, int32_t via) {
    if (!known(l, node, search)) {
        l->stamp[node] = (int32_t)search;
        l->heap_place[node] = NOBODY;
        l->touched[l->touched_length++] = node;
    } else if (distance >= l->distance[node]) {
        return 0;
    }
    l->distance[node] = distance;
    l->via[node] = via;
    return 1;
}

/* ---- arcs */

static int holds(const Side *side, int32_t person, int32_t other) {
    const int32_t *seat = side->seat + side->begin[person];
    for (int32_t k = 0; k < side->load[person]; k++)
        if (seat[k] == other) return 1;
    return 0;
}

static int chosen(const Paths *p, int side, int32_t person, int32_t other) {
    const Side *mine = p->side + side, *theirs = p->side + 1 - side;
    return mine->load[person] < theirs->load[other] ? holds(mine, person, other) : holds(theirs, other, person);
}

static int forbidden(const Paths *p, int side, int32_t person, int32_t other) {
    if (!p->side[side].marked[person] || !p->side[1 - side].marked[other]) return 0;
    int64_t key = side ? other * p->side[1].count + person : person * p->side[1].count + other;
    int64_t from = 0, to = p->forbidden_length;
    while (from < to) {
        int64_t middle = (from + to) / 2;
        if (p->forbidden[middle] < key) from = middle + 1;
        else to = middle;
    }
    return from < p->forbidden_length && p->forbidden[from] == key;
}

/* Whether an arc may be walked from the one who seeks to the one who is asked. */
static int open_arc(const Paths *p, int side, int32_t person, int32_t other, int64_t length) {
    return p->side[1 - side].present[other] && !forbidden(p, side, person, other) &&
           (length > 0 || !chosen(p, side, person, other));
}

/* ---- the two searches */

static int is_free(const Side *side, int32_t person) { return side->load[person] < side->places[person]; }

static void end_at(Search *s, int32_t node, int64_t length, int met) {
    if (length >= s->best) return;
    s->best = length;
    s->meeting = node;
    s->met = met;
}

static void reach(Search *s, int32_t from, int side, int32_t person, int64_t distance) {
    Paths *p = s->p;
    int32_t node = node_of(p, side, person);
    int seen = known(&p->back, node, p->search);
    if ((!seen && distance + s->back >= s->best) || !shorten(&p->ahead, node, p->search, distance, from)) return;
    if (seen) end_at(s, node, distance + p->back.distance[node], 1);
    else if (side != s->seek && node != s->origin && is_free(p->side + side, person)) end_at(s, node, distance, 0);
    if (distance + s->back < s->best) push(&p->ahead, node, distance);
}

static void reach_back(Search *s, int32_t to, int side, int32_t person, int64_t distance) {
    Paths *p = s->p;
    int32_t node = node_of(p, side, person);
    int seen = known(&p->ahead, node, p->search);
    if ((!seen && distance + s->ahead >= s->best) || !shorten(&p->back, node, p->search, distance, to)) return;
    if (seen) end_at(s, node, distance + p->ahead.distance[node], 1);
    push(&p->back, node, distance);
}

/* From somebody to all with whom she could make a pair, or by whom she could be asked. */
static int64_t over_open_arcs(Search *s, int32_t node, int64_t distance, void (*then)(Search *, int32_t, int, int32_t, int64_t)) {
    const Paths *p = s->p;
    int side = side_of(p, node);
    int32_t person = person_of(p, node);
    const Side *mine = p->side + side, *theirs = p->side + 1 - side;
    int64_t from = distance + mine->dual[person];
    for (int64_t k = mine->starts[person]; k < mine->starts[person + 1]; k++) {
        int64_t far = from + theirs->dual[mine->other[k]] - mine->weight[k];
        if (far < s->best && open_arc(p, side, person, mine->other[k], far - distance))
            then(s, node, 1 - side, mine->other[k], far);
    }
    for (int32_t k = mine->head[person]; k != NOBODY; k = mine->next[k]) {
        int64_t far = from + theirs->dual[mine->later[k]] - p->later_weight[k];
        if (far < s->best && open_arc(p, side, person, mine->later[k], far - distance))
            then(s, node, 1 - side, mine->later[k], far);
    }
    return mine->starts[person + 1] - mine->starts[person];
}

/* From somebody to all with whom she makes a pair. */
static int64_t over_held(Search *s, int32_t node, int64_t distance, void (*then)(Search *, int32_t, int, int32_t, int64_t)) {
    const Paths *p = s->p;
    int side = side_of(p, node);
    int32_t person = person_of(p, node);
    const Side *mine = p->side + side, *theirs = p->side + 1 - side;
    for (int64_t k = mine->begin[person]; k < mine->begin[person] + mine->load[person]; k++) {
        int64_t far = distance + mine->seat_weight[k] - mine->dual[person] - theirs->dual[mine->seat[k]];
        if (far < s->best) then(s, node, 1 - side, mine->seat[k], far);
    }
    return mine->load[person];
}

static void step_ahead(Search *s) {
    Paths *p = s->p;
    int64_t distance = p->ahead.heap[0].key;
    int32_t node = pop(&p->ahead);
    if (side_of(p, node) == s->seek) {
        end_at(s, node, distance + true_dual(p, s->seek, person_of(p, node)), 0);
        s->work_ahead += over_open_arcs(s, node, distance, reach);
    } else {
        s->work_ahead += over_held(s, node, distance, reach);
    }
}

static void step_back(Search *s) {
    Paths *p = s->p;
    int64_t distance = p->back.heap[0].key;
    int32_t node = pop(&p->back);
    if (side_of(p, node) == s->seek) s->work_back += over_held(s, node, distance, reach_back);
    else s->work_back += over_open_arcs(s, node, distance, reach_back);
}

/* Everybody, by what it costs to end the way there. It never comes to whoever seeks and has nobody to leave, but her
 * dual can't fall under 0 either. */
static void begin_back(Search *s) {
    Paths *p = s->p;
    for (int side = 0; side < 2; side++) {
        const Side *mine = p->side + side;
        for (int32_t x = 0; x < mine->count; x++) {
            int32_t node = node_of(p, side, x);
            if (node == s->origin || !mine->present[x]) continue;
            int64_t cost = side == s->seek ? true_dual(p, side, x) : is_free(mine, x) ? 0 : FAR;
            if (cost >= s->best) continue;
            if (side != s->seek || mine->load[x]) reach_back(s, NOBODY, side, x, cost);
            else shorten(&p->back, node, p->search, cost, NOBODY);
        }
    }
}

static int64_t nearest(const Labels *l) { return l->heap_length ? l->heap[0].key : FAR; }

/* Step by step from the end that has read less, until no shorter way can be left. Labels are whole within `back` of the
 * ground, and within the rest of the way from the origin: the step that came last may not count. */
static void find(Search *s) {
    Paths *p = s->p;
    int64_t ahead;
    for (int both = 0; (ahead = nearest(&p->ahead)) + s->back < s->best;) {
        s->ahead = ahead;
        if (both && s->work_back <= s->work_ahead) step_back(s);
        else step_ahead(s);
        if (!both && s->work_ahead > p->patience) {
            both = 1;
            begin_back(s);
        }
        if (both) s->back = nearest(&p->back);
    }
    if (s->back > s->best - s->ahead) s->back = s->best - s->ahead;
}

/* ---- what the way changes */

static void move_dual(Paths *p, int side, int32_t person, int64_t by) {
    int64_t now = p->side[side].dual[person] += by;
    if (by < 0 && now < p->side[side].floor[person]) p->low[p->low_length++] = node_of(p, side, person);
}

/* Those met ahead get what they are nearer than the rest; those met from the ground don't get all that the rest do. */
static void move_duals(Search *s) {
    Paths *p = s->p;
    const Labels *both[] = {&p->ahead, &p->back};
    int64_t radius[] = {s->best - s->back, s->back};
    p->level += s->seek ? -s->back : s->back;
    for (int turn = 0; turn < 2; turn++)
        for (int64_t k = 0; k < both[turn]->touched_length; k++) {
            int32_t node = both[turn]->touched[k];
            int side = side_of(p, node);
            int64_t by = radius[turn] - both[turn]->distance[node];
            if (by > 0) move_dual(p, side, person_of(p, node), (side == s->seek) == (turn == 0) ? -by : by);
        }
}

static void take_seat(Side *side, int32_t person, int32_t other, int64_t weight) {
    int64_t at = side->begin[person] + side->load[person]++;
    side->seat[at] = other;
    side->seat_weight[at] = weight;
}

static void leave_seat(Side *side, int32_t person, int32_t other) {
    int64_t at = side->begin[person], last = at + --side->load[person];
    while (side->seat[at] != other) at++;
    side->seat[at] = side->seat[last];
    side->seat_weight[at] = side->seat_weight[last];
}

static int64_t weight_of(const Paths *p, int32_t mentee, int32_t mentor) {
    const Side *mine = p->side;
    for (int64_t k = mine->starts[mentee]; k < mine->starts[mentee + 1]; k++)
        if (mine->other[k] == mentor) return mine->weight[k];
    int32_t k = mine->head[mentee];
    while (mine->later[k] != mentor) k = mine->next[k];
    return p->later_weight[k];
}

/* An arc of the way changes hands, when `making` says so: those left first, so that there is room. */
static void flip(Search *s, int32_t from, int32_t to, int making) {
    Paths *p = s->p;
    int seeks = side_of(p, from) == s->seek;
    if (seeks != making) return;
    int32_t mentee = person_of(p, side_of(p, from) ? to : from), mentor = person_of(p, side_of(p, from) ? from : to);
    if (making) {
        int64_t weight = weight_of(p, mentee, mentor);
        take_seat(p->side, mentee, mentor, weight);
        take_seat(p->side + 1, mentor, mentee, weight);
    } else {
        leave_seat(p->side, mentee, mentor);
        leave_seat(p->side + 1, mentor, mentee);
    }
}

static void flip_all(Search *s) {
    const Labels *ahead = &s->p->ahead, *back = &s->p->back;
    for (int making = 0; making < 2; making++) {
        for (int32_t node = s->meeting; ahead->via[node] != NOBODY; node = ahead->via[node])
            flip(s, ahead->via[node], node, making);
        for (int32_t node = s->meeting; s->met && back->via[node] != NOBODY; node = back->via[node])
            flip(s, node, back->via[node], making);
    }
}

/* One shortest way. `seeking`: `person`, of the side `seek`, has a place to fill; otherwise she is of the other side
 * and holds one too many. */
EXPORT void binome_find_way(Paths *p, int32_t seek, int32_t person, int32_t seeking) {
    int side = seeking ? seek : 1 - seek;
    Search s = {p, seek, node_of(p, side, person), seeking ? true_dual(p, side, person) : FAR, 0, 0, 0, 0, NOBODY, 0};
    s.meeting = s.origin;
    p->search++;
    p->low_length = p->ahead.heap_length = p->ahead.touched_length = p->back.heap_length = p->back.touched_length = 0;
    shorten(&p->ahead, s.origin, p->search, 0, NOBODY);
    push(&p->ahead, s.origin, 0);
    find(&s);
    move_duals(&s);
    flip_all(&s);
}
