# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# names.awk: the rules of names.sh that one look at the text decides. In: tracked files. Out: one
# line `file:line: rule: what` per fault. Run with LC_ALL=C, so that bytes are bytes.
# The forbidden words are pasted together here, so that this file passes its own rules.

BEGIN {
    unfinished = "(^|[^A-Za-z])(TO" "DO|FIX" "ME)([^A-Za-z]|$)"
    machine = "(^|[^A-Za-z0-9_.])/(wo" "rk|ho" "me|ro" "ot)/"
    registry = "(py" "pi\\.org|python" "hosted\\.org|npm" "js\\.(org|com)|crates" "\\.io|deb\\." \
        "debian\\.org|ruby" "gems\\.org|proxy\\.golang" "\\.org|conda\\.ana" "conda)"
    ticket = "[Ii]ss" "ue #?[0-9]"
    unbounded = "(^|[^A-Za-z0-9_])(strcpy|strcat|stpcpy|system|popen)\\("
    banned = "(^|[^A-Za-z0-9_])(sprintf|vsprintf|gets|atoi|atol|atoll|atof|" \
        "strtok|rand|srand|random|drand48|mktemp|tmpnam)\\("
}

function fault(line, rule, what) { printf "%s:%d: %s: %s\n", name, line, rule, what }

function columns(text) {
    gsub(/[\200-\277]/, "", text) # continuation bytes of UTF-8
    return length(text)
}

function close_file() {
    if (name == "") return
    if (is_c && lines > 800) fault(lines, "long-file", lines " lines, 800 are allowed")
    if (is_code && heads < 2) fault(1, "head", "the two SPDX lines are missing from the top")
}

function open_file() {
    close_file()
    name = FILENAME
    sub(/^\.\//, "", name)
    is_c = name ~ /\.(c|h)$/
    is_test = name ~ /^tests\//
    is_product = is_c && name ~ /^(src|include)\//
    is_code = is_c || name ~ /\.(def|sh|awk|py)$/ || name ~ /(^|\/)(meson\.build|Makefile)$/ || \
        name ~ /^(bootstrap|\.ci\/run|meson_options\.txt)$/
    heads = 0
    lines = 0
    in_function = 0
    signature = ""
}

function function_name(text) {
    if (match(text, /STEPPE_NAMED\([a-z_0-9]+\)/)) return substr(text, RSTART, RLENGTH)
    if (match(text, /[A-Za-z_0-9]+\(/)) return substr(text, RSTART, RLENGTH - 1)
    return "?"
}

function begin_function() {
    in_function = 1
    body = ""
    function_at = signature_at
    function_is = function_name(signature)
    if (signature ~ /^static / || function_is ~ /^STEPPE_NAMED/ || !is_product) return
    if (name !~ /\.c$/) return
    if (function_is in defined_in && index(defined_in[function_is], name ":") != 1)
        fault(function_at, "defined-twice", function_is " is also in " defined_in[function_is])
    defined_in[function_is] = name ":" function_at
}

function end_function(    length_lines, limit) {
    in_function = 0
    length_lines = FNR - function_at + 1
    limit = is_test || name ~ /^bench\// ? 90 : 70
    if (length_lines > limit)
        fault(function_at, "long-function",
              function_is " has " length_lines " lines, " limit " are allowed")
    if (!is_product || length_lines < 7) return
    if (body in body_of && body_of[body] != name ":" function_at)
        fault(function_at, "copied", function_is " has the same body as " body_of[body])
    body_of[body] = name ":" function_at
}

FNR == 1 { open_file() }
{
    lines = FNR
    if (FNR <= 5 && /SPDX-License-Identifier: Apache-2\.0/) heads++
    if (FNR <= 5 && /SPDX-FileCopyrightText: 2026 the steppe authors/) heads++
    if ($0 ~ unfinished) fault(FNR, "unfinished", $0)
    if ($0 ~ machine) fault(FNR, "machine-path", $0)
    if ($0 ~ registry) fault(FNR, "registry-host", $0)
    if (is_code && $0 ~ ticket) fault(FNR, "ticket", $0)
    if (is_code && name !~ /\.def$/ && columns($0) > 100)
        fault(FNR, "long-line", columns($0) " columns, 100 are allowed")
    if (is_code && name !~ /Makefile$/ && /\t/) fault(FNR, "tab", "use blanks")
    if (is_code && /[ \t\r]$/) fault(FNR, "line-end", "blanks or a carriage return at the end")
}
!is_c { next }
{
    code = $0
    gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
    sub(/\/\/.*/, "", code)
    if (code ~ banned || (!is_test && code ~ unbounded)) fault(FNR, "banned", $0)
}
is_product && /^struct steppe_[a-z_0-9]+ \{/ {
    if ($2 in struct_in)
        fault(FNR, "defined-twice", "struct " $2 " is also in " struct_in[$2])
    struct_in[$2] = name ":" FNR
}
in_function {
    if (/^}/) end_function()
    else {
        gsub(/[ \t]/, "", code)
        body = body code
    }
    next
}
/^[#\/}]/ || /^[ \t]*$/ { signature = ""; next }
/^[A-Za-z_]/ { signature = ""; signature_at = FNR }
{
    signature = signature code
    if (code ~ /\{ *$/) {
        if (signature ~ /\(/ && signature !~ /=|^(typedef|extern)/) begin_function()
        signature = ""
    } else if (code ~ /[;}] *$/) signature = ""
}
END { close_file() }
