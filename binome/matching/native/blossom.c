/* One search after the other, from everyone alone whose price is over 0 (couples.h says what holds between two). */
#include <stdlib.h>

#include "couples.h"

#if BINOME_COUPLES

static void add_event(Couples *c, Wide due, int64_t what) {
    if (due >= c->end) return;
    if (c->events == c->event_room) {
        Event *more = realloc(c->heap, 2 * (size_t)c->event_room * sizeof *more);
        if (!more) {
            c->failed = 1;
            return;
        }
        c->heap = more;
        c->event_room *= 2;
    }
    int64_t at = c->events++;
    for (int64_t up; at && c->heap[up = (at - 1) / 2].due > due; at = up) c->heap[at] = c->heap[up];
    c->heap[at] = (Event){due, what};
}

static Event next_event(Couples *c) {
    Event first = c->heap[0], last = c->heap[--c->events];
    int64_t at = 0;
    for (int64_t child; (child = 2 * at + 1) < c->events; at = child) {
        if (child + 1 < c->events && c->heap[child + 1].due < c->heap[child].due) child++;
        if (c->heap[child].due >= last.due) break;
        c->heap[at] = c->heap[child];
    }
    c->heap[at] = last;
    return first;
}

static Wide price(const Couples *c, int32_t person) {
    const Group *g = c->group + c->top[person];
    if (g->label == OUTSIDE) return c->y[person];
    return g->label == EVEN ? c->y[person] - (c->now - g->since) : c->y[person] + (c->now - g->since);
}

static Wide slack(const Couples *c, int32_t arc) {
    const Arc *a = c->arc + arc;
    return price(c, a->from) + price(c, a->to) - a->doubled;
}

/* An arc from an even person: when it will be tight, unless the search ends before. */
static void await(Couples *c, int32_t arc) {
    int32_t other = c->top[c->arc[arc].to];
    const Group *g = c->group + other;
    if (g->label == ODD || other == c->top[c->arc[arc].from]) return;
    Wide due = c->now + (g->label == EVEN ? slack(c, arc) / 2 : slack(c, arc));
    if (g->label == OUTSIDE && c->mate[g->base] == NONE) {
        if (due >= c->end) return;
        c->end = due;
        c->end_arc = arc;
        c->end_person = NONE;
    } else {
        add_event(c, due, arc);
    }
}

/* The arcs of the people of a group that became even. */
static void scan_group(Couples *c, int32_t group) {
    leaves_of(c, group);
    for (int32_t k = 0; k < c->leaves; k++) {
        int32_t person = c->leaf[k];
        Wide due = c->now + price(c, person);
        if (due < c->end) {
            c->end = due;
            c->end_person = person;
        }
        for (int32_t arc = c->starts[person]; arc < c->starts[person + 1]; arc++) await(c, arc);
    }
}

static void label(Couples *c, int32_t group, int32_t label, int32_t via) {
    Group *g = c->group + group;
    g->label = label;
    g->via = via;
    g->since = c->now;
    touch(c, group);
    if (label == EVEN) scan_group(c, group);
    else if (group >= c->people) add_event(c, c->now + g->z / 2, -1 - (int64_t)group);
}

/* The search reaches a couple, or a blossom whose base has a partner. */
static void grow(Couples *c, int32_t arc) {
    int32_t group = c->top[c->arc[arc].to], mate = c->mate[c->group[group].base];
    label(c, group, ODD, arc);
    label(c, c->top[c->arc[mate].to], EVEN, mate);
}

/* An odd blossom of price 0 opens: the even way through it stays in the search, the rest leaves it. */
static void open_odd(Couples *c, int32_t group) {
    settle_group(c, group);
    Group old = c->group[group];
    open_blossom(c, group, 1);
    int32_t k = 0, via = old.via, entered = c->top[c->arc[via].to];
    while (old.part[k] != entered) k++;
    int32_t forward = k % 2;
    for (;;) {
        label(c, old.part[k], ODD, via);
        if (!k) break;
        if (forward) {
            label(c, old.part[k + 1], EVEN, old.link[k]);
            via = old.link[k + 1];
            k = (k + 2) % old.parts;
        } else {
            label(c, old.part[k - 1], EVEN, c->arc[old.link[k - 1]].back);
            via = c->arc[old.link[k - 2]].back;
            k -= 2;
        }
    }
    for (k = 0; k < old.parts; k++) {
        if (c->group[old.part[k]].label != OUTSIDE) continue;
        leaves_of(c, old.part[k]);
        for (int32_t l = 0; l < c->leaves; l++)
            for (int32_t arc = c->starts[c->leaf[l]]; arc < c->starts[c->leaf[l] + 1]; arc++)
                if (c->group[c->top[c->arc[arc].to]].label == EVEN) await(c, c->arc[arc].back);
    }
    free(old.part);
    free(old.link);
}

static void join_even(Couples *c, int32_t arc) {
    int32_t blossom = shrink(c, arc);
    if (blossom == NONE) return;
    const Group *g = c->group + blossom;
    for (int32_t k = 0; k < g->parts; k++)
        if (c->group[g->part[k]].label == ODD) scan_group(c, g->part[k]);
    for (int32_t k = 0; k < g->parts; k++) c->group[g->part[k]].label = OUTSIDE;
}

static void tight(Couples *c, int32_t arc) {
    int32_t group = c->top[c->arc[arc].to], label = c->group[group].label;
    if (label == ODD || group == c->top[c->arc[arc].from]) return;
    if (slack(c, arc) > 0) await(c, arc); /* it was slower for a while, inside an odd blossom */
    else if (label == EVEN) join_even(c, arc);
    else grow(c, arc);
}

static int is_spent(const Couples *c, int32_t group) {
    const Group *g = c->group + group;
    return g->label == ODD && g->parent == NONE && g->z == 2 * (c->now - g->since);
}

/* Prices as they are, nobody labelled, no blossom of price 0. */
static void clear_search(Couples *c) {
    for (int32_t k = 0; k < c->touches; k++) {
        Group *g = c->group + c->touched[k];
        if (g->label == OUTSIDE || g->parent != NONE) continue;
        settle_group(c, c->touched[k]);
        g->label = OUTSIDE;
        g->via = NONE;
    }
    while (c->touches) {
        int32_t group = c->touched[--c->touches];
        Group *g = c->group + group;
        if (group < c->people || !g->parts || g->parent != NONE || g->z) continue;
        for (int32_t k = 0; k < g->parts; k++) touch(c, g->part[k]);
        open_blossom(c, group, 0);
    }
    c->events = 0;
}

static void search_from(Couples *c, int32_t person) {
    c->now = 0;
    c->end = c->y[person];
    c->end_person = person;
    label(c, c->top[person], EVEN, NONE);
    while (!c->failed && c->events && c->heap[0].due < c->end) {
        Event event = next_event(c);
        c->now = event.due;
        if (event.what >= 0) tight(c, (int32_t)event.what);
        else if (is_spent(c, (int32_t)(-1 - event.what))) open_odd(c, (int32_t)(-1 - event.what));
    }
    c->now = c->end;
    if (c->failed) return;
    if (c->end_person != NONE) {
        flip(c, c->end_person, NONE);
    } else {
        int32_t other = c->arc[c->end_arc].to;
        flip(c, c->arc[c->end_arc].from, c->end_arc);
        rotate(c, c->top[other], other);
        c->mate[other] = c->arc[c->end_arc].back;
    }
    clear_search(c);
}

/* What a person must pay at least by this arc, the other's price being what it is. */
static Wide needed(const Couples *c, int32_t arc) { return c->arc[arc].doubled - c->y[c->arc[arc].to]; }

/* Prices as low as the arcs allow, one person after the other; then couples of those who may be. To begin with, the
 * given ones, for weights cut after their first level, and what the other levels, under `rest`, could ask. */
static void begin(Couples *c, const int64_t *prices, Wide rest) {
    for (int32_t i = 0; i < c->people; i++) c->y[i] = (prices[i] + 1) * rest;
    for (int32_t i = 0; i < c->people; i++) {
        c->y[i] = 0;
        for (int32_t arc = c->starts[i]; arc < c->starts[i + 1]; arc++)
            if (needed(c, arc) > c->y[i]) c->y[i] = needed(c, arc);
    }
    for (int32_t i = 0; i < c->people; i++)
        for (int32_t arc = c->starts[i]; arc < c->starts[i + 1] && c->mate[i] == NONE; arc++) {
            int32_t other = c->arc[arc].to;
            if (c->mate[other] != NONE || needed(c, arc) < c->y[i]) continue;
            c->mate[i] = arc;
            c->mate[other] = c->arc[arc].back;
        }
}

/* Edge k joins first[k] and second[k]. Its weight: 1 for the couple, then its levels, steps[l] telling by how much
 * what comes before outweighs level l. */
static void lay_out(Couples *c, int64_t edges, const int32_t *first, const int32_t *second, int64_t levels,
                    const int64_t *level, const int64_t *steps) {
    int32_t *next = c->starts + 1; /* shifted by one: after the pass, next[i] is where i + 1 begins */
    for (int64_t k = 0; k < edges; k++) {
        next[first[k] + 1]++;
        next[second[k] + 1]++;
    }
    for (int32_t i = 0; i < c->people; i++) next[i + 1] += next[i];
    for (int64_t k = 0; k < edges; k++) {
        Wide weight = 1;
        for (int64_t l = 0; l < levels; l++) weight = weight * steps[l] + level[l * edges + k];
        int32_t there = next[first[k]]++, back = next[second[k]]++;
        c->arc[there] = (Arc){2 * weight, first[k], second[k], back, (int32_t)k};
        c->arc[back] = (Arc){2 * weight, second[k], first[k], there, (int32_t)k};
    }
    for (int32_t k = 0; k < 2 * c->people; k++) {
        c->group[k] = (Group){.base = k, .parent = NONE, .via = NONE};
        if (k >= c->people) {
            c->group[k].base = NONE;
            c->spare[c->spares++] = k;
            continue;
        }
        c->top[k] = k;
        c->mate[k] = NONE;
    }
}

static void *room(int64_t count, size_t size, Couples *c) {
    void *memory = calloc((size_t)count + 2, size);
    if (!memory) c->failed = 1;
    return memory;
}

static void forget(Couples *c) {
    for (int32_t k = c->people; c->group && k < 2 * c->people; k++) {
        free(c->group[k].part);
        free(c->group[k].link);
    }
    void *all[] = {c->starts, c->arc,    c->group, c->top,   c->mate,    c->y,
                   c->spare,  c->marked, c->leaf,  c->stack, c->touched, c->heap};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) free(all[k]);
}
#endif

/* chosen [edges]: the couples of the highest weight; `prices`, any, make it fast. 0 when memory runs out, -1 where the machine has no wide integers. */
EXPORT int32_t binome_couples(int64_t people, int64_t edges, const int32_t *first, const int32_t *second, int64_t levels,
                              const int64_t *level, const int64_t *steps, const int64_t *prices, uint8_t *chosen) {
#if BINOME_COUPLES
    Couples c = {.people = (int32_t)people, .touch_room = 64, .event_room = 64};
    c.starts = room(people, sizeof *c.starts, &c);
    c.arc = room(2 * edges, sizeof *c.arc, &c);
    c.group = room(2 * people, sizeof *c.group, &c);
    c.top = room(people, sizeof *c.top, &c);
    c.mate = room(people, sizeof *c.mate, &c);
    c.y = room(people, sizeof *c.y, &c);
    c.spare = room(people, sizeof *c.spare, &c);
    c.marked = room(2 * people, sizeof *c.marked, &c);
    c.leaf = room(people, sizeof *c.leaf, &c);
    c.stack = room(2 * people, sizeof *c.stack, &c);
    c.touched = room(c.touch_room, sizeof *c.touched, &c);
    c.heap = room(c.event_room, sizeof *c.heap, &c);
    if (!c.failed) {
        lay_out(&c, edges, first, second, levels, level, steps);
        Wide rest = 1;
        for (int64_t l = 1; l < levels; l++) rest *= steps[l];
        begin(&c, prices, rest);
    }
    for (int32_t i = 0; !c.failed && i < c.people; i++)
        if (c.mate[i] == NONE && c.y[i] > 0) search_from(&c, i);
    for (int32_t i = 0; !c.failed && i < c.people; i++)
        if (c.mate[i] != NONE) chosen[c.arc[c.mate[i]].edge] = 1;
    forget(&c);
    return !c.failed;
#else
    return -1;
#endif
}
