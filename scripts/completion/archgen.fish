# SPDX-License-Identifier: MIT
# Completion of archgen for fish. A test compares it with 'archgen --help'.

function __archgen_is_init
    contains -- --init (commandline -opc)
end

complete -c archgen -f
complete -c archgen -n 'not __archgen_is_init' -a '(__fish_complete_suffix .yaml)'
complete -c archgen -n __archgen_is_init -a '(archgen --list samples 2>/dev/null)'
complete -c archgen -l target -x -a '(archgen --list targets 2>/dev/null)' -d 'Generate for this target'
complete -c archgen -l env -x -a 'dev staging prod' -d 'Only this environment'
complete -c archgen -s o -l output -x -a '(__fish_complete_directories)' -d 'Where to write'
complete -c archgen -l check -d 'Show how the output folder differs'
complete -c archgen -l dry-run -d 'List the files that would change'
complete -c archgen -l validate -d 'Report what is wrong with the description'
complete -c archgen -l verify -d 'Compare what two targets describe'
complete -c archgen -l dump -x -a 'document resolved model waivers' -d 'Print a stage as JSON'
complete -c archgen -l list -x -a 'kinds targets checks diagnostics samples' -d 'Print what archgen knows'
complete -c archgen -l explain -x -d 'Print where a value comes from'
complete -c archgen -l explain-id -x -a "(archgen --list diagnostics 2>/dev/null | string replace -r ' .*' '')" -d 'Print the page of a diagnostic'
complete -c archgen -l schema -d 'Print one JSON Schema of the whole description'
complete -c archgen -l fmt -d 'Put the keys of the description in order'
complete -c archgen -l init -d 'Write a description to begin with'
complete -c archgen -l install-hook -d 'Write a pre-commit hook that verifies'
complete -c archgen -l install-hook=regenerate -d 'Write a pre-commit hook that generates'
complete -c archgen -l install-hook=verify -d 'Write a pre-commit hook that verifies'
complete -c archgen -l force -d 'Overwrite files that archgen did not write'
complete -c archgen -l data -x -a '(__fish_complete_directories)' -d 'Take schema/ and templates/ of this folder'
complete -c archgen -l diagnostics -x -a 'text json sarif' -d 'How faults are printed'
complete -c archgen -l report -x -a 'text json' -d 'How standard error tells what was done'
complete -c archgen -l color -x -a 'auto always never' -d 'Colours in faults'
complete -c archgen -s q -l quiet -d 'Print no summary'
complete -c archgen -l version -d 'Print the version'
complete -c archgen -s h -l help -d 'Print the options'
