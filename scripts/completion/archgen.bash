# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion of archgen for bash. A test compares it with 'archgen --help'.

_archgen() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} word i
    local options='--target --env --output --check --dry-run --validate --verify --dump --list
        --explain --explain-id --schema --fmt --init --install-hook --force --data --diagnostics --report --color
        --quiet --version --help -o -q -h'
    COMPREPLY=()
    # Bash takes '--name=value' for three words.
    if [[ $current = '=' ]]; then
        current=
    elif [[ $previous = '=' && $COMP_CWORD -ge 2 ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    if [[ ${COMP_WORDS[COMP_CWORD]} = '=' ]]; then
        previous=${COMP_WORDS[COMP_CWORD - 1]}
    fi
    case $previous in
    --target) word="$(archgen --list targets 2>/dev/null)" ;;
    --env) word='dev staging prod' ;;
    --dump) word='document resolved model waivers' ;;
    --list) word='kinds targets checks diagnostics samples' ;;
    --explain-id) word="$(archgen --list diagnostics 2>/dev/null | sed 's/ .*//')" ;;
    --install-hook)
        # Its value may be left out: it is a value only after '='.
        [[ ${COMP_WORDS[COMP_CWORD]} = '=' || ${COMP_WORDS[COMP_CWORD - 1]} = '=' ]] &&
            word='verify regenerate'
        ;;
    --diagnostics) word='text json sarif' ;;
    --report) word='text json' ;;
    --color) word='auto always never' ;;
    --output | --data | -o)
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    esac
    if [[ -z ${word:-} && $current = -* ]]; then
        word=$options
    fi
    if [[ -z ${word:-} ]]; then
        for ((i = 1; i < COMP_CWORD; i++)); do
            [[ ${COMP_WORDS[i]} != --init ]] || word="$(archgen --list samples 2>/dev/null)"
        done
    fi
    if [[ -n ${word:-} ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$word" -- "$current")
        return
    fi
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X '!*.yaml' -- "$current"
        compgen -f -X '!*.yml' -- "$current")
}

complete -F _archgen archgen
