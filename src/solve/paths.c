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
    if (!graph->first_in || !graph->in) return false;
    sort_arcs(node_count, arc_count, tail, graph->first, graph->out);
    sort_arcs(node_count, arc_count, head, graph->first_in, graph->in);
    return true;
}

bool steppe_path_search_make(const struct steppe_graph *graph, struct steppe_arena *arena,
                             struct steppe_path_search *search) {
    size_t nodes = graph->node_count + 1;
    *search = (struct steppe_path_search){
        .graph = graph, .most = HUGE_VAL, .toward = STEPPE_NO_NODE};
    search->distance = STEPPE_TAKE(arena, nodes, double);
    search->came_by = STEPPE_TAKE(arena, nodes, uint32_t);
    search->heap = STEPPE_TAKE(arena, nodes, uint32_t);
    search->heap_at = STEPPE_TAKE(arena, nodes, uint32_t);
    search->bound = STEPPE_TAKE(arena, nodes, double);
    search->rest = STEPPE_TAKE(arena, nodes, double);
    search->key = STEPPE_TAKE(arena, nodes, double);
    search->node_shut = STEPPE_TAKE(arena, nodes, bool);
    search->arc_shut = STEPPE_TAKE(arena, graph->arc_count + 1, bool);
    return search->distance && search->came_by && search->heap && search->heap_at &&
           search->bound && search->rest && search->key && search->node_shut && search->arc_shut;
}

// ---- one search --------------------------------------------------------------------------------

#define NOT_IN_HEAP UINT32_MAX

static bool nearer(const struct steppe_path_search *search, uint32_t a, uint32_t b) {
    double x = search->key[a], y = search->key[b];
    return x < y || (x == y && a < b);
}

static void place(struct steppe_path_search *search, size_t at, uint32_t node) {
    search->heap[at] = node;
    search->heap_at[node] = (uint32_t)at;
}

// Moves a node that came nearer, or a new one at the end, up to its place.
static void rise(struct steppe_path_search *search, uint32_t node) {
    size_t at = search->heap_at[node];
    if (at == NOT_IN_HEAP) at = search->heap_count++;
    while (at > 0 && nearer(search, node, search->heap[(at - 1) / 2])) {
        place(search, at, search->heap[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    place(search, at, node);
}

static uint32_t take_nearest(struct steppe_path_search *search) {
    uint32_t nearest = search->heap[0], last = search->heap[--search->heap_count];
    size_t at = 0, count = search->heap_count;
    search->heap_at[nearest] = NOT_IN_HEAP;
    if (count == 0) return nearest;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= count) break;
        if (child + 1 < count && nearer(search, search->heap[child + 1], search->heap[child])) {
            child++;
        }
        if (!nearer(search, search->heap[child], last)) break;
        place(search, at, search->heap[child]);
        at = child;
    }
    place(search, at, last);
    return nearest;
}

static void clear(struct steppe_path_search *search) {
    for (size_t n = 0; n < search->graph->node_count; n++) {
        search->distance[n] = HUGE_VAL;
        search->came_by[n] = STEPPE_NO_NODE;
        search->heap_at[n] = NOT_IN_HEAP;
    }
    search->heap_count = 0;
}

// A search for `toward` goes first where distance and rest together are least (hart-1968): the
// rest is never too long, so the first way found is a cheapest. One for a node on the way there
// gives up what costs more than `most` together with the rest.
static void look_along(struct steppe_path_search *search, uint32_t arc, double cost,
                       uint32_t origin, uint32_t destination, double most) {
    const struct steppe_graph *graph = search->graph;
    uint32_t from = graph->tail[arc], to = graph->head[arc];
    if (search->arc_shut[arc] || search->node_shut[to] || !isfinite(cost)) return;
    if (to < graph->first_through && to != destination && destination != STEPPE_NO_NODE) return;
    double distance = search->distance[from] + cost;
    bool tie = distance == search->distance[to] && to != origin &&
               search->came_by[to] != STEPPE_NO_NODE && arc < search->came_by[to] &&
               search->heap_at[to] != NOT_IN_HEAP;
    if (!(distance < search->distance[to]) && !tie) return;
    bool aims = search->toward != STEPPE_NO_NODE;
    double whole = aims ? distance + search->rest[to] : distance;
    if (aims && (whole > most || !isfinite(whole))) return;
    search->distance[to] = distance;
    search->came_by[to] = arc;
    search->key[to] = search->toward == destination ? whole : distance;
    rise(search, to);
}

// What is further than `most` stays out of reach.
static void run_within(struct steppe_path_search *search, const double *cost, uint32_t origin,
                       uint32_t destination, double most) {
    const struct steppe_graph *graph = search->graph;
    clear(search);
    if (search->node_shut[origin]) return;
    search->distance[origin] = search->key[origin] = 0;
    rise(search, origin);
    while (search->heap_count > 0) {
        uint32_t node = take_nearest(search);
        if (search->key[node] > most) {
            if (destination != STEPPE_NO_NODE) search->distance[destination] = HUGE_VAL;
            return;
        }
        if (node == destination) return;
        if (node < graph->first_through && node != origin) continue;
        for (uint32_t i = graph->first[node]; i < graph->first[node + 1]; i++) {
            look_along(search, graph->out[i], cost[graph->out[i]], origin, destination, most);
        }
    }
}

// Fills rest and sets toward: Dijkstra against the arcs, nothing shut.
static void aim(struct steppe_path_search *search, const double *cost, uint32_t destination) {
    const struct steppe_graph *graph = search->graph;
    clear(search);
    search->distance[destination] = search->key[destination] = 0;
    rise(search, destination);
    while (search->heap_count > 0) {
        uint32_t node = take_nearest(search);
        if (node < graph->first_through && node != destination) continue;
        for (uint32_t i = graph->first_in[node]; i < graph->first_in[node + 1]; i++) {
            uint32_t from = graph->tail[graph->in[i]];
            double distance = search->distance[node] + cost[graph->in[i]];
            if (!isfinite(distance) || !(distance < search->distance[from])) continue;
            search->distance[from] = search->key[from] = distance;
            rise(search, from);
        }
    }
    memcpy(search->rest, search->distance, graph->node_count * sizeof *search->rest);
    search->toward = destination;
}

void steppe_path_search_run(struct steppe_path_search *search, const double *cost, uint32_t origin,
                            uint32_t destination) {
    run_within(search, cost, origin, destination, HUGE_VAL);
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

bool steppe_path_cheapest(struct steppe_path_search *search, const double *cost, uint32_t origin,
                          uint32_t destination, struct steppe_arena *arena,
                          struct steppe_path *path, bool *found) {
    return steppe_path_through(search, cost, origin, destination, NULL, 0, arena, path, found);
}

bool steppe_path_through(struct steppe_path_search *search, const double *cost, uint32_t origin,
                         uint32_t destination, const uint32_t *via, size_t via_count,
                         struct steppe_arena *arena, struct steppe_path *path, bool *found) {
    bool good = true;
    uint32_t from = origin;
    *found = origin != destination;
    *path = (struct steppe_path){0};
    // Nodes of the legs so far, and those still to come, are shut for this leg.
    for (size_t i = 0; i < via_count; i++) search->node_shut[via[i]] = true;
    if (via_count) search->node_shut[destination] = true;
    for (size_t leg = 0; leg <= via_count && *found && good; leg++) {
        uint32_t to = leg < via_count ? via[leg] : destination;
        if (to == from) continue;
        search->node_shut[to] = search->node_shut[from] = false;
        run_within(search, cost, from, to, search->most - cost_of(path, cost));
        *found = isfinite(search->distance[to]);
        if (!*found) break;
        good = append(search, from, to, path->arcs, path->arc_count, arena, path);
        for (size_t i = 0; good && i < path->arc_count; i++) {
            search->node_shut[search->graph->tail[path->arcs[i]]] = via_count > 0;
        }
        from = to;
    }
    if (via_count) memset(search->node_shut, 0, search->graph->node_count * sizeof(bool));
    if (good && *found) path->cost = cost_of(path, cost);
    return good;
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
    if (set->count == set->room) return false;
    for (size_t i = 0; i < set->count; i++) {
        if (same(&set->paths[i], path)) return false;
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
static bool spur_from(struct steppe_path_search *search, const double *cost,
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
    if (passable) steppe_path_search_run(search, cost, node, destination);
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

bool steppe_paths_cheapest(struct steppe_path_search *search, const double *cost, uint32_t origin,
                           uint32_t destination, size_t most, struct steppe_arena *arena,
                           struct steppe_path_set *set) {
    struct steppe_path_set known, candidates;
    struct steppe_path path;
    bool found;
    // At most `most` candidates can ever be taken, so the dearer ones need not be kept.
    if (!steppe_path_set_make(most, arena, &known) ||
        !steppe_path_set_make(most, arena, &candidates) ||
        !steppe_path_cheapest(search, cost, origin, destination, arena, &path, &found)) {
        return false;
    }
    if (!found || most == 0) return true;
    steppe_path_set_add(&known, &path);
    while (known.count < most) {
        size_t length = known.paths[known.count - 1].arc_count;
        for (size_t spur = 0; spur < length; spur++) {
            if (!spur_from(search, cost, &known, spur, destination, arena, &candidates))
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

// ---- alternatives ------------------------------------------------------------------------------

static bool touches(const struct steppe_path *path, const bool *arcs) {
    for (size_t i = 0; i < path->arc_count; i++) {
        if (arcs[path->arcs[i]]) return true;
    }
    return false;
}

// Whether a way through these nodes is too dear already on the cheapest way to one of them.
static bool too_far(const struct steppe_path_search *search,
                    const struct steppe_corridor_nodes *corridor) {
    for (size_t i = 0; i < corridor->count; i++) {
        uint32_t node = corridor->nodes[i];
        if (search->bound[node] + search->rest[node] > search->most) return true;
    }
    return false;
}

// Ways along corridors, but for those that cost more than `most`. They are given up as soon as that
// is clear; the sums of a search and of a path round differently, hence the hair's breadth.
static bool choose_corridors(struct steppe_path_search *search, const double *cost, uint32_t origin,
                             uint32_t destination, const struct steppe_path_rules *rules,
                             double most, struct steppe_arena *arena, struct steppe_path_set *set) {
    bool good = true, found;
    struct steppe_path path;
    search->most = most * (1 + 1e-9);
    if (rules->corridor_count > 0) {
        run_within(search, cost, origin, STEPPE_NO_NODE, search->most);
        for (size_t n = 0; n < search->graph->node_count; n++)
            search->bound[n] = search->distance[n];
    }
    for (size_t c = 0; good && c < rules->corridor_count; c++) {
        const struct steppe_corridor_nodes *corridor = &rules->corridors[c];
        if (too_far(search, corridor)) continue;
        good = steppe_path_through(search, cost, origin, destination, corridor->nodes,
                                   corridor->count, arena, &path, &found);
        if (good && found && path.cost <= most) steppe_path_set_add(set, &path);
    }
    search->most = HUGE_VAL;
    return good;
}

static bool choose(struct steppe_path_search *search, const double *cost, uint32_t origin,
                   uint32_t destination, const struct steppe_path_rules *rules,
                   struct steppe_arena *arena, struct steppe_path_set *set) {
    struct steppe_path cheapest, path;
    bool found;
    if (!steppe_path_cheapest(search, cost, origin, destination, arena, &cheapest, &found)) {
        return false;
    }
    if (!found) return true;
    double most = cheapest.cost * rules->longest;
    steppe_path_set_add(set, &cheapest);
    for (size_t g = 0; g < rules->avoid_count; g++) {
        // The cheapest way round what the cheapest of all does not touch is that one.
        if (!touches(&cheapest, rules->avoid[g].arcs)) continue;
        memcpy(search->arc_shut, rules->avoid[g].arcs, search->graph->arc_count * sizeof(bool));
        bool good = steppe_path_cheapest(search, cost, origin, destination, arena, &path, &found);
        memset(search->arc_shut, 0, search->graph->arc_count * sizeof(bool));
        if (!good) return false;
        if (found) steppe_path_set_add(set, &path);
    }
    if (!choose_corridors(search, cost, origin, destination, rules, most, arena, set)) return false;
    size_t yen = rules->cheapest;
    if (yen > 1 && !steppe_paths_cheapest(search, cost, origin, destination, yen, arena, set)) {
        return false;
    }
    sort(set);
    return true;
}

bool steppe_paths_choose(struct steppe_path_search *search, const double *cost, uint32_t origin,
                         uint32_t destination, const struct steppe_path_rules *rules,
                         struct steppe_arena *arena, struct steppe_path_set *set) {
    aim(search, cost, destination);
    bool good = choose(search, cost, origin, destination, rules, arena, set);
    search->toward = STEPPE_NO_NODE;
    return good;
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
