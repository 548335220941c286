/* The best couples of one population: the most weight of pairs in a graph without sides (J. Edmonds, "Maximum matching
 * and a polyhedron with 0,1-vertices", 1965; one search at a time from whoever is alone, events kept in a heap: Z. Galil,
 * "Efficient algorithms for finding maximum matching in graphs", 1986). Between two searches, weights counted double:
 *
 *     y_i + y_j + (z of the blossoms that hold both) >= 2 weight of every edge, with equality on the couples and
 *     within a blossom; y, z >= 0; whoever is alone and was searched from has y = 0. */
#ifndef BINOME_COUPLES_H
#define BINOME_COUPLES_H

#include "kernel.h"

#ifdef __SIZEOF_INT128__
#define BINOME_COUPLES 1
typedef __int128 Wide;
#else
#define BINOME_COUPLES 0
#endif

#if BINOME_COUPLES

enum { NONE = -1 };
enum { OUTSIDE = 0, EVEN = 1, ODD = 2 }; /* steps from the root of the search */

typedef struct {
    Wide doubled; /* twice the weight */
    int32_t from, to, back, edge;
} Arc;

/* A person (under n) or a blossom: an odd cycle of groups that counts as one. Its first part holds `base`, the one whose
 * partner is outside; parts 1 and 2 are coupled, 3 and 4, and so on. Only the outermost have a label. */
typedef struct {
    Wide since, z;        /* when it was labelled; as it was then */
    int32_t base, parent; /* the blossom around, or NONE */
    int32_t label, via;   /* the arc by which the search came, or NONE */
    int32_t parts;
    int32_t *part, *link; /* link[k]: the arc from part k to the next one, the last to the first */
} Group;

typedef struct {
    Wide due;
    int64_t what; /* an arc; or -1 - b, when nothing is left of the odd blossom b */
} Event;

typedef struct {
    int32_t people, mark;
    int32_t *starts;
    Arc *arc;
    Group *group;        /* [2 n] */
    int32_t *top, *mate; /* [n] the outermost group; the arc to the partner, or NONE */
    Wide *y;             /* [n] as when the outermost group was labelled */
    int32_t *spare, *marked, *leaf, *stack, *touched;
    int32_t spares, leaves, touches, touch_room;
    Event *heap;
    int64_t events, event_room;
    Wide now, end;             /* how far the prices moved; when the search ends, */
    int32_t end_person, end_arc; /* by whom of price 0, or by the arc to someone else alone */
    int failed;                /* memory ran out */
} Couples;

/* couples.c */
void leaves_of(Couples *c, int32_t group);
void settle_group(Couples *c, int32_t group);
void touch(Couples *c, int32_t group);
int32_t before(const Couples *c, int32_t group);
int32_t shrink(Couples *c, int32_t arc);
void open_blossom(Couples *c, int32_t group, int keep);
void flip(Couples *c, int32_t person, int32_t arc);
void rotate(Couples *c, int32_t group, int32_t person);

#endif
#endif
