// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// link_costs: what a link costs when it carries a flow, in the form of the Bureau of Public Roads,
//
//   c(v) = a + b (v/k)^p ,  integral of c from 0 to v = v (a + b (v/k)^p / (p + 1))
//
// with b = t0 B and a = t0 and what does not depend on the flow (toll, length). In and out: plain
// numbers in any one unit of cost and any one unit of flow.
#ifndef STEPPE_SOLVE_LINK_COSTS_H
#define STEPPE_SOLVE_LINK_COSTS_H

#include <math.h>
#include <stddef.h>

struct steppe_link_cost {
    double fixed;    // a >= 0
    double variable; // b >= 0; 0: the cost is constant
    double measure;  // 1/k
    double power;    // p > 0; not read where the cost is constant
};

// The cost of a link with unloaded time t0, factor B, power p and capacity k, and what else it
// costs. With B, t0 or p zero the cost is constant and the capacity is not read.
static inline struct steppe_link_cost steppe_link_cost_make(double free_time, double factor,
                                                            double power, double capacity,
                                                            double other) {
    struct steppe_link_cost cost = {.fixed = free_time + other, .power = power};
    if (power == 0) {
        cost.fixed += free_time * factor; // (v/k)^0 = 1 for any v
    } else if (factor * free_time > 0) {
        cost.variable = free_time * factor;
        cost.measure = 1 / capacity;
    }
    return cost;
}

// c(v) - a.
static inline double steppe_link_cost_delay(const struct steppe_link_cost *cost, double flow) {
    if (cost->variable == 0) return 0;
    double x = flow * cost->measure;
    if (cost->power == 4) return cost->variable * (x * x) * (x * x); // nearly all public files
    if (cost->power == 1) return cost->variable * x;
    return cost->variable * pow(x, cost->power);
}

static inline double steppe_link_cost_integral(const struct steppe_link_cost *cost, double flow) {
    return flow * (cost->fixed + steppe_link_cost_delay(cost, flow) / (cost->power + 1));
}

// dc/dv given the delay at v. At v = 0 with p below 1 it has no value: 0 then, so that a Newton
// step that rests on it is long and not nothing.
static inline double steppe_link_cost_slope(const struct steppe_link_cost *cost, double flow,
                                            double delay) {
    if (flow > 0) return cost->power * delay / flow;
    return cost->power == 1 ? cost->variable * cost->measure : 0;
}

#endif
