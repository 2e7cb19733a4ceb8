// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "solve/paths.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

// ---- graph -------------------------------------------------------------------------------------

// Counting sort by `end`, two places on, so that filling moves each start to its own place.
static void sort_arcs(size_t node_count, size_t arc_count, const uint32_t *end, uint32_t *first,
                      uint32_t *arcs) {
    for (size_t a = 0; a < arc_count; a++) first[end[a] + 2]++;
    for (size_t n = 2; n < node_count + 2; n++) first[n] += first[n - 1];
    for (size_t a = 0; a < arc_count; a++) arcs[first[end[a] + 1]++] = (uint32_t)a;
}

bool steppe_graph_make(size_t node_count, size_t arc_count, const uint32_t *tail,
                       const uint32_t *head, uint32_t first_through, struct steppe_arena *arena,
                       struct steppe_graph *graph) {
    *graph = (struct steppe_graph){.node_count = node_count,
                                   .arc_count = arc_count,
                                   .tail = tail,
                                   .head = head,
                                   .first_through = first_through};
    graph->first = STEPPE_TAKE(arena, node_count + 2, uint32_t);
    graph->out = STEPPE_TAKE(arena, arc_count + 1, uint32_t);
    if (!graph->first || !graph->out) return false;
    graph->first_in = STEPPE_TAKE(arena, node_count + 2, uint32_t);
    graph->in = STEPPE_TAKE(arena, arc_count + 1, uint32_t);
    graph->out_head = STEPPE_TAKE(arena, arc_count + 1, uint32_t);
    if (!graph->first_in || !graph->in || !graph->out_head) return false;
    sort_arcs(node_count, arc_count, tail, graph->first, graph->out);
    sort_arcs(node_count, arc_count, head, graph->first_in, graph->in);
    for (size_t i = 0; i < arc_count; i++) graph->out_head[i] = head[graph->out[i]];
    return true;
}

#define NOT_IN_HEAP UINT32_MAX

static void forget(struct steppe_path_search *search, uint32_t node) {
    search->distance[node] = HUGE_VAL;
    search->came_by[node] = STEPPE_NO_NODE;
    search->heap_at[node] = NOT_IN_HEAP;
}

bool steppe_path_search_make(const struct steppe_graph *graph, struct steppe_arena *arena,
                             struct steppe_path_search *search) {
    size_t nodes = graph->node_count + 1;
    *search = (struct steppe_path_search){.graph = graph};
    search->distance = STEPPE_TAKE(arena, nodes, double);
    search->came_by = STEPPE_TAKE(arena, nodes, uint32_t);
    search->heap = STEPPE_TAKE(arena, nodes, struct steppe_path_heap_item);
    search->heap_at = STEPPE_TAKE(arena, nodes, uint32_t);
    search->touched = STEPPE_TAKE(arena, nodes, uint32_t);
    search->node_shut = STEPPE_TAKE(arena, nodes, bool);
    search->arc_shut = STEPPE_TAKE(arena, graph->arc_count + 1, bool);
    if (!search->distance || !search->came_by || !search->heap || !search->heap_at ||
        !search->touched || !search->node_shut || !search->arc_shut) {
        return false;
    }
    for (size_t n = 0; n < graph->node_count; n++) forget(search, (uint32_t)n);
    return true;
}

// ---- one search --------------------------------------------------------------------------------

static bool nearer(struct steppe_path_heap_item a, struct steppe_path_heap_item b) {
    return a.key < b.key || (a.key == b.key && a.node < b.node);
}

static void place(struct steppe_path_search *search, size_t at, struct steppe_path_heap_item item) {
    search->heap[at] = item;
    search->heap_at[item.node] = (uint32_t)at;
}

// Moves a node that came nearer, or a new one at the end, up to its place.
static void rise(struct steppe_path_search *search, struct steppe_path_heap_item item) {
    size_t at = search->heap_at[item.node];
    if (at == NOT_IN_HEAP) at = search->heap_count++;
    while (at > 0 && nearer(item, search->heap[(at - 1) / 2])) {
        place(search, at, search->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    place(search, at, item);
}

static uint32_t take_nearest(struct steppe_path_search *search) {
    const struct steppe_path_heap_item *heap = search->heap, last = heap[--search->heap_count];
    const uint32_t nearest = heap[0].node;
    const size_t count = search->heap_count;
    size_t at = 0;
    search->heap_at[nearest] = NOT_IN_HEAP;
    if (count == 0) return nearest;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count) break;
        child += child + 1 < count && nearer(heap[child + 1], heap[child]);
        if (!nearer(heap[child], last)) break;
        place(search, at, heap[child]);
        at = child;
    }
    place(search, at, last);
    return nearest;
}

// Most searches see little of the network: only what the last one touched is put back.
static void clear(struct steppe_path_search *search) {
    for (size_t i = 0; i < search->touched_count; i++) forget(search, search->touched[i]);
    search->touched_count = search->heap_count = 0;
}

static void reach(struct steppe_path_search *search, uint32_t node, double distance, double key) {
    if (search->distance[node] == HUGE_VAL) search->touched[search->touched_count++] = node;
    search->distance[node] = distance;
    rise(search, (struct steppe_path_heap_item){key, node});
}

// How a search for one node is kept short. rest: from each node at least so much is left; where it
// is known, the search goes first where distance and rest together are least (hart-1968), and as
// the rest is never too long, the first way found is a cheapest. What costs more than `most` with
// the rest is given up. NULL: nothing is known.
struct aim {
    const double *rest;   // [node]
    const uint32_t *next; // [node] the arc by which so little is left
    double most;
};
static const struct aim nowhere = {NULL, NULL, HUGE_VAL};

// Along the arcs out of a node that was taken.
static void look_on(struct steppe_path_search *search, const double *cost, uint32_t node,
                    uint32_t origin, uint32_t destination, const struct aim *aim) {
    const struct steppe_graph *graph = search->graph;
    const double so_far = search->distance[node], *known = search->distance;
    for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
        const uint32_t arc = graph->out[i], to = graph->out_head[i];
        const double distance = so_far + cost[arc];
        if (distance > known[to] || !(distance < HUGE_VAL)) continue;
        if (search->arc_shut[arc] || search->node_shut[to]) continue;
        if (to < graph->first_through && to != destination && destination != STEPPE_NO_NODE)
            continue;
        if (distance == known[to] &&
            (to == origin || search->came_by[to] == STEPPE_NO_NODE || arc >= search->came_by[to] ||
             search->heap_at[to] == NOT_IN_HEAP))
            continue; // no nearer; nor the lower arc of two alike
        const double whole = aim->rest ? distance + aim->rest[to] : distance;
        if (whole > aim->most || !(whole < HUGE_VAL)) continue;
        reach(search, to, distance, whole);
        search->came_by[to] = arc;
    }
}

// The way that would be the cheapest with nothing shut, if nothing of it is; else false.
static bool walk(struct steppe_path_search *search, const double *cost, uint32_t origin,
                 uint32_t destination, const struct aim *aim) {
    double distance = 0;
    for (uint32_t node = origin; node != destination;) {
        uint32_t arc = aim->next[node];
        if (arc == STEPPE_NO_NODE || search->arc_shut[arc] || !isfinite(cost[arc])) return false;
        node = search->graph->head[arc];
        if (search->node_shut[node]) return false;
        distance += cost[arc];
        search->touched[search->touched_count++] = node;
        search->distance[node] = distance;
        search->came_by[node] = arc;
    }
    if (distance > aim->most) search->distance[destination] = HUGE_VAL;
    return true;
}

// What is further than aim->most stays out of reach.
static void run_within(struct steppe_path_search *search, const double *cost, uint32_t origin,
                       uint32_t destination, const struct aim *aim) {
    const struct steppe_graph *graph = search->graph;
    clear(search);
    if (search->node_shut[origin]) return;
    if (aim->next) {
        if (walk(search, cost, origin, destination, aim)) return;
        clear(search);
    }
    reach(search, origin, 0, 0);
    while (search->heap_count > 0) {
        uint32_t node = take_nearest(search);
        if (node == destination) return;
        if (node < graph->first_through && node != origin) continue;
        look_on(search, cost, node, origin, destination, aim);
    }
}

void steppe_path_search_run(struct steppe_path_search *search, const double *cost, uint32_t origin,
                            uint32_t destination) {
    run_within(search, cost, origin, destination, &nowhere);
}

// ---- trees -------------------------------------------------------------------------------------

bool steppe_path_trees_make(const struct steppe_graph *graph, const double *cost,
                            struct steppe_arena *arena, struct steppe_path_trees *trees) {
    *trees = (struct steppe_path_trees){.cost = cost, .arena = arena};
    trees->to = STEPPE_TAKE(arena, graph->node_count + 1, double *);
    trees->next = STEPPE_TAKE(arena, graph->node_count + 1, uint32_t *);
    return trees->to && trees->next;
}

// Dijkstra against the arcs, nothing shut; NULL: no memory.
static const double *grow_tree(struct steppe_path_search *search, struct steppe_path_trees *trees,
                               uint32_t destination) {
    const struct steppe_graph *graph = search->graph;
    double *tree = STEPPE_TAKE(trees->arena, graph->node_count + 1, double);
    uint32_t *next = STEPPE_TAKE(trees->arena, graph->node_count + 1, uint32_t);
    if (!tree || !next) return NULL;
    clear(search);
    reach(search, destination, 0, 0);
    while (search->heap_count > 0) {
        uint32_t node = take_nearest(search);
        if (node < graph->first_through && node != destination) continue;
        for (uint32_t i = graph->first_in[node]; i < graph->first_in[node + 1]; i++) {
            uint32_t from = graph->tail[graph->in[i]];
            double distance = search->distance[node] + trees->cost[graph->in[i]];
            if (!isfinite(distance) || !(distance < search->distance[from])) continue;
            reach(search, from, distance, distance);
            search->came_by[from] = graph->in[i];
        }
    }
    memcpy(tree, search->distance, graph->node_count * sizeof *tree);
    memcpy(next, search->came_by, graph->node_count * sizeof *next);
    trees->to[destination] = tree;
    trees->next[destination] = next;
    return tree;
}

static inline const double *tree_to(struct steppe_path_search *search,
                                    struct steppe_path_trees *trees, uint32_t destination) {
    const double *known = trees->to[destination];
    return known ? known : grow_tree(search, trees, destination);
}

// Arcs of the last search from its origin, behind the arcs that the path has already.
static bool append(const struct steppe_path_search *search, uint32_t origin, uint32_t destination,
                   const uint32_t *before, size_t before_count, struct steppe_arena *arena,
                   struct steppe_path *path) {
    size_t count = before_count;
    for (uint32_t n = destination; n != origin; n = search->graph->tail[search->came_by[n]])
        count++;
    uint32_t *arcs = STEPPE_TAKE(arena, count + 1, uint32_t);
    if (!arcs) return false;
    if (before_count) memcpy(arcs, before, before_count * sizeof *arcs);
    size_t at = count;
    for (uint32_t n = destination; n != origin; n = search->graph->tail[search->came_by[n]]) {
        arcs[--at] = search->came_by[n];
    }
    path->arcs = arcs;
    path->arc_count = count;
    return true;
}

// Sums in the order of travel, so that the same path always costs the same to the last bit.
static double cost_of(const struct steppe_path *path, const double *cost) {
    double sum = 0;
    for (size_t i = 0; i < path->arc_count; i++) sum += cost[path->arcs[i]];
    return sum;
}

// The cheapest path, the rest to the destination known or not (NULL).
static bool cheapest(struct steppe_path_search *search, const double *cost, const struct aim *aim,
                     uint32_t origin, uint32_t destination, struct steppe_arena *arena,
                     struct steppe_path *path, bool *found) {
    *path = (struct steppe_path){0};
    *found = origin != destination;
    if (!*found) return true;
    run_within(search, cost, origin, destination, aim);
    *found = isfinite(search->distance[destination]);
    if (!*found) return true;
    bool good = append(search, origin, destination, NULL, 0, arena, path);
    if (good) path->cost = cost_of(path, cost);
    return good;
}

bool steppe_path_cheapest(struct steppe_path_search *search, const double *cost, uint32_t origin,
                          uint32_t destination, struct steppe_arena *arena,
                          struct steppe_path *path, bool *found) {
    return cheapest(search, cost, &nowhere, origin, destination, arena, path, found);
}

// A path through nodes in turn, and what is known of it.
struct course {
    uint32_t origin, destination;
    const uint32_t *via;
    size_t via_count;
    struct steppe_path_trees *trees; // NULL: nothing is known
    double most;                     // what costs more is given up
    double least;                    // no path costs less
};

static uint32_t stop(const struct course *course, size_t leg) {
    return leg < course->via_count ? course->via[leg] : course->destination;
}

// Fills least: from stop to stop with nothing shut. False: no memory.
static bool look_ahead(struct steppe_path_search *search, struct course *course) {
    uint32_t from = course->origin;
    course->least = 0;
    for (size_t leg = 0; leg <= course->via_count; leg++) {
        const double *rest = tree_to(search, course->trees, stop(course, leg));
        if (!rest) return false;
        course->least += rest[from];
        from = stop(course, leg);
    }
    return true;
}

static bool run_leg(struct steppe_path_search *search, const double *cost,
                    const struct course *course, uint32_t from, uint32_t to, double before,
                    double *behind) {
    struct aim aim = nowhere;
    if (course->trees) {
        aim.rest = tree_to(search, course->trees, to);
        if (!aim.rest) return false;
        aim.next = course->trees->next[to];
        *behind -= aim.rest[from];
        aim.most = course->most - before - *behind;
    }
    run_within(search, cost, from, to, &aim);
    return true;
}

static bool follow(struct steppe_path_search *search, const double *cost,
                   const struct course *course, struct steppe_arena *arena,
                   struct steppe_path *path, bool *found) {
    bool good = true;
    uint32_t from = course->origin;
    double behind = course->least; // of the legs to come
    *found = course->origin != course->destination;
    *path = (struct steppe_path){0};
    // Nodes of the legs so far, and those still to come, are shut for this leg.
    for (size_t i = 0; i < course->via_count; i++) search->node_shut[course->via[i]] = true;
    search->node_shut[course->destination] = true;
    for (size_t leg = 0; leg <= course->via_count && *found && good; leg++) {
        uint32_t to = stop(course, leg);
        if (to == from) continue;
        search->node_shut[to] = search->node_shut[from] = false;
        good = run_leg(search, cost, course, from, to, cost_of(path, cost), &behind);
        *found = good && isfinite(search->distance[to]);
        if (!*found) break;
        good = append(search, from, to, path->arcs, path->arc_count, arena, path);
        for (size_t i = 0; good && i < path->arc_count; i++)
            search->node_shut[search->graph->tail[path->arcs[i]]] = true;
        from = to;
    }
    memset(search->node_shut, 0, search->graph->node_count * sizeof(bool));
    if (good && *found) path->cost = cost_of(path, cost);
    return good;
}

bool steppe_path_through(struct steppe_path_search *search, const double *cost, uint32_t origin,
                         uint32_t destination, const uint32_t *via, size_t via_count,
                         struct steppe_arena *arena, struct steppe_path *path, bool *found) {
    const struct course course = {origin, destination, via, via_count, NULL, HUGE_VAL, 0};
    return follow(search, cost, &course, arena, path, found);
}

// ---- sets --------------------------------------------------------------------------------------

bool steppe_path_set_make(size_t room, struct steppe_arena *arena, struct steppe_path_set *set) {
    *set = (struct steppe_path_set){.room = room};
    set->paths = STEPPE_TAKE(arena, room + 1, struct steppe_path);
    return set->paths != NULL;
}

static bool same(const struct steppe_path *a, const struct steppe_path *b) {
    return a->arc_count == b->arc_count &&
           memcmp(a->arcs, b->arcs, a->arc_count * sizeof *a->arcs) == 0;
}

bool steppe_path_set_add(struct steppe_path_set *set, const struct steppe_path *path) {
    for (size_t i = 0; i < set->count; i++) {
        if (same(&set->paths[i], path)) return false;
    }
    if (set->count == set->room) {
        set->dropped++;
        return false;
    }
    set->paths[set->count++] = *path;
    return true;
}

// Cheaper first; of equal ones the shorter list, then the lower arcs.
static bool before(const struct steppe_path *a, const struct steppe_path *b) {
    if (a->cost != b->cost) return a->cost < b->cost;
    if (a->arc_count != b->arc_count) return a->arc_count < b->arc_count;
    for (size_t i = 0; i < a->arc_count; i++) {
        if (a->arcs[i] != b->arcs[i]) return a->arcs[i] < b->arcs[i];
    }
    return false;
}

static void sort(struct steppe_path_set *set) {
    for (size_t i = 1; i < set->count; i++) {
        struct steppe_path moved = set->paths[i];
        size_t at = i;
        for (; at > 0 && before(&moved, &set->paths[at - 1]); at--) {
            set->paths[at] = set->paths[at - 1];
        }
        set->paths[at] = moved;
    }
}

// ---- Yen ---------------------------------------------------------------------------------------

// Among the cheapest seen that were not taken yet; a full list gives up its dearest.
static void keep_candidate(struct steppe_path_set *candidates, const struct steppe_path *path) {
    for (size_t i = 0; i < candidates->count; i++) {
        if (same(&candidates->paths[i], path)) return;
    }
    bool full = candidates->count == candidates->room;
    if (full && !before(path, &candidates->paths[candidates->count - 1])) return;
    if (full) candidates->count--;
    steppe_path_set_add(candidates, path);
    sort(candidates);
}

// Paths that leave the newest one at node `spur`: arcs by which known paths with the same beginning
// go on from there are shut, as are the nodes of the beginning.
static bool spur_from(struct steppe_path_search *search, const double *cost, const struct aim *aim,
                      const struct steppe_path_set *known, size_t spur, uint32_t destination,
                      struct steppe_arena *arena, struct steppe_path_set *candidates) {
    const struct steppe_path *last = &known->paths[known->count - 1];
    const struct steppe_graph *graph = search->graph;
    uint32_t node = graph->tail[last->arcs[spur]];
    bool good = true;
    for (size_t i = 0; i < known->count; i++) {
        const struct steppe_path *other = &known->paths[i];
        if (other->arc_count > spur &&
            (spur == 0 || memcmp(other->arcs, last->arcs, spur * sizeof *last->arcs) == 0)) {
            search->arc_shut[other->arcs[spur]] = true;
        }
    }
    for (size_t i = 0; i < spur; i++) search->node_shut[graph->tail[last->arcs[i]]] = true;
    // A node that no path may pass can be a beginning all the same.
    bool passable = spur == 0 || node >= graph->first_through;
    if (passable) run_within(search, cost, node, destination, aim);
    if (passable && isfinite(search->distance[destination])) {
        struct steppe_path path = {0};
        good = append(search, node, destination, last->arcs, spur, arena, &path);
        if (good) {
            path.cost = cost_of(&path, cost);
            keep_candidate(candidates, &path);
        }
    }
    for (size_t i = 0; i < spur; i++) search->node_shut[graph->tail[last->arcs[i]]] = false;
    for (size_t i = 0; i < known->count; i++) {
        if (known->paths[i].arc_count > spur) search->arc_shut[known->paths[i].arcs[spur]] = false;
    }
    return good;
}

static bool add_cheapest(struct steppe_path_search *search, const double *cost,
                         const struct aim *aim, uint32_t origin, uint32_t destination, size_t most,
                         struct steppe_arena *arena, struct steppe_path_set *set) {
    struct steppe_path_set known, candidates;
    struct steppe_path path;
    bool found;
    // At most `most` candidates can ever be taken, so the dearer ones need not be kept.
    if (!steppe_path_set_make(most, arena, &known) ||
        !steppe_path_set_make(most, arena, &candidates) ||
        !cheapest(search, cost, aim, origin, destination, arena, &path, &found)) {
        return false;
    }
    if (!found || most == 0) return true;
    steppe_path_set_add(&known, &path);
    while (known.count < most) {
        size_t length = known.paths[known.count - 1].arc_count;
        for (size_t spur = 0; spur < length; spur++) {
            if (!spur_from(search, cost, aim, &known, spur, destination, arena, &candidates))
                return false;
        }
        if (candidates.count == 0) break;
        steppe_path_set_add(&known, &candidates.paths[0]);
        candidates.count--;
        memmove(candidates.paths, candidates.paths + 1, candidates.count * sizeof path);
    }
    for (size_t i = 0; i < known.count; i++) steppe_path_set_add(set, &known.paths[i]);
    return true;
}

bool steppe_paths_cheapest(struct steppe_path_search *search, const double *cost, uint32_t origin,
                           uint32_t destination, size_t most, struct steppe_arena *arena,
                           struct steppe_path_set *set) {
    return add_cheapest(search, cost, &nowhere, origin, destination, most, arena, set);
}

// ---- alternatives ------------------------------------------------------------------------------

static bool touches(const struct steppe_path *path, const bool *arcs) {
    for (size_t i = 0; i < path->arc_count; i++) {
        if (arcs[path->arcs[i]]) return true;
    }
    return false;
}

// What was found where more is open is what there is here if all of it is open here.
static bool recall(const struct steppe_path_rules *rules, size_t item, const double *cost,
                   struct steppe_path *path) {
    if (!rules->wider || rules->wider[item].arc_count == 0) return false;
    const struct steppe_path *wider = &rules->wider[item];
    for (size_t i = 0; i < wider->arc_count; i++) {
        if (!isfinite(cost[wider->arcs[i]])) return false;
    }
    *path = *wider;
    return true;
}

static void keep(const struct steppe_path_rules *rules, size_t item, const struct steppe_path *path,
                 struct steppe_path_set *set) {
    if (rules->found) rules->found[item] = *path;
    steppe_path_set_add(set, path);
}

// Ways along corridors, but for those that cost more than `most`. They are given up as soon as that
// is clear; the sums of a search and of a path round differently, hence the hair's breadth.
static bool choose_corridors(struct steppe_path_search *search, const double *cost, uint32_t origin,
                             uint32_t destination, const struct steppe_path_rules *rules,
                             double most, struct steppe_arena *arena, struct steppe_path_set *set) {
    for (size_t c = 0; c < rules->corridor_count; c++) {
        const struct steppe_corridor_nodes *corridor = &rules->corridors[c];
        const size_t item = 1 + rules->avoid_count + c;
        struct steppe_path path;
        struct course course = {.origin = origin,
                                .destination = destination,
                                .via = corridor->nodes,
                                .via_count = corridor->count,
                                .trees = rules->trees,
                                .most = most * (1 + 1e-9)};
        bool found = recall(rules, item, cost, &path);
        if (!found) {
            if (!look_ahead(search, &course)) return false;
            if (course.least > course.most) continue;
            if (!follow(search, cost, &course, arena, &path, &found)) return false;
        }
        if (found && path.cost <= most) keep(rules, item, &path, set);
    }
    return true;
}

// The cheapest way round each group.
static bool choose_detours(struct steppe_path_search *search, const double *cost, uint32_t origin,
                           uint32_t destination, const struct steppe_path_rules *rules,
                           const struct aim *aim, const struct steppe_path *first,
                           struct steppe_arena *arena, struct steppe_path_set *set) {
    for (size_t g = 0; g < rules->avoid_count; g++) {
        struct steppe_path path;
        // The cheapest way round what the cheapest of all does not touch is that one.
        if (!touches(first, rules->avoid[g].arcs)) continue;
        bool good = true, found = recall(rules, 1 + g, cost, &path);
        if (!found) {
            memcpy(search->arc_shut, rules->avoid[g].arcs, search->graph->arc_count * sizeof(bool));
            good = cheapest(search, cost, aim, origin, destination, arena, &path, &found);
            memset(search->arc_shut, 0, search->graph->arc_count * sizeof(bool));
        }
        if (!good) return false;
        if (found) keep(rules, 1 + g, &path, set);
    }
    return true;
}

bool steppe_paths_choose(struct steppe_path_search *search, const double *cost, uint32_t origin,
                         uint32_t destination, const struct steppe_path_rules *rules,
                         struct steppe_arena *arena, struct steppe_path_set *set) {
    struct steppe_path first;
    struct aim aim = {tree_to(search, rules->trees, destination), NULL, HUGE_VAL};
    if (!aim.rest) return false;
    aim.next = rules->trees->next[destination];
    if (rules->found)
        memset(rules->found, 0,
               (1 + rules->avoid_count + rules->corridor_count) * sizeof *rules->found);
    bool found = recall(rules, 0, cost, &first);
    if (!found && !cheapest(search, cost, &aim, origin, destination, arena, &first, &found))
        return false;
    if (!found) return true;
    keep(rules, 0, &first, set);
    if (!choose_detours(search, cost, origin, destination, rules, &aim, &first, arena, set) ||
        !choose_corridors(search, cost, origin, destination, rules, first.cost * rules->longest,
                          arena, set)) {
        return false;
    }
    if (rules->cheapest > 1 &&
        !add_cheapest(search, cost, &aim, origin, destination, rules->cheapest, arena, set)) {
        return false;
    }
    sort(set);
    return true;
}

void steppe_path_sizes(const struct steppe_path_set *set, const double *length, size_t arc_count,
                       double *work, double *sizes) {
    memset(work, 0, arc_count * sizeof *work);
    for (size_t k = 0; k < set->count; k++) {
        for (size_t i = 0; i < set->paths[k].arc_count; i++) work[set->paths[k].arcs[i]] += 1;
    }
    for (size_t k = 0; k < set->count; k++) {
        double whole = 0, size = 0;
        for (size_t i = 0; i < set->paths[k].arc_count; i++) {
            uint32_t arc = set->paths[k].arcs[i];
            whole += length[arc];
            size += length[arc] / work[arc];
        }
        sizes[k] = whole > 0 ? size / whole : 1;
    }
}
