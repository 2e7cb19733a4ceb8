// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// claims: the numbers of a made-up claim as they are printed.
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "report/claims.h"

static const struct steppe_claim_result claim = {
    .name = "trial",
    .title = "A trial",
    .assumed = "Nothing.",
    .open = "nothing.",
    .experiment = "something is done",
    .link = "a link",
    .measured = "money",
    .unit = "mn_USD/year",
    .rises = true,
    .without = 1847,
    .with = 1899,
    .effect = {52.4, 5.07, 3.04, 135.6, 0.976, 0.024, 250},
    .off = {-0.0044, 0.0014, -0.0184, 0.0036, 0.312, 0.63, 250},
    .part = {52.4, 5.07, 3.04, 135.7, 0.976, 0.024, 250},
    .verdict = STEPPE_SUPPORTED,
    .reason = "as claimed",
    .members = 500,
};

static char text[1 << 14];

static const char *printed(const struct steppe_claim_result *of) {
    static const struct steppe_model model = {.title = "Trial"};
    const struct steppe_claims claims = {
        .claims = of, .claim_count = 1, .worlds = 4, .members = 500};
    FILE *file = tmpfile();
    assert_non_null(file);
    steppe_report_claims(file, &model, &claims);
    rewind(file);
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    fclose(file);
    return text;
}

// What is next to nothing beside the effect is 0 in the table of all claims; under the claim, where
// shares of members stand beside it, the numbers say which way they moved.
static void a_row_of_members_that_moved_is_not_shown_as_nothing(void **state) {
    (void)state;
    const char *own = strstr(printed(&claim), "as it is");
    assert_non_null(own);
    const char *row = strstr(own, "link off");
    assert_non_null(row);
    const char *end = strchr(row, '\n'), *span = strstr(row, "-0.0184 to +0.0036");
    if (!span || span > end) fail_msg("%.*s", (int)(end - row), row);
    assert_non_null(strstr(row, "63 %"));
}

// A link that does nothing once it is off: no row of zeros.
static void no_change_has_no_digits(void **state) {
    (void)state;
    struct steppe_claim_result none = claim;
    none.off = (struct steppe_paired){0, 0, 0, 0, 0, 0, 250};
    assert_null(strstr(printed(&none), "0.000"));
    none.off.standard_error = 1e-12;
    assert_null(strstr(printed(&none), "0.000"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_change_has_no_digits),
        cmocka_unit_test(a_row_of_members_that_moved_is_not_shown_as_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
