# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# layers.awk: the rules of layers.sh that one look at the text decides. In: the C files of src/ and
# include/; -v kernels="names of kernel files". Out: one line `file:line: rule: what` per fault.

BEGIN {
    order = "base solve model world record mechanisms sim analysis study report steppe.c cli"
    split(order, list, " ")
    for (i in list) rank[list[i]] = i + 0
    # Narrower than the order. A room missing here sees all rooms below it.
    only["mechanisms"] = " base solve model world mechanisms "
    only["analysis"] = " base solve model record analysis "
    only["report"] = " base model record analysis report "
    only["cli"] = " base report cli "
    split(kernels, list, " ")
    for (i in list) is_kernel[list[i]] = 1
    calls_before = "(^|[^A-Za-z0-9_.>])"
    libm = calls_before "(exp|exp2|expm1|log|log2|log10|log1p|pow|sin|cos|tan|sinh|cosh|tanh|" \
        "asin|acos|atan|atan2|cbrt|hypot|erf|erfc|tgamma|lgamma)"
    memory = calls_before "(malloc|calloc|realloc|aligned_alloc|posix_memalign|strdup|strndup|" \
        "asprintf|vasprintf)\\("
    voice = calls_before \
        "((printf|puts|putchar|exit|_exit|perror)\\(|std(out|err)([^A-Za-z0-9_]|$))"
}

function fault(rule, what) { printf "%s:%d: %s: %s\n", name, FNR, rule, what }

FNR == 1 {
    name = FILENAME
    sub(/^\.\//, "", name)
    room = name
    sub(/^src\//, "", room)
    if (name ~ /^include\//) room = "steppe.h"
    else if (room ~ /\//) sub(/\/.*/, "", room)
    kernel = (name in is_kernel) || name ~ /_kernel\.h$/
    if (room != "steppe.h" && !(room in rank)) fault("room", "there is no room '" room "'")
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    target = $0
    sub(/^[^"]*"/, "", target)
    sub(/".*/, "", target)
    to = target
    if (!sub(/\/.*/, "", to)) fault("include", "\"" target "\" should name its room")
    else if (room == "steppe.h") fault("include", "steppe.h includes no room")
    else if (!(to in rank)) fault("include", "there is no room '" to "'")
    else if (rank[to] > rank[room]) fault("include", room " lies below " to)
    else if (room in only && index(only[room], " " to " ") == 0)
        fault("include", room " does not see " to)
    next
}
{
    code = $0
    gsub(/"([^"\\]|\\.)*"/, "\"\"", code)
    sub(/\/\/.*/, "", code)
    sub(/^[ \t]*\*.*/, "", code)
}
# The prepare function of a mechanism computes constants in double. On lanes such a call would
# promote float, which is an error of the compiler here.
kernel && (code ~ (libm "f\\(") || (room != "mechanisms" && code ~ (libm "\\("))) {
    fault("libm", $0)
}
code ~ memory && name != "src/base/arena.c" { fault("memory", $0) }
room != "cli" && code ~ voice && name !~ /^src\/base\/(error|os)\.c$/ { fault("voice", $0) }
