# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the external checks share: finding tools, generating all samples. Sourced by run-*.
#
# Environment (all optional but ARCHGEN):
#   ARCHGEN ARCHGEN_SOURCE ARCHGEN_BUILD   binary, source folder, build folder
#   ARCHGEN_REQUIRE_TOOLS=1                a missing tool fails instead of skipping (77)
#   ARCHGEN_FULL=1                         everything, also what takes minutes
#   ARCHGEN_DEPLOY="SAMPLE/ENVIRONMENT …"  run-deploy: just these
#   ARCHGEN_DEPLOY_KEEP=DIR                run-deploy: writes what it read from both accounts there
#   TERRAFORM                              the terraform to use instead of the one on PATH
#   ARCHGEN_TF_PLUGINS                     a filesystem mirror that holds the real provider
#   ARCHGEN_TFMIRROR                       folder of the provider's stand-in (its `install`)
#   ARCHGEN_NODE                           folder of the node_modules that scripts/setup --all makes
set -uo pipefail

SOURCE=${ARCHGEN_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
BUILD=${ARCHGEN_BUILD:-$SOURCE/build}
: "${ARCHGEN:?set ARCHGEN to the binary under test}"
export JOBS=2
failures=0

skip() { # skip REASON: ends the test; what it needs is not here
  if [[ ${ARCHGEN_REQUIRE_TOOLS:-} = 1 ]]; then
    echo "FAILED: $1, and ARCHGEN_REQUIRE_TOOLS=1"
    exit 1
  fi
  echo "skipped: $1"
  exit 77
}

fail() { # fail TEXT: notes a failure and goes on
  echo "FAILED $1"
  failures=$((failures + 1))
}

finish() { # finish SUMMARY: the last line and the exit code
  echo "$1, $failures failed"
  [[ $failures = 0 ]]
  exit
}

need() { # need TOOL: skips without it
  command -v "$1" >/dev/null || skip "$1 is not installed"
}

need_terraform() { # sets TERRAFORM
  TERRAFORM=${TERRAFORM:-$(command -v terraform)} || skip "terraform is not installed"
  [[ -x $TERRAFORM ]] || skip "terraform is not installed"
  export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0 GOGC=400
}

find_plugins() { # prints the mirror of the real provider, or nothing
  local folder
  for folder in "${ARCHGEN_TF_PLUGINS:-}" "$HOME/.terraform.d/plugins" /usr/share/terraform/plugins \
    /usr/local/share/terraform/plugins /opt/tf-plugins; do
    if [[ -n $folder && -d $folder/registry.terraform.io/hashicorp/aws ]]; then
      echo "$folder"
      return
    fi
  done
}

find_stand_in() { # find_stand_in [--all]: prints the mirror of the provider's stand-in, made if need be, or nothing
  local folder=${ARCHGEN_TFMIRROR:-$SOURCE/../shared/tfmirror} mirror=$BUILD/tfmirror${1:-}
  [[ -x $folder/install ]] || return
  # The installer fetches what it lacks; a test does not.
  /usr/bin/python3 -I -c 'import grpc, msgpack' 2>/dev/null || return
  command -v openssl >/dev/null || return
  "$folder/install" "$@" "$mirror" >/dev/null && echo "$mirror"
}

plugin_versions() { # plugin_versions MIRROR: the provider's versions there
  ls "$1/registry.terraform.io/hashicorp/aws"
}

use_mirror() { # use_mirror MIRROR FILE: points Terraform at it, and nowhere else
  cat >"$2" <<RC
provider_installation {
  filesystem_mirror {
    path    = "$1"
    include = ["registry.terraform.io/hashicorp/*"]
  }
}
RC
  export TF_CLI_CONFIG_FILE=$2
}

make_work() { # sets WORK, a folder that goes away at the end
  WORK=$(mktemp -d)
  trap 'rm -rf "$WORK"' EXIT
}

generate() { # generate FOLDER TARGET [DESCRIPTION…]: FOLDER/<name>/<target>/<env>/…, for all samples
  # and all inputs of golden cases by default
  local folder=$1 target=$2 description name said
  shift 2
  [[ $# -gt 0 ]] || set -- "$SOURCE"/samples/*.yaml "$SOURCE"/samples/{options,init}/*.yaml \
    "$SOURCE"/tests/golden/*/input.yaml
  for description; do
    [[ -e $description ]] || continue
    name=$(basename "$description" .yaml)
    [[ $name != input ]] || name=$(basename "$(dirname "$description")")
    [[ $description != */samples/options/* ]] || name=options-$name
    if ! said=$("$ARCHGEN" --target "$target" --quiet -o "$folder/$name" "$description" 2>&1); then
      fail "$name: archgen --target $target: $said"
    fi
  done
}
