#!/bin/sh
# Made by 'archgen --install-hook'. Run that again to change it: the last lines, one for each
# description, are kept and replaced by their file name.
#
#   verify      refuses a commit whose generated files do not fit its description. It looks at what
#               would be committed (the index), not at the work tree.
#   regenerate  generates in the work tree and stages the result.
set -u
GIT_LITERAL_PATHSPECS=1 # names may hold what patterns are made of
export GIT_LITERAL_PATHSPECS

fail() { # fail TEXT
    printf 'archgen: %s\n' "$1" >&2
    exit 1
}

quoted() { # quoted WORD...: prints the words for a shell, with a blank before each
    for word; do
        case $word in
        '' | *[!A-Za-z0-9_./=:@%+,-]*)
            printf " '%s'" "$(printf '%s' "$word" | sed "s/'/'\\\\''/g")"
            ;;
        *) printf ' %s' "$word" ;;
        esac
    done
}

is_committed() { # is_committed FILE: true if the commit has this file
    git ls-files --error-unmatch -- "$1" >/dev/null 2>&1
}

run_on_inputs() { # run_on_inputs COMMAND FILE OPTION...: with what is read, below the work tree
    command=$1 file=$2
    shift 2
    for option; do
        shift
        case $option in
        --data=/* | --target=/*) continue ;;
        --data=*) set -- "$@" "${option#*=}" ;;
        --target=*/*) set -- "$@" "${option#*=}" ;;
        esac
    done
    "$command" "$file" "$@"
}

copy_from_index() { # copy_from_index PATH...
    git ls-files -z -- "$output" "$@" |
        git checkout-index -z -q -f --stdin --prefix="$copy/"
}

are_staged() { # are_staged PATH...
    git diff --quiet -- "$@"
}

tell_cure() { # tell_cure FILE OUTPUT OPTION...
    cure_file=$1 cure_output=$2
    shift 2
    {
        echo 'Generate, stage and commit again:'
        echo "  archgen$(quoted "$@" -o "$cure_output" "$cure_file")"
        echo "  git add$(quoted "$cure_file" "$cure_output")"
    } >&2
}

look() { # look OPTION...: compares in the copy
    stale=$(cd "$copy" && archgen --quiet --check "$@" -o "$output" "$file")
    code=$?
}

verify() { # verify FILE OUTPUT OPTION...
    file=$1 output=$2
    shift 2
    copy=$(mktemp -d) || fail 'no folder for temporary files'
    trap 'rm -rf "$copy"' EXIT
    trap 'exit 1' HUP INT TERM
    run_on_inputs copy_from_index "$file" "$@" || fail "cannot read the index of git"
    code=0 # a commit without the description has nothing to compare
    [ ! -f "$copy/$file" ] || look "$@"
    rm -rf "$copy"
    trap - EXIT HUP INT TERM
    case $code in
    0) return 0 ;;
    1)
        echo "archgen: the commit is refused: '$output' does not fit '$file'" >&2
        printf '%s\n' "$stale" | sed -e '/^--- /,$d' -e 's/^/  /' | sed -e '11,$d' >&2
        tell_cure "$file" "$output" "$@"
        ;;
    *) echo "archgen: the commit is refused: '$file' cannot be generated" >&2 ;;
    esac
    exit 1
}

regenerate() { # regenerate FILE OUTPUT OPTION...
    # With 'git commit FILE' the index is a temporary one: what is staged here would be lost.
    case ${GIT_INDEX_FILE-} in
    *next-index-*)
        verify "$@"
        return
        ;;
    esac
    file=$1 output=$2
    shift 2
    is_committed "$file" || return 0
    run_on_inputs are_staged "$file" "$@" || {
        echo "archgen: the commit is refused: what '$file' reads has changes that are not staged" >&2
        fail "stage all of it (git add$(quoted "$file")), or put it aside (git stash --keep-index)"
    }
    archgen --quiet "$@" -o "$output" "$file" ||
        fail "the commit is refused: '$file' cannot be generated"
    git add -A -- "$output" || fail "the commit is refused: '$output' cannot be staged"
}

command -v archgen >/dev/null ||
    fail "the commit is refused: archgen is not on the PATH ('git commit --no-verify' does without)"

