#!/bin/sh
# The proofs in continuous integration: `./run prove`, where anything that they are about has changed since the revision
# BASE (what is to be merged into). Without an argument, as every night, in any case.
#   ci/prove.sh [BASE]
set -eu
cd "$(dirname "$0")/.."
if [ $# -gt 0 ] && git diff --quiet "$1...HEAD" -- proofs tests/proofs properties docs/catalogue.md docs/contracts.md lib/kernels; then
  echo "prove: nothing that is proved has changed since $1"
  exit 0
fi
exec ./run prove
