#!/usr/bin/env bash
# The table of allowed includes (docs/architecture.md): lower folders never include higher ones.
set -euo pipefail
cd "$1"
declare -A may=(
  [base]="base"
  [ocr]="base ocr"
  [connectors]="base connectors"
  [workflows]="base ocr connectors workflows"
  [daemon]="base ocr connectors workflows daemon"
  [cli]="base ocr connectors workflows daemon cli"
)
# Only the reader's own files may include ocr/reader/: it alone links the document libraries. The reader reads
# what comes, never what the maker of specimens knows.
bad=0
for folder in "${!may[@]}"; do
  while IFS=: read -r file line text; do
    target=${text#*\"} target=${target%%/*}
    if [[ " ${may[$folder]} " != *" $target "* ]]; then
      echo "$file:$line: $folder/ must not include $target/ (allowed: ${may[$folder]})"; bad=1
    fi
    if [[ "$text" == *'"ocr/reader/'* && "$file" != ocr/reader/* ]]; then
      echo "$file:$line: only ocr/reader/ may include ocr/reader/"; bad=1
    fi
    if [[ "$text" == *'"ocr/specimen/'* && "$file" == ocr/* && "$file" != ocr/specimen/* ]]; then
      echo "$file:$line: ocr/ must not include ocr/specimen/"; bad=1
    fi
  done < <(grep -rnE '^#include "[a-z_]+/' --include='*.h' --include='*.cc' "$folder" || true)
done
exit $bad
