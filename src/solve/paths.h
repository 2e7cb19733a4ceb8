// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// paths: cheapest paths through a network, and the set of alternatives that a choice is made from.
// In: arcs with a cost each (INFINITY: closed). Out: paths as lists of arcs, in the arena given.
// A node below first_through can begin and end a path and is never passed.
#ifndef STEPPE_SOLVE_PATHS_H
#define STEPPE_SOLVE_PATHS_H

#include <steppe.h>

#include "base/arena.h"

#define STEPPE_NO_NODE UINT32_MAX

struct steppe_graph {
    size_t node_count, arc_count;
    const uint32_t *tail, *head; // [arc], the caller's
    uint32_t first_through;
    uint32_t *first, *out;   // arcs by tail: out[first[n]] to out[first[n + 1] - 1]
    uint32_t *first_in, *in; // by head alike
    uint32_t *out_head;      // heads of `out`, side by side
};
// False when the machine refuses. Costs in all calls are at least 0.
STEPPE_CHECKED bool steppe_graph_make(size_t node_count, size_t arc_count, const uint32_t *tail,
                                      const uint32_t *head, uint32_t first_through,
                                      struct steppe_arena *arena, struct steppe_graph *graph);

struct steppe_path_heap_item {
    double key; // the least goes first, of equal ones the lower node
    uint32_t node;
};

// Room for searches over one graph; used again by each call.
struct steppe_path_search {
    const struct steppe_graph *graph;
    double *distance;  // [node] from the origin of the last search; INFINITY: out of reach
    uint32_t *came_by; // [node] last arc of the cheapest path; STEPPE_NO_NODE: none
    struct steppe_path_heap_item *heap;
    uint32_t *heap_at; // [node] its place in the heap
    uint32_t *touched; // [node] those that the last search came to
    size_t heap_count, touched_count;
    bool *node_shut, *arc_shut; // [node], [arc]: left out of the search; all false between calls
};
STEPPE_CHECKED bool steppe_path_search_make(const struct steppe_graph *graph,
                                            struct steppe_arena *arena,
                                            struct steppe_path_search *search);
// Dijkstra (1959) with a binary heap. Fills distance and came_by; stops early at `destination`,
// if that is not STEPPE_NO_NODE. Of equally cheap paths the one by the lower arc number wins.
void steppe_path_search_run(struct steppe_path_search *search, const double *cost, uint32_t origin,
                            uint32_t destination);

struct steppe_path {
    uint32_t *arcs; // from origin to destination
    size_t arc_count;
    double cost;
};
// The cheapest path: false when there is none (*found false) or when the machine refuses.
STEPPE_CHECKED bool steppe_path_cheapest(struct steppe_path_search *search, const double *cost,
                                         uint32_t origin, uint32_t destination,
                                         struct steppe_arena *arena, struct steppe_path *path,
                                         bool *found);
// The cheapest loopless path by the nodes via[0..count) in that order, leg after leg.
STEPPE_CHECKED bool steppe_path_through(struct steppe_path_search *search, const double *cost,
                                        uint32_t origin, uint32_t destination, const uint32_t *via,
                                        size_t via_count, struct steppe_arena *arena,
                                        struct steppe_path *path, bool *found);

struct steppe_path_set {
    struct steppe_path *paths;
    size_t count, room;
    size_t dropped; // that found no room
};
STEPPE_CHECKED bool steppe_path_set_make(size_t room, struct steppe_arena *arena,
                                         struct steppe_path_set *set);
// Adds a path unless it is there already or the set is full; true when it was added.
bool steppe_path_set_add(struct steppe_path_set *set, const struct steppe_path *path);

// The `most` cheapest loopless paths, ascending (Yen 1971), added to the set.
STEPPE_CHECKED bool steppe_paths_cheapest(struct steppe_path_search *search, const double *cost,
                                          uint32_t origin, uint32_t destination, size_t most,
                                          struct steppe_arena *arena, struct steppe_path_set *set);

// How far it is from all nodes to those that searches went to before: one Dijkstra a node, when
// first needed. A search that aims by it looks at little more than the path it finds (hart-1968),
// so the choice among many pairs on one network should share one. cost: the caller's, at most that
// of the searches; so a network with more links open serves one with less. arena: is not rewound
// meanwhile.
struct steppe_path_trees {
    const double *cost; // [arc]
    double **to;        // [node][node] NULL: not yet
    uint32_t **next;    // [node][node] the arc on the way there
    struct steppe_arena *arena;
};
STEPPE_CHECKED bool steppe_path_trees_make(const struct steppe_graph *graph, const double *cost,
                                           struct steppe_arena *arena,
                                           struct steppe_path_trees *trees);

// What a set of alternatives is made of: for each group of arcs the cheapest path that avoids the
// whole group (a territory), for each corridor the cheapest by its nodes, then the cheapest of all.
struct steppe_path_group {
    const bool *arcs; // [arc] in the group
};
struct steppe_corridor_nodes {
    const uint32_t *nodes;
    size_t count;
};
struct steppe_path_rules {
    const struct steppe_path_group *avoid;
    size_t avoid_count;
    const struct steppe_corridor_nodes *corridors;
    size_t corridor_count;
    size_t cheapest; // K of Yen
    struct steppe_path_trees *trees;
    // [1 + avoid_count + corridor_count] the cheapest, the way round each group, that by each
    // corridor; no arcs: none. found is filled. wider: what it was with the same rules and more
    // arcs open; what is open of it is not sought again. Both may be NULL.
    struct steppe_path *found;
    const struct steppe_path *wider;
    double longest; // corridors beyond this times the cheapest are dropped; ways round never
};
// Those that avoid a group come first: they are what is left when it closes. Cheapest first in the
// end. An empty set: there is no path.
STEPPE_CHECKED bool steppe_paths_choose(struct steppe_path_search *search, const double *cost,
                                        uint32_t origin, uint32_t destination,
                                        const struct steppe_path_rules *rules,
                                        struct steppe_arena *arena, struct steppe_path_set *set);

// Path sizes (Ben-Akiva and Bierlaire 1999): PS_k = sum over arcs a of k of (length_a / length_k)
// / number of paths by a. One for a path that shares nothing; 1/n for n copies. work: [arc_count].
void steppe_path_sizes(const struct steppe_path_set *set, const double *length, size_t arc_count,
                       double *work, double *sizes);

#endif
