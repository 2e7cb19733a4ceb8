# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: 2026 the steppe authors
#
# count_cases.awk: counts cases in a meson test log of programs that speak as cmocka does:
#   [ RUN      ] name   then   [       OK ] name   or  [  FAILED  ] name   or  [  SKIPPED ] name
# In: the log; -v build=FOLDER, -v tally=FILE. Out: faults and reasons; to the file: three numbers.

function fail(what) {
    failed++
    failed_here++
    printf "FAILED   %s: %s: %s\n%s", build, program, what, said
}

function close_program() {
    if (program == "") return
    if (open_case != "") fail(open_case " never ended (" result ")")
    else if (result != "exit status 0" && failed_here == 0) fail("the program ended with " result)
    else if (cases_here == 0 && failed_here == 0) fail("the program ran no case")
    program = ""
    open_case = ""
    said = ""
    failed_here = 0
    cases_here = 0
}

/^=+ [0-9]+\/[0-9]+ =+$/ { close_program(); in_head = 1; next }
/^Summary of Failures:$/ || /^Ok: +[0-9]+ *$/ { close_program() }
in_head && /^test: / { program = $NF; next }
in_head && /^result: / { sub(/^result: +/, ""); result = $0; next }
/^-+ std(out|err) -+$/ { in_head = 0; next }
in_head || program == "" { next }

/^\[ RUN      \] / {
    open_case = substr($0, 14)
    said = ""
    cases_here++
    next
}
open_case != "" && match($0, /\[       OK \] /) && substr($0, RSTART + 13) == open_case {
    passed++
    open_case = ""
    said = ""
    next
}
open_case != "" && match($0, /\[  SKIPPED \] /) && substr($0, RSTART + 13) == open_case {
    if (RSTART > 1) said = said "  " substr($0, 1, RSTART - 1) "\n"
    if (said == "") fail(open_case " was skipped without a printed reason")
    else {
        skipped++
        printf "SKIPPED  %s: %s: %s\n%s", build, program, open_case, said
    }
    open_case = ""
    said = ""
    next
}
open_case != "" && match($0, /\[  FAILED  \] /) && substr($0, RSTART + 13) == open_case {
    fail(open_case)
    open_case = ""
    said = ""
    next
}
/^=+$/ { next }
{ if (length(said) < 20000) said = said "  " $0 "\n" }

END {
    close_program()
    print passed + 0, failed + 0, skipped + 0 > tally
}
