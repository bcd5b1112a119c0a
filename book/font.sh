#!/usr/bin/env bash
# The mathematical font that pages carry: the part of Latin Modern Math (GUST Font License) that formulas use.
#
#   font.sh OUT.woff2     Debian: fonts-lmodern, fonttools, python3-brotli, fontconfig
set -euo pipefail
[[ -f $1 ]] && exit
pyftsubset "$(fc-list : file | grep -o '.*latinmodern-math.otf')" --output-file="$1" --flavor=woff2 --layout-features='*' \
  --text="0123456789()[]{}|‖∣=<>≤≥≠≈+−·×/,.;:!±∞∑∏∫√∂∇∈→↦⇒⇔∀∃…′″⟨⟩⌈⌉⌊⌋^¯ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
  --unicodes="U+1D434-1D467,U+1D6FC-1D71B,U+210E,U+2061,U+2062,U+200B"
