// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
#include "world/trade_flows.h"

#include <math.h>

static double figure(const struct steppe_model *model, uint32_t variable, int32_t first,
                     int32_t second, double missing) {
    const int32_t at[STEPPE_AXES_MAX] = {first, second, -1};
    const struct steppe_figure *found = steppe_model_figure(model, variable, at, INT32_MAX,
                                                            model->price_year);
    return found ? found->value : missing;
}

double steppe_trade_flow(const struct steppe_model *model, uint16_t from, uint16_t to) {
    double goods = figure(model, STEPPE_VAR_goods_exports, from, to, 0);
    double fuels = figure(model, STEPPE_VAR_fuel_exports, from, to, 0);
    return goods > fuels ? goods - fuels : 0;
}

double steppe_trade_sanctions(const struct steppe_model *model, uint16_t from, uint16_t to) {
    return figure(model, STEPPE_VAR_sanction_level, from, to, 0);
}

double steppe_trade_gdp(const struct steppe_model *model, uint16_t actor) {
    return figure(model, STEPPE_VAR_gdp_level, actor, -1, (double)NAN);
}
