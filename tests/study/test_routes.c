// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// Routes and dependence on the bundled model: laws that hold for any network, and directions that
// the record of the region bears out.
#include "study/bundled.h"

#include "model/network.h"
#include "world/corridor_fit.h"
#include "world/nominations.h"

struct asked {
    const char *from, *to, *freight, *close, *open, *scale;
    enum steppe_routes_by by;
};

static const struct steppe_routes *ask(struct asked asked) {
    const struct steppe_routes *routes;
    struct steppe_error error = {0};
    struct steppe_routes_options options = {
        .from = asked.from, .to = asked.to, .freight = asked.freight, .by = asked.by};
    if (asked.close) options.changes.close[options.changes.close_count++] = asked.close;
    if (asked.open) options.changes.open[options.changes.open_count++] = asked.open;
    if (asked.scale) options.changes.scale[options.changes.scale_count++] = asked.scale;
    if (!steppe_routes_find(project, &options, &routes, &error)) fail_msg("%s", error.message);
    return routes;
}

static uint16_t actor(const char *code) {
    uint32_t at = steppe_model_element(model, STEPPE_AXIS_ACTOR, code);
    assert_int_not_equal(at, UINT32_MAX);
    return (uint16_t)at;
}

static bool crosses(const struct steppe_route *route, const char *code) {
    for (size_t i = 0; i < route->actor_count; i++)
        if (route->actors[i] == actor(code)) return true;
    return false;
}

static double crossing_share(const struct steppe_routes *routes, const char *code) {
    double sum = 0;
    for (size_t i = 0; i < routes->count; i++)
        if (crosses(&routes->items[i], code)) sum += routes->items[i].share;
    return sum;
}

static double corridor_share(const struct steppe_routes *routes, const char *beginning) {
    double sum = 0;
    for (size_t i = 0; i < routes->count; i++) {
        uint32_t corridor = routes->items[i].corridor;
        if (corridor == UINT32_MAX) continue;
        if (strncmp(model->network->corridors[corridor].id, beginning, strlen(beginning)) == 0)
            sum += routes->items[i].share;
    }
    return sum;
}

static double mean(const struct steppe_routes *routes, bool days) {
    double sum = 0;
    for (size_t i = 0; i < routes->count; i++)
        sum += routes->items[i].share * (days ? routes->items[i].days : routes->items[i].cost);
    return sum;
}

static bool uses_link(const struct steppe_route *route, const char *id) {
    uint32_t link = steppe_network_link(model->network, id);
    assert_int_not_equal(link, UINT32_MAX);
    for (size_t i = 0; i < route->leg_count; i++)
        if (route->links[i] == link) return true;
    return false;
}

// ---- laws --------------------------------------------------------------------------------------

static void shares_sum_to_one_and_legs_join(void **state) {
    (void)state;
    const char *const pairs[][2] = {
        {"CHN", "EUU"}, {"KAZ", "EUU"}, {"KG_BIS", "DE_DUI"}, {"UZ_TAS", "IN_MUM"}, {"TJK", "RUS"}};
    for (size_t p = 0; p < STEPPE_COUNT(pairs); p++) {
        const struct steppe_routes *routes = ask(
            (struct asked){.from = pairs[p][0], .to = pairs[p][1]});
        double sum = 0;
        assert_true(routes->count > 0);
        for (size_t i = 0; i < routes->count; i++) {
            const struct steppe_route *route = &routes->items[i];
            sum += route->share;
            for (size_t leg = 0; leg < route->leg_count; leg++) {
                const struct steppe_link *link = &model->network->links[route->links[leg]];
                uint32_t from = route->nodes[leg], to = route->nodes[leg + 1];
                bool forward = link->from == from && link->to == to;
                assert_true(forward || (link->both_ways && link->to == from && link->from == to));
                assert_int_equal(link->status, STEPPE_LINK_OPERATING);
            }
        }
        // What would cost twice the cheapest way stays: little, while the network is as it is.
        assert_true(sum > 0.97 && sum <= 1 + 1e-12);
        steppe_routes_free(routes);
    }
}

static void nothing_moves_on_what_is_closed(void **state) {
    (void)state;
    const struct steppe_routes *routes = ask(
        (struct asked){.from = "CHN", .to = "EUU", .close = "RUS"});
    assert_true(routes->count > 0);
    for (size_t i = 0; i < routes->count; i++) assert_false(crosses(&routes->items[i], "RUS"));
    steppe_routes_free(routes);
    routes = ask((struct asked){.from = "CHN", .to = "EUU", .close = "B_BRE_MAL"});
    for (size_t i = 0; i < routes->count; i++)
        assert_false(uses_link(&routes->items[i], "B_BRE_MAL"));
    steppe_routes_free(routes);
    routes = ask((struct asked){.from = "CHN", .to = "EUU", .close = "sea"});
    assert_true(routes->count > 0);
    for (size_t i = 0; i < routes->count; i++) {
        for (size_t leg = 0; leg < routes->items[i].leg_count; leg++) {
            const struct steppe_link *link = &model->network->links[routes->items[i].links[leg]];
            assert_int_not_equal(link->mode, STEPPE_MODE_SEA);
        }
    }
    steppe_routes_free(routes);
    routes = ask((struct asked){.from = "KG_BIS", .to = "DE_DUI", .close = "KGZ"});
    assert_int_equal(routes->count, 0);
    steppe_routes_free(routes);
}

// What a way costs or takes on empty links: queues get shorter, too, when others find no way.
static double empty(const struct steppe_route *route, int by) {
    const struct steppe_freight *freight = &model->network->freights[0];
    double cost = 0, days = 0;
    for (size_t i = 0; i < route->leg_count; i++) {
        const struct steppe_link *link = &model->network->links[route->links[i]];
        cost += steppe_link_tariff(link, freight) +
                freight->time_cost * freight->value * link->days;
        days += link->days;
    }
    return by == 0 ? cost : by == 1 ? days : route->closures;
}

// The cheapest way of a what-if that takes something away is never cheaper, the fastest never
// faster, the safest never safer.
static void taking_ways_away_never_helps(void **state) {
    (void)state;
    const char *const closed[] = {"RUS", "rail"}; // each takes a second
    for (int by = 0; by < 3; by++) {
        const struct asked free_asked = {
            .from = "UZ_TAS", .to = "DE_DUI", .by = (enum steppe_routes_by)by};
        const struct steppe_routes *before = ask(free_asked);
        for (size_t c = 0; c < STEPPE_COUNT(closed); c++) {
            struct asked closed_asked = free_asked;
            closed_asked.close = closed[c];
            const struct steppe_routes *after = ask(closed_asked);
            double best[2] = {HUGE_VAL, HUGE_VAL};
            const struct steppe_routes *both[2] = {before, after};
            for (int w = 0; w < 2; w++) {
                for (size_t i = 0; i < both[w]->count; i++) {
                    const struct steppe_route *route = &both[w]->items[i];
                    double value = empty(route, by);
                    if (value < best[w]) best[w] = value;
                }
            }
            assert_true(best[1] >= best[0] * (1 - 1e-12));
            steppe_routes_free(after);
        }
        steppe_routes_free(before);
    }
}

// Every pair of places where boxes begin or end that has a way round an owner keeps one when the
// owner closes, and it is the cheapest there is.
static void closing_an_owner_leaves_every_pair_with_a_detour_connected(void **state) {
    (void)state;
    struct steppe_arena arena, kept;
    struct steppe_transport open, closed;
    struct steppe_error error = {0};
    const struct steppe_network *network = model->network;
    size_t looked_at = 0, cut_off = 0;
    steppe_arena_init(&arena, 0);
    steppe_arena_init(&kept, 0);
    int32_t month = steppe_date_month(model->start);
    assert_true(steppe_transport_make(model, month, NULL, &arena, &open, &error));
    double *cost = STEPPE_TAKE(&arena, open.graph.arc_count, double);
    double *without = STEPPE_TAKE(&arena, open.graph.arc_count, double);
    assert_non_null(cost);
    assert_non_null(without);
    steppe_transport_costs(&open, &network->freights[0], STEPPE_ROUTES_BY_COST, cost);
    struct steppe_path_trees trees;
    const struct steppe_ways_wanted wanted = {.cost = cost, .trees = &trees};
    assert_true(steppe_path_trees_make(&open.graph, cost, &kept, &trees));
    for (uint32_t owner = 0; owner < model->axes[STEPPE_AXIS_ACTOR].count; owner++) {
        if (!(open.actors >> owner & 1)) continue;
        assert_true(steppe_transport_make(model, month, NULL, &arena, &closed, &error));
        steppe_transport_close_actor(&closed, owner);
        steppe_transport_costs(&closed, &network->freights[0], STEPPE_ROUTES_BY_COST, without);
        for (size_t g = 0; g < network->gateway_count; g++) {
            const struct steppe_gateway *from = &network->gateways[g];
            if (from->freight != 0 || from->actor == owner || !model->actors[from->actor].host)
                continue;
            steppe_path_search_run(&closed.search, without, from->node, STEPPE_NO_NODE);
            for (size_t h = 0; h < network->gateway_count; h += 3) { // a third of all: time
                const struct steppe_gateway *to = &network->gateways[h];
                if (to->freight != 0 || to->actor == owner || to->actor == from->actor) continue;
                if (network->nodes[to->node].actor == (int32_t)owner) continue;
                double detour = closed.search.distance[to->node], best = HUGE_VAL;
                struct steppe_path_set set;
                struct steppe_arena_mark mark = steppe_arena_mark(&arena);
                assert_true(steppe_path_set_make(STEPPE_TRANSPORT_PATHS_MAX, &arena, &set));
                assert_true(
                    steppe_transport_ways(&open, &wanted, from->node, to->node, &arena, &set));
                for (size_t k = 0; k < set.count; k++) {
                    bool crossing = steppe_transport_territory(&open, &set.paths[k]) >> owner & 1;
                    if (!crossing && set.paths[k].cost < best) best = set.paths[k].cost;
                }
                // The same arcs summed in the same order, but by the search: rounding.
                if (isfinite(detour))
                    assert_close(best, detour, 1e-12, 0);
                else
                    assert_true(isinf(best));
                looked_at++;
                cut_off += isfinite(detour) ? 0 : 1;
                steppe_arena_rewind(&arena, mark);
            }
        }
    }
    assert_true(looked_at > 1000);
    assert_true(cut_off < looked_at / 10); // hosts are landlocked, not shut in
    steppe_arena_free(&kept);
    steppe_arena_free(&arena);
}

// What nominations send by each fleet, and by the pipe of each demand's contract.
static void add_bound(const struct steppe_transport *transport,
                      const struct steppe_nomination *item, double *fleets, double *contracts) {
    const struct steppe_network *network = model->network;
    const struct steppe_demand *demand = &network->demands[item->demand];
    uint32_t needed = 0;
    bool bound = false;
    for (size_t k = 0; k < item->path.arc_count; k++) {
        const uint32_t link = transport->link[item->path.arcs[k]];
        needed |= steppe_network_fleets(network, demand->freight, demand->from, link);
        bound |= steppe_demand_binds(demand, link);
    }
    for (size_t f = 0; f < network->fleet_count; f++)
        if (needed >> f & 1) fleets[f] += item->flow;
    if (bound) contracts[item->demand] += item->flow;
}

// Fuel sent and left behind is the demand; no pipeline and no fleet carries more than it can, and
// what a contract has paid for is not sent another way while its pipe is open.
static void nominations_keep_the_books_and_the_capacities(void **state) {
    (void)state;
    const struct steppe_network *network = model->network;
    const char *const closed[] = {NULL, "O_CPC_2", "RUS", "UZB"};
    for (size_t c = 0; c < STEPPE_COUNT(closed); c++) {
        for (uint32_t f = 0; f < network->freight_count; f++) {
            struct steppe_arena arena;
            struct steppe_transport transport;
            struct steppe_nominations nominations;
            struct steppe_routes_changes changes = {.close = {closed[c]},
                                                    .close_count = closed[c] != NULL};
            struct steppe_error error = {0};
            steppe_arena_init(&arena, 0);
            assert_true(steppe_transport_make(model, steppe_date_month(model->start), &changes,
                                              &arena, &transport, &error));
            assert_true(steppe_nominations_make(&transport, f, &arena, &nominations));
            double *load = STEPPE_TAKE(&arena, network->link_count, double);
            double *sent = STEPPE_TAKE(&arena, network->demand_count, double);
            double *bound = STEPPE_TAKE(&arena, network->demand_count, double);
            double fleets[STEPPE_FLEETS_MAX] = {0};
            assert_true(load && sent && bound);
            for (size_t i = 0; i < nominations.count; i++) {
                const struct steppe_nomination *item = &nominations.items[i];
                sent[item->demand] += item->flow;
                add_bound(&transport, item, fleets, bound);
                assert_true(item->path.cost <= network->freights[f].most_cost);
                for (size_t k = 0; k < item->path.arc_count; k++)
                    load[transport.link[item->path.arcs[k]]] += item->flow;
            }
            for (uint32_t d = 0; d < network->demand_count; d++) {
                if (network->demands[d].freight != f) continue;
                // Up to a few millionths of each gateway's part are let go.
                assert_close(sent[d] + nominations.stranded[d], network->demands[d].value, 2e-5, 0);
            }
            for (size_t i = 0; i < network->fleet_count; i++)
                assert_true(fleets[i] <= network->fleets[i].capacity * (1 + 1e-12));
            for (uint32_t d = 0; d < network->demand_count && !closed[c]; d++) {
                const struct steppe_demand *demand = &network->demands[d];
                if (demand->freight == f)
                    assert_true(bound[d] >= demand->take_or_pay * demand->contract * (1 - 1e-6));
            }
            for (uint32_t l = 0; l < network->link_count; l++) {
                double capacity = steppe_transport_capacity(&transport, l, &network->freights[f]);
                assert_true(load[l] <= capacity * (1 + 1e-12));
                if (!transport.open[l]) assert_true(load[l] == 0);
            }
            steppe_arena_free(&arena);
        }
    }
}

// Kazakh oil by the Caspian Pipeline, without the constants that fit what was counted, t a year.
static double by_the_caspian_pipeline(const struct model_copy *copy) {
    struct steppe_project *other = model_open(copy->folder);
    struct steppe_error error = {0};
    struct steppe_routes_changes none = {0};
    struct steppe_arena arena;
    struct steppe_transport transport;
    struct steppe_nominations nominations;
    double sum = 0;
    assert_non_null(other);
    const struct steppe_model *of = steppe_project_model(other);
    const uint32_t link = steppe_network_link(of->network, "O_CPC_2");
    steppe_arena_init(&arena, 0);
    assert_true(
        steppe_transport_make(of, steppe_date_month(of->start), &none, &arena, &transport, &error));
    assert_true(steppe_nominations_make(&transport, steppe_network_freight(of->network, "oil"),
                                        &arena, &nominations));
    for (size_t i = 0; i < nominations.count; i++)
        for (size_t k = 0; k < nominations.items[i].path.arc_count; k++)
            if (transport.link[nominations.items[i].path.arcs[k]] == link)
                sum += nominations.items[i].flow;
    steppe_arena_free(&arena);
    steppe_project_close(other);
    return sum;
}

// A contract holds on the dearer pipe what the cheaper ones would have.
static void a_contract_is_nominated_first(void **state) {
    (void)state;
    struct model_copy copy;
    model_copy_make(&copy);
    const double by_cost = by_the_caspian_pipeline(&copy);
    model_copy_replace(&copy, "network/demand.csv", "go to the European Union,,,",
                       "go to the European Union,52.2,0.9,O_CPC_2");
    const double by_contract = by_the_caspian_pipeline(&copy);
    model_copy_free(&copy);
    assert_true(by_cost < 0.9 * 52.2e6 && by_contract >= 0.9 * 52.2e6);
}

// Azerbaijan's oil beyond what the lines to Supsa and Novorossiysk have room for takes the next
// pipeline, which crosses the same countries, and hardly a ship to Kazakhstan; and no constant that
// fits oil of Kazakhstan makes a way of it cheaper or dearer.
static void what_finds_a_pipeline_full_takes_the_next(void **state) {
    (void)state;
    const struct steppe_routes *oil = ask(
        (struct asked){.from = "AZE", .to = "EUU", .freight = "oil"});
    const uint32_t ceyhan = steppe_network_link(model->network, "O_BTC");
    double by_ceyhan = 0, by_kazakhstan = crossing_share(oil, "KAZ");
    for (size_t i = 0; i < oil->count; i++) {
        assert_true(oil->items[i].constant == 0);
        for (size_t k = 0; k < oil->items[i].leg_count; k++)
            if (oil->items[i].links[k] == ceyhan) by_ceyhan += oil->items[i].share;
    }
    assert_true(by_ceyhan > 0.5 && by_kazakhstan < 0.1);
    steppe_routes_free(oil);
}

// ---- directions --------------------------------------------------------------------------------

static void closing_russia_sends_most_boxes_to_the_sea(void **state) {
    (void)state;
    const struct steppe_routes *before = ask((struct asked){.from = "CHN", .to = "EUU"});
    const struct steppe_routes *after = ask(
        (struct asked){.from = "CHN", .to = "EUU", .close = "RUS"});
    assert_true(crossing_share(before, "RUS") > 0.005); // one box in a hundred, as counted
    assert_true(crossing_share(after, "RUS") == 0);
    assert_true(corridor_share(after, "suez") > corridor_share(before, "suez"));
    steppe_routes_free(before);
    steppe_routes_free(after);
}

static void a_red_sea_crisis_lifts_rail(void **state) {
    (void)state;
    const struct steppe_routes *before = ask((struct asked){.from = "CHN", .to = "EUU"});
    const struct steppe_routes *after = ask(
        (struct asked){.from = "CHN", .to = "EUU", .close = "XX_BAM"});
    assert_true(corridor_share(before, "suez") > 0.3);
    assert_true(corridor_share(after, "suez") == 0);
    assert_true(corridor_share(after, "northern") > corridor_share(before, "northern"));
    assert_true(corridor_share(after, "cape") > corridor_share(before, "cape"));
    assert_true(mean(after, false) > mean(before, false));
    steppe_routes_free(before);
    steppe_routes_free(after);
}

static void widening_aktau_moves_the_bottleneck(void **state) {
    (void)state;
    uint32_t aktau = steppe_network_link(model->network, "P_AKU");
    const struct steppe_routes *before = ask(
        (struct asked){.from = "KZ_MAN", .to = "GE_TBI", .scale = "P_AKU=0.5"});
    const struct steppe_routes *after = ask(
        (struct asked){.from = "KZ_MAN", .to = "GE_TBI", .scale = "P_AKU=20"});
    bool bound = false;
    for (size_t i = 0; i < before->count; i++) {
        const struct steppe_route *route = &before->items[i];
        if (route->bottleneck != aktau || !uses_link(route, "P_ALA")) continue;
        for (size_t k = 0; k < after->count; k++) {
            const struct steppe_route *same = &after->items[k];
            if (same->leg_count != route->leg_count ||
                memcmp(same->links, route->links, route->leg_count * sizeof *route->links) != 0)
                continue;
            bound = true;
            assert_int_not_equal(same->bottleneck, aktau);
            assert_true(same->capacity > route->capacity);
        }
    }
    assert_true(bound);
    steppe_routes_free(before);
    steppe_routes_free(after);
}

// More oil than all other ways hold leaves by the Caspian Pipeline.
static void a_stop_of_the_caspian_pipeline_strands_oil(void **state) {
    (void)state;
    const struct steppe_routes *before = ask(
        (struct asked){.from = "KAZ", .to = "EUU", .freight = "oil"});
    const struct steppe_routes *after = ask(
        (struct asked){.from = "KAZ", .to = "EUU", .freight = "oil", .close = "O_CPC_2"});
    assert_true(corridor_share(before, "cpc") > 0.4);
    assert_true(before->stranded < 0.06 * before->demand);
    assert_true(after->stranded > 5e6 && after->stranded < before->demand);
    steppe_routes_free(before);
    steppe_routes_free(after);
}

static void the_planned_railway_shortens_the_way_to_andijan(void **state) {
    (void)state;
    const struct steppe_routes *before = ask(
        (struct asked){.from = "CN_KHG", .to = "UZ_AND", .by = STEPPE_ROUTES_BY_COST});
    const struct steppe_routes *after = ask(
        (struct asked){.from = "CN_KHG", .to = "UZ_AND", .open = "CKU"});
    assert_true(mean(after, false) < mean(before, false));
    assert_true(corridor_share(before, "cku") == 0 && corridor_share(after, "cku") > 0.3);
    steppe_routes_free(before);
    steppe_routes_free(after);
}

// ---- the load ----------------------------------------------------------------------------------

struct loaded {
    struct steppe_arena arena;
    struct steppe_transport transport;
    struct steppe_corridor_fit fit;
    struct steppe_freight_load load;
};

static void begin_load(struct loaded *loaded) {
    struct steppe_error error = {0};
    const int32_t month = steppe_date_month(model->start);
    steppe_arena_init(&loaded->arena, 0);
    if (!steppe_transport_make(model, month, NULL, &loaded->arena, &loaded->transport, &error) ||
        !steppe_corridor_fit_get(model, &loaded->arena, &loaded->fit, &error) ||
        !steppe_freight_load_make(&loaded->transport, STEPPE_LOAD_LEAST_T, &loaded->arena,
                                  &loaded->load, &error))
        fail_msg("%s", error.message);
}

static void solve_load(struct loaded *loaded, uint64_t closed) {
    struct steppe_error error = {0};
    if (!steppe_freight_load_solve(&loaded->load, closed, steppe_corridor_fit_constant,
                                   &loaded->fit, &error))
        fail_msg("%s", error.message);
}

// Boxes that cross between the ports of Kazakhstan and Azerbaijan when all ways through Russia
// close: more than before, and no more than the ports have cranes for. Queues hold them off, so a
// tenth above the rated capacity is the most.
static void without_russia_the_middle_corridor_takes_what_its_ports_can(void **state) {
    (void)state;
    struct loaded loaded;
    const struct steppe_network *network = model->network;
    const struct steppe_count *count = &network->counts[steppe_network_count(network, "titr_teu")];
    const uint32_t port = steppe_network_link(network, "P_AKU");
    begin_load(&loaded);
    solve_load(&loaded, 0);
    const double before = steppe_freight_load_count(&loaded.load, count, 0);
    solve_load(&loaded, UINT64_C(1) << actor("RUS"));
    const double after = steppe_freight_load_count(&loaded.load, count, 0);
    const double boxes = loaded.load.link_tonnes[network->link_count + port] /
                         network->freights[0].tonnes;
    assert_true(after > 1.2 * before);
    assert_true(boxes <=
                1.1 * steppe_transport_link_capacity(&loaded.transport, port, STEPPE_MEASURE_TEU));
    steppe_arena_free(&loaded.arena);
}

// Where a link has a capacity in tonnes and one in boxes, boxes wait by the fuller of both, as they
// do at a gate of the month, and other goods by tonnes.
static void boxes_wait_by_the_fuller_of_two_measures(void **state) {
    (void)state;
    struct loaded loaded;
    const struct steppe_freight_load *load = &loaded.load;
    const struct steppe_network *network = model->network;
    const uint64_t closed[] = {0, UINT64_C(1) << actor("RUS"), UINT64_C(1) << actor("IRN")};
    const double box = network->freights[0].tonnes;
    size_t by_tonnes = 0, by_boxes = 0;
    begin_load(&loaded);
    for (size_t i = 0; i < STEPPE_COUNT(closed); i++) {
        solve_load(&loaded, closed[i]);
        for (size_t l = 0; l < network->link_count; l++) {
            const struct steppe_link *link = &network->links[l];
            const bool gate = link->mode == STEPPE_MODE_BORDER || link->mode == STEPPE_MODE_PORT;
            const uint32_t at = (uint32_t)l;
            const double tonnes = steppe_transport_link_capacity(&loaded.transport, at,
                                                                 STEPPE_MEASURE_T);
            const double teu = steppe_transport_link_capacity(&loaded.transport, at,
                                                              STEPPE_MEASURE_TEU);
            if (!gate || !isfinite(tonnes + teu)) continue;
            const double all = load->link_tonnes[l] / tonnes;
            const double boxes = load->link_tonnes[network->link_count + l] / (box * teu);
            const double delay = link->days * load->gate_delay;
            // What is left open by the load: a thousandth of a day.
            assert_close(load->days[0][l], link->days + delay * pow(all, load->gate_power), 1e-9,
                         0);
            assert_close(load->days[1][l],
                         link->days + delay * pow(fmax(all, boxes), load->gate_power), 0, 1.1e-3);
            by_tonnes += all > boxes;
            by_boxes += boxes > all && boxes > 0.5;
        }
    }
    assert_true(by_tonnes > 0 && by_boxes > 0);
    steppe_arena_free(&loaded.arena);
}

// What comes into a node of no gateway goes out of it, and ways that are closed carry nothing.
static void the_load_keeps_its_books(void **state) {
    (void)state;
    struct steppe_arena arena;
    struct steppe_transport transport;
    struct steppe_freight_load load;
    struct steppe_error error = {0};
    const uint64_t closed = UINT64_C(1) << actor("UZB");
    steppe_arena_init(&arena, 0);
    if (!steppe_transport_make(model, steppe_date_month(model->start), NULL, &arena, &transport,
                               &error) ||
        !steppe_freight_load_make(&transport, STEPPE_LOAD_LEAST_T, &arena, &load, &error) ||
        !steppe_freight_load_solve(&load, closed, NULL, NULL, &error))
        fail_msg("%s", error.message);
    assert_true(load.trip_count > 100);
    size_t without = 0;
    for (size_t t = 0; t < load.trip_count; t++) {
        const struct steppe_freight_trip *trip = &load.trips[t];
        uint64_t ends = UINT64_C(1) << trip->from_actor | UINT64_C(1) << trip->to_actor;
        double sum = 0;
        for (size_t k = trip->first; k < trip->first + trip->ways.count; k++) {
            sum += load.tonnes[k];
            if (load.territory[k] & closed & ~ends) assert_true(load.tonnes[k] == 0);
        }
        without += sum == 0;
        // Where every way left is twice as dear as the cheapest was, some of it stays.
        assert_true(sum <= trip->tonnes * (1 + 1e-9));
    }
    assert_true(without < load.trip_count / 20);
    for (size_t i = 0; i < model->network->link_count; i++)
        // What holds up boxes alone holds up nothing else.
        assert_true(load.days[0][i] >= model->network->links[i].days * (1 - 1e-12) &&
                    load.days[1][i] >= load.days[0][i]);
    steppe_arena_free(&arena);
}

// ---- dependence --------------------------------------------------------------------------------

static void dependence_finds_the_neighbours_that_matter(void **state) {
    (void)state;
    const struct steppe_dependence *dependence;
    const struct steppe_routes_changes none = {0};
    struct steppe_error error = {0};
    if (!steppe_dependence_make(project, &none, &dependence, &error)) fail_msg("%s", error.message);
    static const struct {
        const char *host, *owner;
    } first[] = {{"KAZ", "RUS"}, {"KGZ", "KAZ"}, {"TJK", "UZB"}, {"UZB", "KAZ"}};
    for (size_t h = 0; h < dependence->host_count; h++) {
        const struct steppe_dependence_cell *cells = dependence->cells +
                                                     h * dependence->owner_count;
        size_t worst = 0;
        for (size_t o = 0; o < dependence->owner_count; o++) {
            assert_true(cells[o].share >= 0 && cells[o].share <= 1 + 1e-12);
            // A closure takes freight out of queues elsewhere: a little may get cheaper.
            assert_true(cells[o].cost_rise > -0.02 && cells[o].stranded_t >= -1);
            assert_true(cells[o].cut >= 0 && isfinite(cells[o].loss));
            if (dependence->owners[o] == dependence->hosts[h]) assert_true(cells[o].share == 0);
            if (cells[o].loss > cells[worst].loss) worst = o;
        }
        for (size_t i = 0; i < STEPPE_COUNT(first); i++) {
            if (dependence->hosts[h] != actor(first[i].host)) continue;
            assert_int_equal(dependence->owners[worst], actor(first[i].owner));
            // An approximation: within a factor of two and a half for those who matter most.
            assert_true(cells[worst].cut > cells[worst].first / 2.5);
            assert_true(cells[worst].cut < cells[worst].first * 2.5);
            // Trade finds other partners and wages give way: less than at first order.
            assert_true(cells[worst].loss > 0 && cells[worst].loss <= cells[worst].first);
        }
    }
    steppe_dependence_free(dependence);
}

// ---- input -------------------------------------------------------------------------------------

static void refused(struct steppe_routes_options options, const char *part, const char *other) {
    const struct steppe_routes *routes;
    struct steppe_error error = {0};
    if (!options.from) options.from = "KAZ";
    if (!options.to) options.to = "EUU";
    assert_false(steppe_routes_find(project, &options, &routes, &error));
    assert_null(routes);
    assert_int_equal(error.code, STEPPE_CODE_INPUT);
    if (!strstr(error.message, part) || !strstr(error.message, other))
        fail_msg("%s", error.message);
}

#define CHANGE(kind, text) .changes = {.kind = {text}, .kind##_count = 1}

static void names_that_do_not_exist_are_told_with_the_nearest(void **state) {
    (void)state;
    refused((struct steppe_routes_options){.from = "KZ_ALMA"}, "no node or actor", "\"KZ_ALM\"");
    refused((struct steppe_routes_options){.to = "EUUU"}, "no node or actor", "\"EUU\"");
    refused((struct steppe_routes_options){.freight = "containr"}, "no freight", "container");
    refused((struct steppe_routes_options){CHANGE(close, "P_AKV")}, "no link, node", "\"P_AKU\"");
    refused((struct steppe_routes_options){CHANGE(close, "Aktau port")}, "no link", "\"KZ_AKU\"");
    refused((struct steppe_routes_options){CHANGE(close, "AKTAU")}, "is a gate", "P_AKU");
    refused((struct steppe_routes_options){CHANGE(scale, "GEORGIA_RAIL=2")}, "is a gate",
            "R_GAR_TBI, R_TBI_PTS, R_TBI_BAT");
    refused((struct steppe_routes_options){.from = "Almaty"}, "no node or actor", "\"KZ_ALM\"");
    refused((struct steppe_routes_options){CHANGE(open, "CKV")}, "no link or project", "\"CKU\"");
    refused((struct steppe_routes_options){CHANGE(scale, "P_AKV=2")}, "no link", "\"P_AKU\"");
    refused((struct steppe_routes_options){CHANGE(scale, "P_AKU")}, "no widening", "P_AKU=2");
    refused((struct steppe_routes_options){CHANGE(scale, "P_AKU=-1")}, "no widening", "above 0");
    refused((struct steppe_routes_options){CHANGE(scale, "P_AKU=0")}, "no widening", "above 0");
    refused((struct steppe_routes_options){CHANGE(scale, "P_AKU=two")}, "no widening", "above 0");
    refused((struct steppe_routes_options){.to = "KAZ"}, "ends where it begins", "KAZ");
    refused((struct steppe_routes_options){.from = "JPN", .freight = "gas"}, "no gateway", "gas");
}

static void refused_memory_is_told(void **state) {
    (void)state;
    const struct steppe_routes_options options = {.from = "KG_BIS", .to = "DE_DUI"};
    const struct steppe_routes *routes = NULL;
    struct steppe_error error = {0};
    bool good = false;
    size_t refusals = 0;
    for (uint64_t n = 1; n < 4000 && !good; n = n < 60 ? n + 1 : n * 2) {
        steppe_arena_fail_after(n);
        good = steppe_routes_find(project, &options, &routes, &error);
        steppe_arena_fail_after(0);
        if (!good) assert_int_equal(error.code, STEPPE_CODE_MEMORY);
        refusals += !good;
    }
    assert_true(good && refusals > 0);
    steppe_routes_free(routes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_sum_to_one_and_legs_join),
        cmocka_unit_test(nothing_moves_on_what_is_closed),
        cmocka_unit_test(taking_ways_away_never_helps),
        cmocka_unit_test(closing_an_owner_leaves_every_pair_with_a_detour_connected),
        cmocka_unit_test(nominations_keep_the_books_and_the_capacities),
        cmocka_unit_test(a_contract_is_nominated_first),
        cmocka_unit_test(what_finds_a_pipeline_full_takes_the_next),
        cmocka_unit_test(closing_russia_sends_most_boxes_to_the_sea),
        cmocka_unit_test(a_red_sea_crisis_lifts_rail),
        cmocka_unit_test(widening_aktau_moves_the_bottleneck),
        cmocka_unit_test(a_stop_of_the_caspian_pipeline_strands_oil),
        cmocka_unit_test(the_planned_railway_shortens_the_way_to_andijan),
        cmocka_unit_test(without_russia_the_middle_corridor_takes_what_its_ports_can),
        cmocka_unit_test(boxes_wait_by_the_fuller_of_two_measures),
        cmocka_unit_test(the_load_keeps_its_books),
        cmocka_unit_test(dependence_finds_the_neighbours_that_matter),
        cmocka_unit_test(names_that_do_not_exist_are_told_with_the_nearest),
        cmocka_unit_test(refused_memory_is_told),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
