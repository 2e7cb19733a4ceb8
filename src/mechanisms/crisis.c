// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// crisis: force and coercion. A host in unrest may ask its defence pact for troops (crisis_call.c);
// each January a power may coerce a host or come uncalled (crisis_game.c). In: waves, membership,
// attention, alignment, what powers have in hosts. Out: interventions, coercion, occupation,
// sanctions that last, and what follows. docs/model.md, section 12.
#include "base/random.h"
#include "mechanisms/crisis_parts.h"

#define SCALAR(name, unit, low, high, meaning)                                                     \
    { name, STEPPE_SHAPE_SCALAR, unit, low, high, meaning }
#define OF_POWER(name, unit, low, high, meaning)                                                   \
    { name, STEPPE_SHAPE_POWER, unit, low, high, meaning }

static const struct steppe_param params[STEPPE_CRISIS_PARAM_COUNT] = {
    [STEPPE_CRISIS_APPEAL_SHARE] = SCALAR(
        "appeal_share", "1", 0.001, 0.999,
        "months with waves after which a member of a defence pact asks for force"),
    [STEPPE_CRISIS_APPEAL_EFFECT] = SCALAR(
        "appeal_effect", "1", -20, 20,
        "rise of the log odds of such a call with the host's alignment with the leader"),
    [STEPPE_CRISIS_HELP_SHARE] = SCALAR("help_share", "1", 0.001, 0.999,
                                        "such calls that are answered with force, at the base"),
    [STEPPE_CRISIS_ATTENTION_EFFECT] = SCALAR(
        "attention_effect", "1", -5, 5,
        "rise of the log odds of the leader's answer with the log of its attention to security"),
    [STEPPE_CRISIS_LEAST_ATTENTION] = SCALAR(
        "least_attention", "1", 0.001, 1,
        "attention to security below which neither odds nor costs change further"),
    [STEPPE_CRISIS_ALIGNMENT_EFFECT] = SCALAR(
        "alignment_effect", "1", -20, 20,
        "rise of the log odds of the leader's answer with the host's alignment"),
    [STEPPE_CRISIS_CONSENT] = SCALAR("consent", "1", 0.01, 0.999,
                                     "probability that another member lets force go, at the base"),
    [STEPPE_CRISIS_CONSENT_PULL] = SCALAR(
        "consent_pull", "1", 0, 100,
        "log odds of a member's consent per unit of its own turn to the leader"),
    [STEPPE_CRISIS_CALLED_TROOPS] = SCALAR("called_troops", "person", 1, 1000000,
                                           "median size of a force that comes on a call"),
    [STEPPE_CRISIS_TROOPS_SPREAD] = SCALAR("troops_spread", "1", 0, 3,
                                           "standard deviation of the log of that size"),
    [STEPPE_CRISIS_CALLED_TIME] = SCALAR("called_time", "day", 1, 3650,
                                         "median time that such a force stays"),
    [STEPPE_CRISIS_TIME_SPREAD] = SCALAR("time_spread", "1", 0, 3,
                                         "standard deviation of the log of that time"),
    [STEPPE_CRISIS_RELIEF] = SCALAR("relief", "1", 0, 1, "part of disorder that force ends"),
    [STEPPE_CRISIS_RESCUE] = SCALAR(
        "rescue", "1", 0, 1, "governments that would have fallen and stay where force comes"),
    [STEPPE_CRISIS_HONOUR_EFFECT] = SCALAR("honour_effect", "1", 0, 5,
                                           "rise of the log odds of belief in a power that came"),
    [STEPPE_CRISIS_REFUSAL_EFFECT] = SCALAR(
        "refusal_effect", "1", 0, 5, "fall of the log odds of belief in a power that did not"),
    [STEPPE_CRISIS_RESENTMENT] = SCALAR(
        "resentment", "1", 0, 5,
        "fall of the log odds of a favourable view of a power whose force came on a call"),
    [STEPPE_CRISIS_THANKS] = SCALAR("thanks", "1/year", 0, 20,
                                    "summits a year by which the host thanks the power that came"),
    [STEPPE_CRISIS_HALF_LIFE] = SCALAR(
        "half_life", "year", 0.1, 10,
        "time in which half of coercion, or of an intervention, is over"),
    [STEPPE_CRISIS_FORCE_RATE] = OF_POWER(
        "force_rate", "1", 0, 0.2, "chance in a year of the base that a power comes uncalled"),
    [STEPPE_CRISIS_COERCION_RATE] = OF_POWER(
        "coercion_rate", "1", 0, 0.5,
        "chance in a year of the base that a power coerces a host in the open"),
    [STEPPE_CRISIS_PRECISION] = SCALAR("precision", "1", 0, 20,
                                       "log odds of a choice per percent of GDP that it is worth"),
    [STEPPE_CRISIS_PRIZE] = SCALAR("prize", "1", 0, 1,
                                   "worth of a host that follows in all, share of its GDP"),
    [STEPPE_CRISIS_KIN_WEIGHT] = SCALAR(
        "kin_weight", "1", 0, 5, "worth of a power's kin over that of the rest of the people"),
    [STEPPE_CRISIS_CONCESSION] = SCALAR(
        "concession", "1", 0, 1,
        "part of its weights that a host gives the power when it concedes to coercion"),
    [STEPPE_CRISIS_SURRENDER] = SCALAR("surrender", "1", 0, 1,
                                       "the same, when it concedes to force"),
    [STEPPE_CRISIS_RESISTED_PRIZE] = SCALAR(
        "resisted_prize", "1", 0, 1, "part of the prize that is won by force against resistance"),
    [STEPPE_CRISIS_FORCE_COST] = SCALAR(
        "force_cost", "1", 0, 0.5,
        "cost of force against resistance at the base's attention, share of GDP"),
    [STEPPE_CRISIS_UNRESISTED_COST] = SCALAR("unresisted_cost", "1", 0, 1,
                                             "part of that cost where the host concedes"),
    [STEPPE_CRISIS_COERCION_COST] = SCALAR("coercion_cost", "1", 0, 0.1,
                                           "cost of coercion besides lost trade, share of GDP"),
    [STEPPE_CRISIS_DAMAGE] = SCALAR(
        "damage", "1", 0, 1,
        "part of trade, capital and money from migrants that force or coercion puts at risk"),
    [STEPPE_CRISIS_SANCTION_COST] = SCALAR("sanction_cost", "1/year", 0, 0.2,
                                           "growth that a power loses when all powers sanction it"),
    [STEPPE_CRISIS_SANCTION_SHARE] = OF_POWER(
        "sanction_share", "1", 0.001, 0.999,
        "chance that a third power sanctions one that comes uncalled, at the base"),
    [STEPPE_CRISIS_CONCEDE_SHARE] = SCALAR("concede_share", "1", 0.001, 0.999,
                                           "hosts that concede to coercion, at the base"),
    [STEPPE_CRISIS_SURRENDER_SHARE] = SCALAR("surrender_share", "1", 0.001, 0.999,
                                             "hosts that concede to force, at the base"),
    [STEPPE_CRISIS_BITE] = SCALAR(
        "bite", "1", 0, 1,
        "what resistance costs a host that depends on the power in all, share of GDP"),
    [STEPPE_CRISIS_AUTONOMY_WORTH] = SCALAR(
        "autonomy_worth", "1", 0, 1,
        "what a host that is not aligned at all loses by conceding, share of GDP"),
    [STEPPE_CRISIS_COERCION_SIZE] = SCALAR("coercion_size", "1", 0, 1,
                                           "coercion in force at the start of an episode"),
    [STEPPE_CRISIS_FORCE_TROOPS] = SCALAR("force_troops", "person", 1, 1000000,
                                          "troops that come uncalled"),
    [STEPPE_CRISIS_FORCE_DISORDER] = SCALAR("force_disorder", "1", 0, 20,
                                            "disorder where a host resists them"),
    [STEPPE_CRISIS_FORCE_RESENTMENT] = SCALAR(
        "force_resentment", "1", 0, 10,
        "fall of the log odds of a favourable view of a power that comes uncalled"),
    [STEPPE_CRISIS_ABANDONMENT] = SCALAR("abandonment", "1", 0, 10,
                                         "fall of the log odds of belief in a power that stands "
                                         "by, per cover of the host that it was"),
    [STEPPE_CRISIS_OCCUPATION_HALF_LIFE] = SCALAR(
        "occupation_half_life", "year", 0.1, 100,
        "time in which half of the troops that came uncalled are gone"),
    [STEPPE_CRISIS_SANCTION_HALF_LIFE] = SCALAR("sanction_half_life", "year", 0.1, 100,
                                                "time in which half of lasting sanctions is over"),
};

static const struct steppe_use uses[] = {
    {.variable = STEPPE_VAR_unrest_waves, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_membership, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_attention, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_stake, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_protection, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_goods_trade, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_fuel_trade, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_capital, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_remittances, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_gdp_nominal, .access = STEPPE_READ, .base = true},
    {.variable = STEPPE_VAR_integration, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_dependence, .access = STEPPE_LAST, .base = true},
    {.variable = STEPPE_VAR_portfolio, .access = STEPPE_ADD, .base = true},
    {.variable = STEPPE_VAR_self_reliance, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_credibility, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_troops, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_favourability, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_summits, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_disorder, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_new_leader, .access = STEPPE_ADD},
    {.variable = STEPPE_VAR_leader_before_fall, .access = STEPPE_READ},
    {.variable = STEPPE_VAR_coercion, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_interventions, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_called_troops, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_called_time, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_force_chance, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_occupation, .access = STEPPE_OWN},
    {.variable = STEPPE_VAR_sanction_loss, .access = STEPPE_OWN},
};

static const char *const streams[STEPPE_CRISIS_STREAM_COUNT] = {
    [STEPPE_CRISIS_APPEAL] = "crisis.appeal", [STEPPE_CRISIS_HELP] = "crisis.help",
    [STEPPE_CRISIS_VOTE] = "crisis.vote",     [STEPPE_CRISIS_SIZE] = "crisis.size",
    [STEPPE_CRISIS_TIME] = "crisis.time",     [STEPPE_CRISIS_SAVED] = "crisis.saved",
    [STEPPE_CRISIS_CHOICE] = "crisis.choice", [STEPPE_CRISIS_ANSWER] = "crisis.answer",
    [STEPPE_CRISIS_THIRD] = "crisis.third",
};

// ---- a month ------------------------------------------------------------------------------------

// x' = -x ln 2 / half-life
static void fade(const struct steppe_world *world, const struct steppe_crisis *constants,
                 enum steppe_crisis_param half_life, uint32_t variable, size_t cells) {
    const steppe_real *time = steppe_crisis_param(world, constants, half_life, 0);
    steppe_real *index = steppe_cells(world, variable);
    steppe_real kept[STEPPE_LANES];
    STEPPE_EACH_LANE(lane) {
        kept[lane] = steppe_exp(-STEPPE_MONTH * STEPPE_LOG_2 / time[lane]);
    }
    for (size_t i = 0; i < cells * STEPPE_LANES; i += STEPPE_LANES)
        STEPPE_EACH_LANE(lane) {
            index[i + (size_t)lane] *= kept[lane];
        }
}

static void clear(steppe_real *restrict cells, size_t count) {
    memset(cells, 0, count * STEPPE_LANES * sizeof *cells);
}

static void step(struct steppe_world *world, const void *memory, struct steppe_scratch *scratch) {
    (void)scratch;
    const struct steppe_crisis *constants = memory;
    const size_t hosts = constants->hosts, pairs = constants->powers * hosts;
    fade(world, constants, STEPPE_CRISIS_HALF_LIFE, STEPPE_VAR_coercion, pairs);
    fade(world, constants, STEPPE_CRISIS_HALF_LIFE, STEPPE_VAR_interventions, pairs);
    fade(world, constants, STEPPE_CRISIS_OCCUPATION_HALF_LIFE, STEPPE_VAR_occupation, pairs);
    fade(world, constants, STEPPE_CRISIS_SANCTION_HALF_LIFE, STEPPE_VAR_sanction_loss,
         constants->actors);
    clear(steppe_cells(world, STEPPE_VAR_called_troops), hosts);
    clear(steppe_cells(world, STEPPE_VAR_called_time), hosts);
    for (size_t h = 0; h < hosts; h++)
        if (steppe_any(steppe_crisis_cell(world, STEPPE_VAR_unrest_waves, h)))
            steppe_crisis_calls(world, constants, h);
    if (world->month % 12 == 0 && !steppe_world_is_filled(world))
        steppe_crisis_games(world, constants);
}

// ---- start --------------------------------------------------------------------------------------

static enum steppe_pact_rule rule_of(const char *text) {
    if (strcmp(text, "leader") == 0) return STEPPE_PACT_LEADER;
    // Weights by GDP are for funds; in a pact each head counts.
    const bool most = strcmp(text, "majority") == 0 || strcmp(text, "weighted") == 0;
    return most ? STEPPE_PACT_MAJORITY : STEPPE_PACT_CONSENSUS;
}

static bool read_pacts(struct steppe_setup *setup, struct steppe_crisis *constants) {
    const struct steppe_model *model = setup->model;
    const size_t count = model->axes[STEPPE_AXIS_INSTITUTION].count;
    const double *membership = steppe_setup_start(setup, STEPPE_VAR_membership);
    struct steppe_pact *pacts = STEPPE_TAKE(setup->arena, count + 1, struct steppe_pact);
    if (!pacts) return false;
    for (size_t k = 0; k < count; k++) {
        const struct steppe_institution *it = &model->institutions[k];
        if (!steppe_institution_owes(it, STEPPE_OBLIGATION_MUTUAL_DEFENCE)) continue;
        if (it->leader < 0 || constants->power_of[it->leader] < 0) continue;
        size_t members = 0;
        for (size_t a = 0; a < constants->actors; a++)
            members += membership[k * constants->actors + a] == STEPPE_STATUS_MEMBER;
        pacts[constants->pact_count++] = (struct steppe_pact){
            .institution = k,
            .power = (size_t)constants->power_of[it->leader],
            .leader = (uint16_t)it->leader,
            .rule = rule_of(it->decision_rule),
            .others = members > 2 ? members - 2 : 0};
    }
    constants->pacts = pacts;
    return true;
}

// Trade of the base, summed as the month does, so that it is met bit for bit.
static void read_trade(struct steppe_setup *setup, const struct steppe_crisis *constants,
                       steppe_real *trade) {
    const double *goods = steppe_setup_start(setup, STEPPE_VAR_goods_trade);
    const double *fuels = steppe_setup_start(setup, STEPPE_VAR_fuel_trade);
    const size_t others = constants->powers + constants->hosts;
    for (size_t p = 0; p < constants->powers; p++)
        for (size_t i = 0; i < others; i++) {
            const size_t a = constants->power_actor[p];
            const size_t b = i < constants->powers ? constants->power_actor[i]
                                                   : constants->host_actor[i - constants->powers];
            const size_t there = a * constants->actors + b, back = b * constants->actors + a;
            trade[p * others + i] = ((steppe_real)goods[there] + (steppe_real)goods[back]) +
                                    ((steppe_real)fuels[there] + (steppe_real)fuels[back]);
        }
}

static void read_kin(const struct steppe_setup *setup, const struct steppe_crisis *constants,
                     steppe_real *kin) {
    for (size_t p = 0; p < constants->powers; p++)
        for (size_t h = 0; h < constants->hosts; h++) {
            const int32_t at[STEPPE_AXES_MAX] = {(int32_t)p, (int32_t)h, -1};
            const struct steppe_figure *figure = steppe_model_figure(setup->model, STEPPE_VAR_kin,
                                                                     at, setup->known_month, 0);
            kin[p * constants->hosts + h] = figure ? (steppe_real)figure->value : STEPPE_R(0);
        }
}

static void read_able(struct steppe_setup *setup, struct steppe_crisis *constants, size_t *able) {
    for (size_t p = 0; p < constants->powers; p++)
        if (steppe_setup_median(setup, STEPPE_CRISIS_FORCE_RATE, p) > 0 ||
            steppe_setup_median(setup, STEPPE_CRISIS_COERCION_RATE, p) > 0)
            able[constants->able_count++] = p;
    constants->able = able;
}

static void number_actors(const struct steppe_axis_table *axis, size_t actors, int32_t *number) {
    for (size_t a = 0; a < actors; a++) number[a] = -1;
    for (size_t i = 0; i < axis->count; i++) number[axis->actor_at[i]] = (int32_t)i;
}

static bool prepare(struct steppe_setup *setup, struct steppe_error *error) {
    const struct steppe_model *model = setup->model;
    const struct steppe_axis_table *host_axis = &model->axes[STEPPE_AXIS_HOST];
    const struct steppe_axis_table *power_axis = &model->axes[STEPPE_AXIS_POWER];
    const size_t actors = model->axes[STEPPE_AXIS_ACTOR].count;
    const size_t hosts = host_axis->count, powers = power_axis->count;
    struct steppe_crisis *constants = STEPPE_TAKE(setup->arena, 1, struct steppe_crisis);
    int32_t *numbers = STEPPE_TAKE(setup->arena, 2 * actors, int32_t);
    size_t *able = STEPPE_TAKE(setup->arena, powers + 1, size_t);
    steppe_real *trade = STEPPE_TAKE(setup->arena, powers * (powers + hosts) + 1, steppe_real);
    steppe_real *kin = STEPPE_TAKE(setup->arena, powers * hosts + 1, steppe_real);
    const uint32_t lag = steppe_model_parameter(model, "security.base_lag");
    if (constants && numbers)
        *constants = (struct steppe_crisis){
            .actors = actors,
            .hosts = hosts,
            .powers = powers,
            .domains = model->axes[STEPPE_AXIS_DOMAIN].count,
            .host_actor = host_axis->actor_at,
            .power_actor = power_axis->actor_at,
            .host_of = numbers,
            .power_of = numbers + actors,
            .base_lag = lag == UINT32_MAX ? STEPPE_NOWHERE : setup->layout->param_offsets[lag],
            .security = steppe_model_element(model, STEPPE_AXIS_DOMAIN, "security"),
            .trade = trade,
            .kin = kin,
        };
    if (numbers) number_actors(host_axis, actors, numbers);
    if (numbers) number_actors(power_axis, actors, numbers + actors);
    if (!constants || !numbers || !able || !trade || !kin || !read_pacts(setup, constants))
        return steppe_error_set(error, STEPPE_CODE_MEMORY, (struct steppe_place){0},
                                "no memory for the constants of crisis");
    read_kin(setup, constants, kin);
    read_trade(setup, constants, trade);
    read_able(setup, constants, able);
    steppe_setup_parameters(setup, constants->offsets, STEPPE_COUNT(params));
    steppe_setup_streams(streams, constants->streams, STEPPE_COUNT(streams));
    setup->constants = constants;
    return true;
}

const struct steppe_mechanism STEPPE_NAMED(steppe_mechanism_crisis) = {
    .name = "crisis",
    .summary = "Hosts call for force and it comes or does not; powers coerce, or come uncalled.",
    .equation =
        "Pr(asks | wave, member) = logit^-1[logit s + c D[a]]; Pr(leader for it) = "
        "logit^-1[logit(q/P) + c_att ln att + c_a D[a]], members vote; p in {stay, coerce, force}: "
        "Pr(k) = p0_k e^(lambda D[u_k])/sum; u_coerce = g prize_c - cost; u_force = "
        "E[prize_f - kappa/att] - sum_j L_ij stake_pj damage - cost sum_r Pr(r) share_pr; "
        "coer' = -coer ln 2/hl",
    .source = "crescenzi-2012; mckelvey-palfrey-1998; signorino-1999",
    .every_months = 1,
    .uses = uses,
    .use_count = STEPPE_COUNT(uses),
    .params = params,
    .param_count = STEPPE_COUNT(params),
    .streams = streams,
    .stream_count = STEPPE_COUNT(streams),
    .prepare = prepare,
    .step = step,
};
