// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 the steppe authors
//
// files: bytes of the model's folder. In: names below the folder. Out: checked text in the arena,
// and the sum of what was read.
#include "model/files.h"

#include <stdio.h>
#include <string.h>

#include "base/os.h"
#include "base/text.h"
#include "model/builder.h"

static struct steppe_place file_alone(const char *name) {
    return (struct steppe_place){.file = name};
}

// Eight bytes as a number, low byte first on every machine.
static uint64_t word_at(const char *text) {
    const unsigned char *byte = (const unsigned char *)text;
    return (uint64_t)byte[0] | (uint64_t)byte[1] << 8 | (uint64_t)byte[2] << 16 |
           (uint64_t)byte[3] << 24 | (uint64_t)byte[4] << 32 | (uint64_t)byte[5] << 40 |
           (uint64_t)byte[6] << 48 | (uint64_t)byte[7] << 56;
}

// FNV-1a over eight bytes at a time, for provenance, not for safety.
static uint64_t hash_bytes(const char *text, size_t length) {
    uint64_t hash = UINT64_C(14695981039346656037) ^ length;
    size_t at = 0;
    for (; at + 8 <= length; at += 8) {
        hash = (hash ^ word_at(text + at)) * UINT64_C(1099511628211);
        hash ^= hash >> 29;
    }
    for (; at < length; at++) {
        hash = (hash ^ (unsigned char)text[at]) * UINT64_C(1099511628211);
    }
    return hash ^ hash >> 32;
}

// By its name below the folder, so that a moved model keeps its hash.
static bool remember_hash(struct steppe_model_builder *builder, const char *name,
                          const struct steppe_file *file) {
    struct steppe_file_hash *item = steppe_builder_grow(builder, (void **)&builder->file_hashes,
                                                        &builder->file_hash_capacity,
                                                        builder->file_hash_count, sizeof *item);
    if (!item) return false;
    *item = (struct steppe_file_hash){name, hash_bytes(file->text, file->length), file};
    builder->file_hash_count++;
    return true;
}

void steppe_file_hash_all(const struct steppe_model_builder *builder, char hash[17]) {
    uint64_t sum = 0;
    // Order of reading must not matter: each name is mixed with its content, then all are added.
    for (size_t i = 0; i < builder->file_hash_count; i++) {
        const struct steppe_file_hash *item = &builder->file_hashes[i];
        uint64_t name = hash_bytes(item->name, strlen(item->name));
        uint64_t mixed = (name ^ item->hash) * UINT64_C(0x9e3779b97f4a7c15);
        mixed = (mixed ^ mixed >> 31) * (item->hash | 1);
        sum += mixed ^ mixed >> 29;
    }
    snprintf(hash, 17, "%016llx", (unsigned long long)sum);
}

// ---- text ---------------------------------------------------------------------------------------

const char *steppe_file_line(struct steppe_model_builder *builder, const struct steppe_file *file,
                             size_t at) {
    size_t start = at, end = at;
    while (start > 0 && file->text[start - 1] != '\n') start--;
    while (end < file->length && file->text[end] != '\n') end++;
    if (end > start && file->text[end - 1] == '\r') end--;
    if (end - start > STEPPE_SOURCE_LINE_MAX) {
        end = start + STEPPE_SOURCE_LINE_MAX;
        while (end > start && ((unsigned char)file->text[end] & 0xc0) == 0x80)
            end--; // whole letters
    }
    const char *line = steppe_builder_copy(builder, file->text + start, end - start);
    return line ? line : "";
}

const char *steppe_file_line_of(struct steppe_model_builder *builder, struct steppe_place place) {
    for (size_t i = 0; i < builder->file_hash_count; i++) {
        const struct steppe_file *file = builder->file_hashes[i].file;
        if (strcmp(file->name, place.file) != 0) continue;
        const char *at = file->text;
        for (uint32_t line = 1; line < place.line && at; line++) {
            at = strchr(at, '\n');
            if (at) at++;
        }
        return at ? steppe_file_line(builder, file, (size_t)(at - file->text)) : NULL;
    }
    return NULL;
}

struct steppe_place steppe_file_place(const struct steppe_file *file, size_t at) {
    struct steppe_place place = {.file = file->name, .line = 1, .column = 1};
    if (at > file->length) at = file->length;
    size_t start = 0;
    for (size_t i = 0; i < at; i++) {
        if (file->text[i] != '\n') continue;
        place.line++;
        start = i + 1;
    }
    place.column = (uint32_t)(at - start) + 1;
    return place;
}

const struct steppe_file *steppe_file_of_text(struct steppe_model_builder *builder,
                                              const char *name, const char *text, size_t length) {
    struct steppe_file *file = STEPPE_BUILDER_TAKE(builder, 1, struct steppe_file);
    if (!file) return NULL;
    file->name = name;
    size_t mark = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; // byte order mark
    file->text = text + mark;
    file->length = length - mark;
    size_t bad = 0;
    if (steppe_text_is_utf8(file->text, file->length, &bad)) return file;
    const char *message = file->text[bad] ? "these bytes are not UTF-8"
                                          : "a zero byte in a text file";
    steppe_builder_fault(builder, steppe_file_place(file, bad), 1, NULL, "text in UTF-8", NULL,
                         "%s", message);
    return NULL;
}

const char *steppe_file_path(struct steppe_model_builder *builder, const char *name) {
    size_t size = strlen(builder->folder) + strlen(name) + 2;
    char *path = steppe_builder_take(builder, size, 1);
    if (path) snprintf(path, size, "%s/%s", builder->folder, name);
    return path;
}

// A refusal of memory ends the load; any other reason is told as a finding at the file.
static void tell_refusal(struct steppe_model_builder *builder, const char *name,
                         const struct steppe_error *error) {
    if (error->code == STEPPE_CODE_MEMORY) {
        steppe_builder_refuse(builder, error->code, "%s", error->message);
    } else {
        steppe_builder_fault(builder, file_alone(name), 1, NULL, NULL, NULL, "%s", error->message);
    }
}

const struct steppe_file *steppe_file_read(struct steppe_model_builder *builder, const char *name,
                                           bool required) {
    const char *path = steppe_file_path(builder, name);
    const char *kept = steppe_builder_copy(builder, name, strlen(name));
    if (!path || !kept) return NULL;
    if (!strchr(name, '/')) { // what stands directly in the folder was listed
        bool listed = false;
        for (size_t i = 0; i < builder->listing_count && !listed; i++) {
            listed = strcmp(builder->listing[i], name) == 0;
        }
        if (!listed && required) {
            steppe_builder_fault(builder, file_alone(path), 1, NULL, "a file of this name", NULL,
                                 "the file is missing");
        }
        if (!listed) return NULL;
    }
    char *text = NULL;
    size_t length = 0;
    struct steppe_error error = {0};
    // A pipe would be waited for without end, and other devices are no tables either.
    if (steppe_os_is_special(path)) {
        steppe_builder_fault(builder, file_alone(path), 1, NULL, "a file", NULL,
                             "this is a pipe or a device");
        return NULL;
    }
    if (!steppe_os_read_file(path, STEPPE_FILE_BYTES_MAX, builder->arena, &text, &length, &error)) {
        tell_refusal(builder, path, &error);
        return NULL;
    }
    const struct steppe_file *file = steppe_file_of_text(builder, path, text, length);
    return file && remember_hash(builder, kept, file) ? file : NULL;
}

bool steppe_file_list(struct steppe_model_builder *builder, const char *below, const char *ending,
                      const char *const **names, size_t *count) {
    *names = NULL;
    *count = 0;
    const char *const *all = builder->listing;
    size_t all_count = builder->listing_count;
    if (*below) {
        const char *path = steppe_file_path(builder, below);
        struct steppe_error error = {0};
        if (!path) return false;
        if (!steppe_os_is_folder(path)) return true;
        if (!steppe_os_list_folder(path, builder->arena, &all, &all_count, &error)) {
            tell_refusal(builder, path, &error);
            return !builder->failed;
        }
    }
    const char **found = STEPPE_BUILDER_TAKE(builder, all_count + 1, const char *);
    if (!found) return false;
    for (size_t i = 0; i < all_count; i++) {
        if (!steppe_text_ends(all[i], ending)) continue;
        size_t size = strlen(below) + strlen(all[i]) + 2;
        char *name = steppe_builder_take(builder, size, 1);
        if (!name) return false;
        snprintf(name, size, "%s%s%s", below, *below ? "/" : "", all[i]);
        found[(*count)++] = name;
    }
    *names = found;
    return true;
}
