#!/usr/bin/env bash
# Makes the comparison of all experiments: report.html, report.md and report.csv.
set -euo pipefail

: "${CMS_DB:?is set by cms-cc: the database of this workflow}"
: "${CMS_DIRECTORY:?is set by cms-cc: the directory that everything is written to}"

echo "# cloudmesh status=running progress=1 pid=$$"
"${CMS_CC:-cms-cc}" report "$CMS_DB" --output "$CMS_DIRECTORY/report"
echo "# cloudmesh status=done progress=100 pid=$$"
