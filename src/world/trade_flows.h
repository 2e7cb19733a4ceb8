// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// trade_flows: figures of a model's base year that routes are weighed with.
#ifndef STEPPE_WORLD_TRADE_FLOWS_H
#define STEPPE_WORLD_TRADE_FLOWS_H

#include "model/model.h"

// Goods from one actor to another, fuels apart, USD a year; 0 without a figure.
double steppe_trade_flow(const struct steppe_model *model, uint16_t from, uint16_t to);
// How far one actor sanctions another, 0 to 1; 0 without a figure.
double steppe_trade_sanctions(const struct steppe_model *model, uint16_t from, uint16_t to);
// Gross domestic product, USD a year; NAN without a figure.
double steppe_trade_gdp(const struct steppe_model *model, uint16_t actor);

#endif
