/* Groups of people: blossoms made, opened and turned, couples changed along a path. */
#include <stdlib.h>

#include "couples.h"

#if BINOME_COUPLES

/* The people of a group, into c->leaf. */
void leaves_of(Couples *c, int32_t group) {
    int32_t waiting = 0;
    c->leaves = 0;
    c->stack[waiting++] = group;
    while (waiting) {
        int32_t g = c->stack[--waiting];
        if (g < c->people) c->leaf[c->leaves++] = g;
        else
            for (int32_t k = 0; k < c->group[g].parts; k++) c->stack[waiting++] = c->group[g].part[k];
    }
}

/* Its people's prices, and its own, as they are now. */
void settle_group(Couples *c, int32_t group) {
    Group *g = c->group + group;
    Wide moved = c->now - g->since;
    g->since = c->now;
    if (g->label == OUTSIDE || !moved) return;
    if (g->label == EVEN) moved = -moved;
    leaves_of(c, group);
    for (int32_t k = 0; k < c->leaves; k++) c->y[c->leaf[k]] += moved;
    if (group >= c->people) g->z -= 2 * moved;
}

void touch(Couples *c, int32_t group) {
    if (c->touches == c->touch_room) {
        int32_t *more = realloc(c->touched, 2 * (size_t)c->touch_room * sizeof *more);
        if (!more) {
            c->failed = 1;
            return;
        }
        c->touched = more;
        c->touch_room *= 2;
    }
    c->touched[c->touches++] = group;
}

/* The group from which the search came to this one, or NONE at the root. */
int32_t before(const Couples *c, int32_t group) {
    int32_t via = c->group[group].via;
    return via == NONE ? NONE : c->top[c->arc[via].from];
}

/* Where the ways back to the root from these two meet. */
static int32_t meeting(Couples *c, int32_t one, int32_t other) {
    for (c->mark++;;) {
        if (one != NONE) {
            if (c->marked[one] == c->mark) return one;
            c->marked[one] = c->mark;
            one = before(c, one);
        }
        int32_t next = other;
        other = one;
        one = next;
    }
}

/* The cycle that an arc between two even groups closes: parts and links, `root` the first. */
static void close_cycle(Couples *c, Group *new, int32_t arc, int32_t root, int32_t down) {
    int32_t g = c->top[c->arc[arc].from], k = down;
    new->link[down] = arc;
    for (; g != root; g = before(c, g)) {
        new->part[k--] = g;
        new->link[k] = c->group[g].via;
    }
    new->part[0] = root;
    k = down + 1;
    for (g = c->top[c->arc[arc].to]; g != root; g = before(c, g)) {
        new->part[k] = g;
        new->link[k++] = c->arc[c->group[g].via].back;
    }
    new->parts = k;
}

static int32_t way_to(const Couples *c, int32_t group, int32_t root) {
    int32_t steps = 0;
    for (; group != root; group = before(c, group)) steps++;
    return steps;
}

/* The new blossom, even; its parts keep their old labels until the caller has read them. NONE without memory. */
int32_t shrink(Couples *c, int32_t arc) {
    int32_t one = c->top[c->arc[arc].from], other = c->top[c->arc[arc].to], root = meeting(c, one, other);
    int32_t down = way_to(c, one, root), length = down + 1 + way_to(c, other, root);
    int32_t id = c->spare[c->spares - 1];
    Group *new = c->group + id;
    new->part = malloc((size_t)length * sizeof *new->part);
    new->link = malloc((size_t)length * sizeof *new->link);
    if (!new->part || !new->link) {
        free(new->part);
        free(new->link);
        new->part = new->link = NULL;
        c->failed = 1;
        return NONE;
    }
    c->spares--;
    close_cycle(c, new, arc, root, down);
    for (int32_t k = 0; k < length; k++) {
        settle_group(c, new->part[k]);
        c->group[new->part[k]].parent = id;
    }
    new->z = 0;
    new->since = c->now;
    new->base = c->group[root].base;
    new->parent = NONE;
    new->label = EVEN;
    new->via = c->group[root].via;
    leaves_of(c, id);
    for (int32_t k = 0; k < c->leaves; k++) c->top[c->leaf[k]] = id;
    touch(c, id);
    return id;
}

/* Its parts are outermost again, outside the search. `keep`: the caller frees the parts and links. */
void open_blossom(Couples *c, int32_t group, int keep) {
    Group *g = c->group + group;
    for (int32_t k = 0; k < g->parts; k++) {
        Group *part = c->group + g->part[k];
        part->parent = NONE;
        part->label = OUTSIDE;
        part->since = c->now;
        leaves_of(c, g->part[k]);
        for (int32_t l = 0; l < c->leaves; l++) c->top[c->leaf[l]] = g->part[k];
    }
    if (!keep) {
        free(g->part);
        free(g->link);
    }
    g->part = g->link = NULL;
    g->parts = 0;
    g->label = OUTSIDE;
    g->parent = NONE;
    c->spare[c->spares++] = group;
}

/* Part k of a cycle and the next one become a couple. */
static void couple(Couples *c, const Group *g, int32_t k) {
    int32_t arc = g->link[k], next = k + 1 < g->parts ? k + 1 : 0;
    rotate(c, g->part[k], c->arc[arc].from);
    rotate(c, g->part[next], c->arc[arc].to);
    c->mate[c->arc[arc].from] = arc;
    c->mate[c->arc[arc].to] = c->arc[arc].back;
}

static void turn(int32_t *items, int32_t length, int32_t by, int32_t *room) {
    for (int32_t k = 0; k < length; k++) room[k] = items[(k + by) % length];
    for (int32_t k = 0; k < length; k++) items[k] = room[k];
}

/* This person becomes the one of the group whose partner is outside. */
void rotate(Couples *c, int32_t group, int32_t person) {
    Group *g = c->group + group;
    if (g->base == person) return;
    int32_t part = person, first = 0;
    while (c->group[part].parent != group) part = c->group[part].parent;
    rotate(c, part, person);
    while (g->part[first] != part) first++;
    if (first % 2)
        for (int32_t k = first + 1; k < g->parts; k += 2) couple(c, g, k);
    else
        for (int32_t k = first - 2; k >= 0; k -= 2) couple(c, g, k);
    turn(g->part, g->parts, first, c->stack);
    turn(g->link, g->parts, first, c->stack);
    g->base = person;
}

/* An even person takes the partner of this arc (or stays alone, for NONE), and so on back to the root. */
void flip(Couples *c, int32_t person, int32_t arc) {
    for (;;) {
        int32_t even = c->top[person];
        rotate(c, even, person);
        c->mate[person] = arc;
        if (c->group[even].via == NONE) return;
        int32_t odd = before(c, even), came = c->group[odd].via;
        rotate(c, odd, c->arc[came].to);
        c->mate[c->arc[came].to] = c->arc[came].back;
        person = c->arc[came].from;
        arc = came;
    }
}
#endif
