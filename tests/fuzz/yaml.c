// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// yaml: any bytes into the YAML reader. It must end, and a tree must keep its promises: depth,
// places within the text, texts that end with a zero, counts that are those of the children.
#include <string.h>

#include "builder.h"

static void check_node(const struct steppe_yaml *node, unsigned depth) {
    steppe_must(depth <= STEPPE_YAML_DEPTH_MAX + 1);
    steppe_must(node->place.line > 0 && node->place.column > 0);
    if (node->kind == STEPPE_YAML_TEXT) {
        steppe_must(node->text[node->length] == '\0');
        steppe_must(node->first == NULL);
    }
    if (node->exact) steppe_must(memchr(node->text, '\n', node->length) == NULL);
    size_t children = 0;
    for (const struct steppe_yaml *child = node->first; child; child = child->next) {
        steppe_must((child->key != NULL) == (node->kind == STEPPE_YAML_MAP));
        check_node(child, depth + 1);
        children++;
    }
    steppe_must(children == node->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct fuzz_builder *fuzz = fuzz_builder_make();
    const struct steppe_file *file = fuzz_file(fuzz, "fuzz.yaml", data, size);
    const struct steppe_yaml *root = file ? steppe_yaml_read(&fuzz->builder, file) : NULL;
    if (root) {
        check_node(root, 1);
        double number;
        struct steppe_date date;
        int32_t months;
        // Each getter either sets its value or says why not.
        for (const struct steppe_yaml *entry = root->first; entry && entry->key;
             entry = entry->next) {
            (void)steppe_yaml_get_number(&fuzz->builder, root, entry->key, true, &number);
            (void)steppe_yaml_get_date(&fuzz->builder, root, entry->key, true, &date);
            (void)steppe_yaml_get_months(&fuzz->builder, root, entry->key, true, &months);
        }
    } else {
        steppe_must(fuzz->findings.error_count > 0 || fuzz->builder.failed);
    }
    fuzz_builder_free(fuzz);
    return 0;
}
