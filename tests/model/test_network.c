// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// The network of a model: what is read comes out in the units promised, and each fault of its
// tables is told at its exact place.
#include "model/folder.c"

#include "model/network.h"

static const struct {
    const char *name, *text;
} network_files[] = {
    {"network/sources.csv",
     "id,title,publisher,date,url,licence,lag_months\n"
     "roads,Roads and rails,A railway,2022,https://example.org,facts cited,0\n"},
    {"network/nodes.csv", "id,name,actor,lat,lon,kind,tier,source,note\n"
                          "K_A,Almaty,KAZ,43.2,76.9,city,1,roads,\n"
                          "K_P,Aktau,KAZ,43.6,51.2,port,1,roads,\n"
                          "U_A,Tashkent,UZB,41.3,69.2,city,1,roads,\n"
                          "R_A,Moscow,RUS,55.8,37.6,city,1,roads,\n"
                          "C_A,Urumqi,CHN,43.8,87.6,city,1,roads,\n"
                          "X_S,Sea,,40,45,border,2,judgement,open sea\n"},
    {"network/links.csv",
     "id,from,to,mode,status,open,length_km,capacity_mt,capacity_teu,capacity_bcm,time_days,"
     "usd_per_t,money_t,usd_per_teu,money_teu,closures,closures_source,owners,through,direction,"
     "source,confidence,note\n"
     "CA,C_A,K_A,rail,operating,,1000,20,,,2,30,2024,300,2015,,,CHN;KAZ,,both,roads,high,\n"
     "AR,K_A,R_A,rail,operating,,4000,,,,6,60,2023,900,2023,0.5,roads,KAZ;RUS,,both,roads,low,\n"
     "AU,K_A,U_A,rail,operating,,900,,,,2,20,2023,200,2023,,,KAZ;UZB,,both,roads,low,\n"
     "AP,K_A,K_P,rail,operating,2014,3000,,,,5,50,2023,700,2023,,,KAZ,,both,roads,low,\n"
     "PS,K_P,X_S,sea,operating,,800,,50000,,1.5,20,2023,400,2023,,,,,both,roads,low,\n"
     "UC,U_A,C_A,rail,building,2030,1700,15,,,4,40,2023,500,2023,,,UZB;CHN,KAZ,both,"
     "derived:roads,low,\n"},
    {"network/freight.csv",
     "name,measure,modes,value,tonnes,goods_share,time_cost,sensitivity,missing_rate,rail_factor,"
     "most_cost,source,note\n"
     "box,TEU,rail;sea;port,30000,10,1,0.001,10,,,,judgement,\n"
     "oil,t,rail;oil_pipeline,600,1,,0.001,10,,3,120,judgement,\n"},
    {"network/gateways.csv", "actor,freight,node,share,source,note\n"
                             "KAZ,box,K_A,1,judgement,\n"
                             "UZB,box,U_A,1,judgement,\n"
                             "RUS,box,R_A,1,judgement,\n"
                             "CHN,box,C_A,1,judgement,\n"
                             "ROW,box,X_S,1,judgement,\n"
                             "KAZ,oil,K_A,1,judgement,\n"
                             "CHN,oil,C_A,1,judgement,\n"},
    {"network/demand.csv", "freight,from,to,date,value,unit,spread,source,note,contract,"
                           "take_or_pay,contract_links\n"
                           "oil,KAZ,CHN,2023,2,Mt/year,10%,roads,,1.5,0.8,CA\n"},
    {"network/fleets.csv", "id,name,freight,from,modes,links,capacity,unit,spread,source,note\n"
                           "WAGONS,Tank wagons,oil,KAZ,rail,,3,Mt/year,20%,roads,\n"},
    {"network/corridors.csv", "id,name,freight,nodes,source\n"
                              "west,Westward,box,K_P;X_S,judgement\n"},
    {"network/projects.csv",
     "id,name,effect,links,open,delay_years,chance,add_mt,add_teu,add_bcm,cost_mn_usd,status,"
     "sponsors,source,note\n"
     "NEW,A new railway,open,UC,2030,1.5,0.9,,,,4700,building,CHN;UZB,roads,\n"
     "MORE,A second track,widen,CA,2027,0,1,10,,,,planned,CHN,roads,\n"},
    {"network/counts.csv", "id,name,measure,freight,from,to,direction,links,fits,source,note\n"
                           "west_teu,Westward boxes,TEU,box,KAZ,,both,PS,box,roads,\n"
                           "east_t,Eastward tonnes,t,box;oil,,CHN,forward,CA,,roads,\n"},
    {"network/gates.csv", "id,name,links,outages,outage_days,outage_left,source,note\n"
                          "CROSSING,The crossing,CA,0.2,10,0.5,roads,\n"
                          "NEWLINE,The new railway,UC,,,,judgement,\n"},
    {"network/observed.csv", "count,date,value,unit,spread,use,source,note\n"
                             "west_teu,2022,1000,TEU/year,10%,record,roads,\n"
                             "west_teu,2023,1500,TEU/year,10%,base,roads,\n"
                             "west_teu,2024,1800,TEU/year,10%,test,roads,\n"
                             "east_t,2023,3,Mt/year,0.2,base,judgement,\n"},
};

static void make(struct folder *folder) {
    char path[400];
    folder_make(folder);
    folder_file_path(folder, "network", path);
    assert_int_equal(mkdir(path, 0700), 0);
    for (size_t i = 0; i < STEPPE_COUNT(network_files); i++) {
        folder_write(folder, network_files[i].name, network_files[i].text);
    }
}

// The network with `old` of a file made `new` has this finding and no other.
#define FAULT(name, file_, old, new, line_, column_, message_, expected_, nearest_)                \
    static void name(void **state) {                                                               \
        (void)state;                                                                               \
        struct folder folder;                                                                      \
        make(&folder);                                                                             \
        folder_change(&folder, "network/" file_, old, new);                                        \
        folder_expect_only(&folder, (struct wanted){"network/" file_, line_, column_, message_,    \
                                                    expected_, nearest_});                         \
        folder_remove(&folder);                                                                    \
    }

// The same among others, in any file.
#define AMONG(name, file_, old, new, told_, line_, column_, message_, expected_, nearest_)         \
    static void name(void **state) {                                                               \
        (void)state;                                                                               \
        struct folder folder;                                                                      \
        make(&folder);                                                                             \
        folder_change(&folder, "network/" file_, old, new);                                        \
        folder_expect(&folder,                                                                     \
                      (struct wanted){told_, line_, column_, message_, expected_, nearest_});      \
        folder_remove(&folder);                                                                    \
    }

static void a_right_network_is_read_in_the_units_promised(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    bool loaded = folder_load(&folder);
    for (size_t i = 0; i < folder.findings.count; i++)
        print_error("%s: %s\n", folder.findings.items[i].place.file,
                    folder.findings.items[i].message);
    assert_true(loaded);
    const struct steppe_network *network = folder.model->network;
    assert_non_null(network);
    assert_int_equal(network->node_count, 6);
    assert_int_equal(network->link_count, 6);
    const struct steppe_link *link = &network->links[steppe_network_link(network, "CA")];
    assert_true(link->capacity[STEPPE_MEASURE_T] == 20e6);
    assert_true(isinf(link->capacity[STEPPE_MEASURE_TEU]));
    // Money of 2024 and 2015 at the price levels 103 and 80 of the folder, 2023 is 100.
    assert_close(link->usd_per_t, 30 / 1.03, 1e-12, 0);
    assert_close(link->usd_per_teu, 300 / 0.8, 1e-12, 0);
    uint32_t kaz = steppe_model_element(folder.model, STEPPE_AXIS_ACTOR, "KAZ");
    uint32_t uzb = steppe_model_element(folder.model, STEPPE_AXIS_ACTOR, "UZB");
    uint32_t chn = steppe_model_element(folder.model, STEPPE_AXIS_ACTOR, "CHN");
    const struct steppe_link *planned = &network->links[steppe_network_link(network, "UC")];
    assert_true(planned->territory ==
                (UINT64_C(1) << kaz | UINT64_C(1) << uzb | UINT64_C(1) << chn));
    assert_false(steppe_link_open(planned, steppe_date_month((struct steppe_date){2040, 1, 0})));
    const struct steppe_link *recent = &network->links[steppe_network_link(network, "AP")];
    assert_false(steppe_link_open(recent, steppe_date_month((struct steppe_date){2013, 12, 0})));
    assert_true(steppe_link_open(recent, steppe_date_month((struct steppe_date){2014, 1, 0})));
    // Oil by rail at three times the bulk rate; a sea link does not carry it, nor a pipeline boxes.
    assert_close(steppe_link_tariff(recent, &network->freights[1]), 150, 1e-12, 0);
    assert_true(isinf(steppe_link_tariff(&network->links[4], &network->freights[1])));
    assert_close(network->demands[0].value, 2e6, 1e-15, 0);
    assert_close(network->demands[0].spread, 2e5, 1e-12, 0);
    assert_close(network->demands[0].contract, 1.5e6, 1e-15, 0);
    assert_true(network->demands[0].take_or_pay == 0.8);
    assert_true(steppe_demand_binds(&network->demands[0], steppe_network_link(network, "CA")));
    assert_false(steppe_demand_binds(&network->demands[0], steppe_network_link(network, "AR")));
    assert_int_equal(network->fleet_count, 1);
    assert_close(network->fleets[0].capacity, 3e6, 1e-15, 0);
    assert_close(network->fleets[0].spread, 6e5, 1e-15, 0);
    const uint32_t rail = steppe_network_link(network, "AR");
    assert_int_equal(steppe_network_fleets(network, 1, kaz, rail), 1);
    assert_int_equal(steppe_network_fleets(network, 1, uzb, rail), 0);
    assert_int_equal(steppe_network_fleets(network, 0, kaz, rail), 0);
    assert_int_equal(steppe_network_fleets(network, 1, kaz, steppe_network_link(network, "PS")), 0);
    assert_close(network->projects[0].cost_usd, 4.7e9, 1e-15, 0);
    assert_int_equal(network->count_count, 2);
    const struct steppe_count *west = &network->counts[0];
    assert_true(west->from == UINT64_C(1) << kaz && west->to == 0 && west->both_ways);
    assert_true(west->fits == 1 && west->freights == 1 && west->link_count == 1);
    assert_int_equal(west->links[0], steppe_network_link(network, "PS"));
    assert_int_equal(network->observation_count, 4);
    const struct steppe_observation *base = steppe_network_base(network, 0);
    assert_ptr_equal(base, &network->observations[1]);
    assert_close(base->spread, 150, 1e-12, 0);
    assert_close(network->observations[3].spread, 2e5, 1e-12, 0);
    folder_remove(&folder);
}

static void a_model_without_the_folder_has_no_network(void **state) {
    (void)state;
    struct folder folder;
    folder_make(&folder);
    assert_true(folder_load(&folder));
    assert_null(folder.model->network);
    folder_remove(&folder);
}

// A degree of a great circle is 111.19 km on a sphere of the mean radius.
static void distances_are_great_circles(void **state) {
    (void)state;
    const struct steppe_site a = {.latitude = 10, .longitude = 20},
                             b = {.latitude = 11, .longitude = 20},
                             c = {.latitude = 0, .longitude = 179},
                             d = {.latitude = 0, .longitude = -179}, north = {.latitude = 90},
                             south = {.latitude = -90};
    assert_close(steppe_node_distance_km(&a, &b), 111.195, 1e-5, 0);
    assert_close(steppe_node_distance_km(&c, &d), 2 * 111.195, 1e-5, 0);
    assert_close(steppe_node_distance_km(&north, &south), 20015.1, 1e-5, 0);
}

// ---- links that cannot be ----------------------------------------------------------------------

FAULT(a_negative_capacity_is_told, "links.csv", "1000,20,,,2,30", "1000,-20,,,2,30", 2, 33,
      "'capacity_mt' is negative", "a number above 0, or nothing where it is not known", NULL)
FAULT(a_capacity_of_zero_is_told, "links.csv", "1000,20,,,2,30", "1000,0,,,2,30", 2, 33,
      "'capacity_mt' is zero", NULL, NULL)
FAULT(a_length_of_zero_is_told, "links.csv", "1000,20,,,2,30", "0,20,,,2,30", 2, 28,
      "'length_km' is zero", NULL, NULL)
FAULT(an_empty_length_is_told, "links.csv", "1000,20,,,2,30", ",20,,,2,30", 2, 28,
      "'length_km' is empty", "a number above 0", NULL)
FAULT(a_negative_time_is_told, "links.csv", "1000,20,,,2,30", "1000,20,,,-2,30", 2, 38,
      "'time_days' is negative", NULL, NULL)
FAULT(a_link_to_nowhere_is_told_with_the_nearest, "links.csv", "CA,C_A,K_A,rail",
      "CA,C_A,K_AA,rail", 2, 8, "unknown node 'K_AA'", "a node of the model", "K_A")
FAULT(a_link_that_ends_where_it_begins_is_told, "links.csv", "CA,C_A,K_A,rail", "CA,C_A,C_A,rail",
      2, 8, "the link ends where it begins", "another node", NULL)
FAULT(a_link_shorter_than_a_straight_line_is_told, "links.csv", "1000,20,,,2,30", "700,20,,,2,30",
      2, 1, "the link 'CA' is impossibly short: 700 km", "at least the 865 km of a straight line",
      NULL)
FAULT(a_train_as_fast_as_a_plane_is_told, "links.csv", "4000,,,,6,60", "4000,,,,0.5,60", 3, 1,
      "the link 'AR' moves at 8000 km a day", "10 to 2500 km a day by rail", NULL)
FAULT(a_train_that_hardly_moves_is_told, "links.csv", "4000,,,,6,60", "4000,,,,600,60", 3, 1,
      "the link 'AR' moves at 7 km a day", "10 to 2500 km a day by rail", NULL)
FAULT(an_id_given_twice_is_told, "links.csv", "AU,K_A,U_A", "AR,K_A,U_A", 4, 1,
      "the link 'AR' is given twice", "each id once", NULL)
FAULT(the_same_link_under_another_name_is_told, "links.csv", "AU,K_A,U_A,rail,operating,,900,,,,2",
      "A2,R_A,K_A,rail,operating,,4000,,,,6,60,2023,900,2023,,,KAZ;RUS,,both,roads,low,\n"
      "AU,K_A,U_A,rail,operating,,900,,,,2",
      4, 1, "the link 'A2' is the same as 'AR' of line 3", "each link once", NULL)
FAULT(an_unknown_mode_is_told, "links.csv", "CA,C_A,K_A,rail", "CA,C_A,K_A,rial", 2, 12,
      "'rial' is no mode",
      "rail, road, sea, ferry, port, border, oil_pipeline, gas_pipeline or tanker",
      "rail")
FAULT(an_unknown_owner_in_a_list_is_told, "links.csv", "CHN;KAZ,,both,roads", "CHN;KAX,,both,roads",
      2, 59, "unknown actor 'KAX'", "an actor of the model", "KAZ")
FAULT(a_tariff_without_its_year_is_told, "links.csv", "2,30,2024,300", "2,30,,300", 2, 43,
      "'money_t' is empty", NULL, NULL)
FAULT(closures_without_a_source_are_told, "links.csv", "0.5,roads,KAZ;RUS", "0.5,,KAZ;RUS", 3, 59,
      "the source is missing", NULL, NULL)

// ---- the whole ---------------------------------------------------------------------------------

// Of one-way rails nothing comes back: neither the oil of the demand nor goods.
AMONG(freight_without_a_way_is_told, "links.csv", "CHN;KAZ,,both", "CHN;KAZ,,forward",
      "network/demand.csv", 2, 1, "no oil can get from KAZ to CHN",
      "links that operate at the start", NULL)
AMONG(goods_without_a_way_are_told, "links.csv", "CHN;KAZ,,both", "CHN;KAZ,,forward",
      "network/freight.csv", 2, 1, "no box can get from UZB to CHN",
      "links that operate at the start", NULL)
AMONG(a_demand_without_gateways_is_told, "gateways.csv", "CHN,oil,C_A,1,judgement,\n", "",
      "network/demand.csv", 2, 1, "no oil can get from KAZ to CHN",
      "gateways of both for this freight", NULL)
FAULT(a_node_without_links_is_a_warning, "nodes.csv", "X_S,Sea",
      "Y_S,Far,,40,46,border,2,judgement,\nX_S,Sea", 7, 1, "no link leads to the node 'Y_S'",
      "a link that begins or ends there", NULL)
AMONG(a_planned_link_that_no_project_opens_is_a_warning, "projects.csv",
      "NEW,A new railway,open,UC,2030,1.5,0.9,,,,4700,building,CHN;UZB,roads,\n", "",
      "network/links.csv", 7, 1, "the link 'UC' is building and never opens",
      "a row of projects.csv that opens it", NULL)
FAULT(shares_that_do_not_sum_to_one_are_told, "gateways.csv", "KAZ,box,K_A,1", "KAZ,box,K_A,0.7", 2,
      1, "the shares of the gateways of KAZ for box sum to 0.7", "1", NULL)
#define TENTH "KAZ,box,K_A,0.1,judgement,\n"
FAULT(a_ninth_gateway_of_an_actor_is_told, "gateways.csv", "KAZ,box,K_A,1",
      TENTH TENTH TENTH TENTH TENTH TENTH TENTH TENTH "KAZ,box,K_A,0.2", 10, 1,
      "KAZ has more than 8 gateways for box", "at most 8", NULL)
FAULT(a_gateway_within_another_actor_is_told, "gateways.csv", "UZB,box,U_A", "UZB,box,K_A", 3, 9,
      "'K_A' belongs to KAZ", "a node of the actor, a port or open sea", NULL)
FAULT(a_demand_in_the_wrong_measure_is_told, "demand.csv", "2,Mt/year", "2,TEU/year", 2, 20,
      "oil is not counted in TEU/year", "Mt/year", NULL)
FAULT(a_negative_demand_is_told, "demand.csv", "2023,2,Mt", "2023,-2,Mt", 2, 18,
      "-2 is outside the range of 'value'", NULL, NULL)
FAULT(freight_that_an_actor_sends_to_itself_is_told, "demand.csv", "oil,KAZ,CHN", "oil,CHN,CHN", 2,
      9, "freight within an actor", "another actor", NULL)
FAULT(a_demand_given_twice_is_told, "demand.csv", "1.5,0.8,CA\n",
      "1.5,0.8,CA\noil,KAZ,CHN,2024,1,Mt/year,10%,roads,,,,\n", 3, 1,
      "the demand of oil from KAZ to CHN is given twice, in line 2 too",
      "one row for a freight, from and to", NULL)
FAULT(a_project_of_an_unknown_link_is_told, "projects.csv", "widen,CA", "widen,CAA", 3, 27,
      "unknown link 'CAA'", "a link of the model", "CA")
FAULT(a_project_that_widens_what_is_not_built_is_told, "projects.csv", "widen,CA", "widen,UC", 3,
      27, "the link 'UC' is building", "links that operate", NULL)
FAULT(a_project_that_opens_what_is_open_is_told, "projects.csv", "open,UC", "open,UC;CA", 2, 24,
      "the link 'CA' is operating", "links that do not operate yet", NULL)
FAULT(a_project_that_widens_by_nothing_is_told, "projects.csv", "0,1,10,", "0,1,,", 3, 39,
      "a project that widens adds nothing", NULL, NULL)
FAULT(a_corridor_without_nodes_is_told, "corridors.csv", "K_P;X_S", "", 2, 19,
      "a corridor without nodes", "nodes, in their order", NULL)
FAULT(a_freight_by_an_unknown_mode_is_told, "freight.csv", "rail;sea;port", "rail;see;port", 2, 9,
      "unknown mode 'see'", "a mode of the model", "sea")
AMONG(a_missing_column_is_told, "gateways.csv", "actor,freight,node,share,source,note",
      "actor,freight,node,part,source,note", "network/gateways.csv", 1, 1,
      "the column 'share' is missing", NULL, NULL)

// ---- gates -------------------------------------------------------------------------------------

FAULT(a_gate_of_an_unknown_link_is_told, "gates.csv", "crossing,CA", "crossing,CAB", 2, 23,
      "unknown link 'CAB'", "a link of the model", "CA")
FAULT(a_link_of_two_gates_is_told, "gates.csv", "railway,UC", "railway,CA", 3, 25,
      "the link 'CA' is part of two gates", "each link in one gate", NULL)
FAULT(a_gate_without_links_is_told, "gates.csv", "railway,UC", "railway,", 3, 25,
      "a gate without links", "links of the network", NULL)
FAULT(a_gate_in_small_letters_is_told, "gates.csv", "CROSSING", "crossing", 2, 1,
      "'crossing' cannot be the id of a gate", "capitals, digits and _", NULL)
FAULT(an_outage_that_leaves_more_than_all_is_told, "gates.csv", "10,0.5", "10,1.5", 2, 33,
      "1.5 is outside the range of 'outage_left'", NULL, NULL)

static void gates_are_an_axis(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_network *network = folder.model->network;
    assert_int_equal(network->gate_count, 2);
    assert_int_equal(folder.model->axes[STEPPE_AXIS_GATE].count, 2);
    assert_int_equal(steppe_model_element(folder.model, STEPPE_AXIS_GATE, "NEWLINE"), 1);
    assert_int_equal(folder.model->sets[STEPPE_AXIS_GATE].count, 2);
    assert_true(network->gates[0].outage_days == 10);
    folder_remove(&folder);
}

// ---- contracts and fleets ----------------------------------------------------------------------

FAULT(a_take_or_pay_of_more_than_all_is_told, "demand.csv", "0.8,CA", "1.8,CA", 2, 43,
      "1.8 is outside the range of 'take_or_pay'", NULL, NULL)
FAULT(a_contract_for_an_unknown_link_is_told, "demand.csv", "0.8,CA", "0.8,CAB", 2, 47,
      "unknown link 'CAB'", "a link of the model", "CA")
FAULT(a_contract_without_its_share_is_told, "demand.csv", "1.5,0.8,CA", "1.5,,CA", 2, 43,
      "a contract without 'take_or_pay'", "volume, share and links of the contract", NULL)
FAULT(a_contract_without_its_links_is_told, "demand.csv", "0.8,CA", "0.8,", 2, 47,
      "a contract without 'contract_links'", "volume, share and links of the contract", NULL)
FAULT(a_contract_without_its_volume_is_told, "demand.csv", "1.5,0.8,CA", ",0.8,CA", 2, 39,
      "a contract without 'contract'", "volume, share and links of the contract", NULL)
FAULT(a_negative_contract_is_told, "demand.csv", "1.5,0.8,CA", "-1.5,0.8,CA", 2, 39,
      "'contract' is negative", NULL, NULL)
FAULT(a_contract_over_a_link_that_carries_none_is_told, "demand.csv", "0.8,CA", "0.8,PS", 2, 47,
      "the link 'PS' carries no oil", "links that carry it", NULL)
FAULT(a_contract_over_a_way_that_does_not_exist_is_told, "demand.csv", "0.8,CA", "0.8,AR", 2, 1,
      "no oil can get from KAZ to CHN over the links of its contract",
      "links on a way of the demand, planned ones included", NULL)
FAULT(a_contract_that_the_base_does_not_fill_is_told, "demand.csv", "1.5,0.8", "3,0.8", 2, 39,
      "at the base 0.4 would be paid for and not taken", "at most the demand of 2", NULL)
FAULT(a_contract_for_goods_is_told, "demand.csv", "oil,KAZ,CHN,2023,2,Mt/year",
      "box,KAZ,CHN,2023,2,TEU/year", 2, 40, "box is not bought by take-or-pay",
      "nothing, or a fuel", NULL)
FAULT(a_fleet_of_an_unknown_actor_is_told, "fleets.csv", "KAZ,rail", "KAX,rail", 2, 24,
      "unknown actor 'KAX'", "an actor of the model", "KAZ")
FAULT(a_fleet_of_nobody_is_told, "fleets.csv", "oil,KAZ", "oil,", 2, 24, "a fleet of nobody",
      "actors whose freight it moves", NULL)
FAULT(a_fleet_by_a_mode_of_other_freight_is_told, "fleets.csv", "rail", "sea", 2, 28,
      "oil does not go by all of 'sea'", "modes of the freight", NULL)
FAULT(a_fleet_that_moves_nowhere_is_told, "fleets.csv", "KAZ,rail", "KAZ,", 2, 28,
      "a fleet that moves nowhere", "modes, or links of the network", NULL)
FAULT(a_fleet_on_an_unknown_link_is_told, "fleets.csv", "rail,,3", "rail,CAB,3", 2, 33,
      "unknown link 'CAB'", "a link of the model", "CA")
FAULT(a_fleet_without_a_capacity_is_told, "fleets.csv", "rail,,3", "rail,,", 2, 34,
      "'capacity' is empty", "a number above 0", NULL)
FAULT(a_fleet_in_the_wrong_unit_is_told, "fleets.csv", "3,Mt", "3,bcm", 2, 36,
      "oil is not counted in bcm/year", "Mt/year", NULL)
FAULT(a_fleet_given_twice_is_told, "fleets.csv", "20%,roads,\n",
      "20%,roads,\nWAGONS,More,oil,KAZ,rail,,3,Mt/year,20%,roads,\n", 3, 1,
      "the fleet 'WAGONS' is given twice", "each id once", NULL)
FAULT(too_many_fleets_are_told, "fleets.csv", "20%,roads,\n",
      "20%,roads,\nW2,a,oil,KAZ,rail,,3,Mt/year,,roads,\nW3,a,oil,KAZ,rail,,3,Mt/year,,roads,\n"
      "W4,a,oil,KAZ,rail,,3,Mt/year,,roads,\nW5,a,oil,KAZ,rail,,3,Mt/year,,roads,\n",
      6, 1, "the network is too large", "at most 4 fleets", NULL)

// ---- what the fit was --------------------------------------------------------------------------

static const char kept[] = "kind,id,value,inputs\n"
                           "constant,west_teu,-0.25,0123456789abcdef\n"
                           "days,CA,2.5,0123456789abcdef\n"
                           "box_days,AR,7.5,0123456789abcdef\n"
                           "boxes,CROSSING,1000,0123456789abcdef\n"
                           "goods,CROSSING,2000,0123456789abcdef\n";

static void make_kept(struct folder *folder) {
    make(folder);
    folder_write(folder, "network/fit.csv", kept);
}

static void faults_of_what_is_kept_are_told(void **state) {
    (void)state;
    const struct wanted wanted = {"network/fit.csv",
                                  3,
                                  13,
                                  "'0123456789abcdee' where rows before have '0123456789abcdef'",
                                  "one mark in all rows",
                                  NULL};
    struct folder folder;
    make_kept(&folder);
    folder_change(&folder, "network/fit.csv", "2.5,0123456789abcdef", "2.5,0123456789abcdee");
    folder_expect(&folder, wanted);
    folder_remove(&folder);
}

// Whoever takes a count, a link or a gate out of the network need not know that the table is there.
static void what_was_kept_of_another_network_is_not_used(void **state) {
    (void)state;
    static const char *const changes[][2] = {
        {"west_teu", "west_tev"}, {"days,CA", "days,CB"}, {"boxes,CROSSING", "boxes,CROSSINGS"}};
    for (size_t i = 0; i < STEPPE_COUNT(changes); i++) {
        struct folder folder;
        make_kept(&folder);
        folder_change(&folder, "network/fit.csv", changes[i][0], changes[i][1]);
        assert_true(folder_load(&folder));
        assert_null(folder.model->network->fit_inputs);
        folder_remove(&folder);
    }
}

static void what_the_fit_was_is_kept(void **state) {
    (void)state;
    struct folder folder;
    make_kept(&folder);
    assert_true(folder_load(&folder));
    const struct steppe_network *network = folder.model->network;
    assert_string_equal(network->fit_inputs, "0123456789abcdef");
    assert_true(network->fit_constants[0] == -0.25 && network->fit_constants[1] == 0);
    const uint32_t loaded = steppe_network_link(network, "CA");
    const uint32_t boxes = steppe_network_link(network, "AR"),
                   other = steppe_network_link(network, "PS");
    // Boxes without a row of their own are as long on the way as other goods.
    assert_true(network->fit_days[0][loaded] == 2.5 && network->fit_days[1][loaded] == 2.5);
    assert_true(network->fit_days[0][boxes] == network->links[boxes].days);
    assert_true(network->fit_days[1][boxes] == 7.5);
    for (int i = 0; i < 2; i++)
        assert_true(network->fit_days[i][other] == network->links[other].days);
    assert_true(network->fit_gates[0][0] == 1000 && network->fit_gates[1][0] == 2000);
    folder_remove(&folder);
}

// ---- counts ------------------------------------------------------------------------------------

AMONG(a_count_of_boxes_in_gas_is_told, "counts.csv", "boxes,TEU", "boxes,1000m3",
      "network/counts.csv", 2, 25, "box is not counted in 1000m3",
      "t, or the measure of the freight", NULL)
FAULT(a_count_at_an_unknown_link_is_told, "counts.csv", "both,PS,box", "both,PQ,box", 2, 43,
      "unknown link 'PQ'", "a link of the model", "PS")
FAULT(a_count_without_links_is_told, "counts.csv", "both,PS,box", "both,,box", 2, 43,
      "'links' is empty", "links of the network", NULL)
FAULT(a_count_that_fits_what_it_does_not_see_is_told, "counts.csv", "both,PS,box", "both,PS,oil", 2,
      46, "a count cannot fit what it does not see", "kinds of freight that it counts", NULL)
FAULT(an_unknown_count_is_told, "observed.csv", "east_t,2023", "eest_t,2023", 5, 1,
      "unknown count 'eest_t'", "a count of the model", "east_t")
FAULT(a_base_after_the_price_year_is_told, "observed.csv", "10%,test", "10%,base", 4, 33,
      "what lies after the price year 2023 is never fitted", "test", NULL)
FAULT(a_test_of_what_the_base_knows_is_told, "observed.csv", "10%,record", "10%,test", 2, 33,
      "what the price year 2023 knows is no test", "base or record", NULL)
FAULT(a_second_base_of_a_count_is_told, "observed.csv", "10%,record", "10%,base", 3, 33,
      "'west_teu' has this already in line 2", "one base for each count", NULL)
FAULT(a_date_observed_twice_is_told, "observed.csv", "west_teu,2022", "west_teu,2023", 3, 10,
      "'west_teu' has this already in line 2", "each date once", NULL)
FAULT(a_base_without_a_spread_is_told, "observed.csv", "Mt/year,0.2", "Mt/year,", 5, 23,
      "without a spread nothing says how near is near enough", "a spread above 0", NULL)
FAULT(a_volume_in_the_wrong_unit_is_told, "observed.csv", "3,Mt/year", "3,TEU/year", 5, 15,
      "'east_t' counts in t", "Mt/year", NULL)

static void a_network_without_counts_is_read(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    folder_delete(&folder, "network/counts.csv");
    folder_delete(&folder, "network/observed.csv");
    assert_true(folder_load(&folder));
    assert_int_equal(folder.model->network->count_count, 0);
    assert_int_equal(folder.model->network->observation_count, 0);
    folder_remove(&folder);
}

static void a_network_above_the_limit_is_refused_with_the_limit(void **state) {
    (void)state;
    struct folder folder;
    static char text[200000];
    size_t used = 0;
    make(&folder);
    used += (size_t)snprintf(text, sizeof text, "id,name,actor,lat,lon,kind,tier,source,note\n");
    for (int i = 0; i < STEPPE_NODES_MAX + 1; i++) {
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "N_%d,Place,KAZ,43.2,76.9,city,1,roads,\n", i);
    }
    assert_true(used < sizeof text);
    folder_write(&folder, "network/nodes.csv", text);
    folder_expect(&folder, (struct wanted){"network/nodes.csv", STEPPE_NODES_MAX + 2, 1,
                                           "the network is too large", "at most 2000 nodes", NULL});
    folder_remove(&folder);
}

static void a_missing_table_is_told(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    folder_delete(&folder, "network/links.csv");
    assert_false(folder_load(&folder));
    assert_true(folder.findings.error_count > 0);
    assert_non_null(strstr(folder.findings.items[0].place.file, "network/links.csv"));
    folder_remove(&folder);
}

static void refused_memory_ends_the_load_at_any_place(void **state) {
    (void)state;
    struct folder folder;
    make(&folder);
    bool loaded = false;
    // Early reservations are the model's own; a load makes a few dozen in all.
    for (uint64_t n = 1; n < 200 && !loaded; n++) {
        steppe_arena_fail_after(n);
        loaded = folder_load(&folder);
        steppe_arena_fail_after(0);
        if (!loaded) assert_int_equal(folder.error.code, STEPPE_CODE_MEMORY);
    }
    assert_true(loaded);
    folder_remove(&folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_right_network_is_read_in_the_units_promised),
        cmocka_unit_test(a_model_without_the_folder_has_no_network),
        cmocka_unit_test(distances_are_great_circles),
        cmocka_unit_test(a_negative_capacity_is_told),
        cmocka_unit_test(gates_are_an_axis),
        cmocka_unit_test(a_gate_of_an_unknown_link_is_told),
        cmocka_unit_test(a_link_of_two_gates_is_told),
        cmocka_unit_test(faults_of_what_is_kept_are_told),
        cmocka_unit_test(what_was_kept_of_another_network_is_not_used),
        cmocka_unit_test(what_the_fit_was_is_kept),
        cmocka_unit_test(a_gate_without_links_is_told),
        cmocka_unit_test(a_gate_in_small_letters_is_told),
        cmocka_unit_test(an_outage_that_leaves_more_than_all_is_told),
        cmocka_unit_test(a_capacity_of_zero_is_told),
        cmocka_unit_test(a_length_of_zero_is_told),
        cmocka_unit_test(an_empty_length_is_told),
        cmocka_unit_test(a_negative_time_is_told),
        cmocka_unit_test(a_link_to_nowhere_is_told_with_the_nearest),
        cmocka_unit_test(a_link_that_ends_where_it_begins_is_told),
        cmocka_unit_test(a_link_shorter_than_a_straight_line_is_told),
        cmocka_unit_test(a_train_as_fast_as_a_plane_is_told),
        cmocka_unit_test(a_train_that_hardly_moves_is_told),
        cmocka_unit_test(an_id_given_twice_is_told),
        cmocka_unit_test(the_same_link_under_another_name_is_told),
        cmocka_unit_test(an_unknown_mode_is_told),
        cmocka_unit_test(an_unknown_owner_in_a_list_is_told),
        cmocka_unit_test(a_tariff_without_its_year_is_told),
        cmocka_unit_test(closures_without_a_source_are_told),
        cmocka_unit_test(freight_without_a_way_is_told),
        cmocka_unit_test(goods_without_a_way_are_told),
        cmocka_unit_test(a_demand_without_gateways_is_told),
        cmocka_unit_test(a_node_without_links_is_a_warning),
        cmocka_unit_test(a_planned_link_that_no_project_opens_is_a_warning),
        cmocka_unit_test(shares_that_do_not_sum_to_one_are_told),
        cmocka_unit_test(a_ninth_gateway_of_an_actor_is_told),
        cmocka_unit_test(a_gateway_within_another_actor_is_told),
        cmocka_unit_test(a_demand_in_the_wrong_measure_is_told),
        cmocka_unit_test(a_negative_demand_is_told),
        cmocka_unit_test(freight_that_an_actor_sends_to_itself_is_told),
        cmocka_unit_test(a_demand_given_twice_is_told),
        cmocka_unit_test(a_project_of_an_unknown_link_is_told),
        cmocka_unit_test(a_project_that_widens_what_is_not_built_is_told),
        cmocka_unit_test(a_project_that_opens_what_is_open_is_told),
        cmocka_unit_test(a_project_that_widens_by_nothing_is_told),
        cmocka_unit_test(a_corridor_without_nodes_is_told),
        cmocka_unit_test(a_freight_by_an_unknown_mode_is_told),
        cmocka_unit_test(a_missing_column_is_told),
        cmocka_unit_test(a_take_or_pay_of_more_than_all_is_told),
        cmocka_unit_test(a_contract_for_an_unknown_link_is_told),
        cmocka_unit_test(a_contract_without_its_share_is_told),
        cmocka_unit_test(a_contract_without_its_links_is_told),
        cmocka_unit_test(a_contract_without_its_volume_is_told),
        cmocka_unit_test(a_negative_contract_is_told),
        cmocka_unit_test(a_contract_over_a_link_that_carries_none_is_told),
        cmocka_unit_test(a_contract_over_a_way_that_does_not_exist_is_told),
        cmocka_unit_test(a_contract_that_the_base_does_not_fill_is_told),
        cmocka_unit_test(a_contract_for_goods_is_told),
        cmocka_unit_test(a_fleet_of_an_unknown_actor_is_told),
        cmocka_unit_test(a_fleet_of_nobody_is_told),
        cmocka_unit_test(a_fleet_by_a_mode_of_other_freight_is_told),
        cmocka_unit_test(a_fleet_that_moves_nowhere_is_told),
        cmocka_unit_test(a_fleet_on_an_unknown_link_is_told),
        cmocka_unit_test(a_fleet_without_a_capacity_is_told),
        cmocka_unit_test(a_fleet_in_the_wrong_unit_is_told),
        cmocka_unit_test(a_fleet_given_twice_is_told),
        cmocka_unit_test(too_many_fleets_are_told),
        cmocka_unit_test(a_count_of_boxes_in_gas_is_told),
        cmocka_unit_test(a_count_at_an_unknown_link_is_told),
        cmocka_unit_test(a_count_without_links_is_told),
        cmocka_unit_test(a_count_that_fits_what_it_does_not_see_is_told),
        cmocka_unit_test(an_unknown_count_is_told),
        cmocka_unit_test(a_base_after_the_price_year_is_told),
        cmocka_unit_test(a_test_of_what_the_base_knows_is_told),
        cmocka_unit_test(a_second_base_of_a_count_is_told),
        cmocka_unit_test(a_date_observed_twice_is_told),
        cmocka_unit_test(a_base_without_a_spread_is_told),
        cmocka_unit_test(a_volume_in_the_wrong_unit_is_told),
        cmocka_unit_test(a_network_without_counts_is_read),
        cmocka_unit_test(a_network_above_the_limit_is_refused_with_the_limit),
        cmocka_unit_test(a_missing_table_is_told),
        cmocka_unit_test(refused_memory_ends_the_load_at_any_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
