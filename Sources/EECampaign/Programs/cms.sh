#!/bin/sh
# What a script says about itself, in the lines that cms-cc reads and reports.
#
#   . ./cms.sh
#   cms_timer_start training
#   cms_progress 10                       or: cms_progress 10 status=training msg='epoch 3'
#   cms_result accuracy 0.91              or: cms_result runtime 12.5 s
#   cms_timer_stop training               or: cms_timer_stop training failed
#   cms_benchmark                         prints the timers
#
# For any POSIX shell; needs date and awk. `cms-ee generate` puts it into experiments whose scripts
# name it; `cms-ee stopwatch` writes it. No function fails, so that none ends a script under `set -e`.

# What happened to timers, a line each: start or stop, time, date, status, name.
_cms_timers=
_cms_newline='
'

# cms_progress PERCENT [KEY=VALUE...]: says how far the script is. The status is running, and done at
# 100, unless status=WORD is among the pairs; whether the job is done is still up to its exit code.
cms_progress() {
  _cms_line='' _cms_status=running _cms_pid=${SLURM_JOB_ID:-${LSB_JOBID:-$$}} _cms_percent=${1:-0}
  [ "$_cms_percent" = 100 ] && _cms_status="done"
  [ $# -gt 0 ] && shift
  for _cms_pair; do
    case $_cms_pair in
      status=*) _cms_status=${_cms_pair#*=} ;;
      pid=*) _cms_pid=${_cms_pair#*=} ;;
      *=*) _cms_line="$_cms_line ${_cms_pair%%=*}=$(_cms_word "${_cms_pair#*=}")" || : ;;
    esac
  done
  printf '# cloudmesh status=%s progress=%s pid=%s%s\n' \
    "$(_cms_word "$_cms_status")" "$_cms_percent" "$_cms_pid" "$_cms_line" || :
}

# Prints a value as one word, in quotes where it needs them; there is no escape within quotes.
_cms_word() {
  _cms_text=$1
  case $_cms_text in
    *[[:cntrl:]]*) _cms_text=$(printf %s "$_cms_text" | tr '[:cntrl:]' ' ') || : ;;
  esac
  case $_cms_text in
    *\'*\"* | *\"*\'*) printf '"%s"' "$(printf %s "$_cms_text" | tr '"' "'")" ;;
    *\'*) printf '"%s"' "$_cms_text" ;;
    '' | *' '* | \"*) printf "'%s'" "$_cms_text" ;;
    *) printf %s "$_cms_text" ;;
  esac
}

# cms_timer_start NAME: starts a timer; starting and stopping a name again adds to its sum. A subshell,
# as behind a pipe, has timers of its own.
cms_timer_start() { _cms_timer start '' "${1:-}"; }

# cms_timer_stop NAME [STATUS]: stops a timer; the status is ok unless it is given.
cms_timer_stop() { _cms_timer stop "${2:-ok}" "${1:-}"; }

_cms_timer() {
  _cms_timers=$_cms_timers$1\|$(date -u '+%s.%N|%Y-%m-%d %H:%M:%S')\|$2\|$(
    printf %s "$3" | tr '[:cntrl:]' ' '
  )$_cms_newline || :
}

# cms_benchmark [TAG]: prints a line for each timer. One that still runs has the status None and the
# time that has gone by.
cms_benchmark() {
  printf %s "$_cms_timers" | CMS_TAG=${1:-None} CMS_NOW=$(date -u +%s.%N) \
    CMS_MACHINE=$(uname -n)\|$(id -un 2>/dev/null || id -u)\|$(uname -s)\|$(uname -v) \
    LC_ALL=C awk -F '|' '
    # Quotes a cell as RFC 4180 has it, where readers would be misled.
    function cell(text, copy) {
      copy = text
      if (text !~ /[,"]/ && text !~ /^ | $/ &&
          gsub(/\(/, "", copy) == gsub(/\)/, "", copy) &&
          gsub(/\[/, "", copy) == gsub(/\]/, "", copy) &&
          gsub(/\{/, "", copy) == gsub(/\}/, "", copy)) return text
      gsub(/"/, "\"\"", text)
      return "\"" text "\""
    }
    # A date without nanoseconds says N.
    { sub(/N$/, "", $2); name = $5; for (i = 6; i <= NF; i++) name = name "|" $i }
    $1 == "start" {
      if (!(name in date)) names[++count] = name
      begun[name] = $2; date[name] = $3; status[name] = "None"
    }
    $1 == "stop" && name in begun {
      time[name] = $2 - begun[name]; sum[name] += time[name]
      status[name] = $4; delete begun[name]
    }
    END {
      n = split(ENVIRON["CMS_MACHINE"], part, "|")
      version = part[4]; for (i = 5; i <= n; i++) version = version "|" part[i]
      machine = cell(part[1]) "," cell(part[2]) "," cell(part[3]) "," cell(version)
      now = ENVIRON["CMS_NOW"]; sub(/N$/, "", now)
      print "# csv,timer,status,time,sum,start,tag,msg,uname.node,user,uname.system,platform.version"
      for (i = 1; i <= count; i++) {
        name = names[i]
        if (name in begun) { time[name] = now - begun[name]; sum[name] += time[name] }
        printf "# csv,%s,%s,%.3f,%.3f,%s,%s,None,%s\n", cell(name), cell(status[name]), time[name],
          sum[name], date[name], cell(ENVIRON["CMS_TAG"]), machine
      }
    }' || :
}

# cms_result NAME VALUE [UNIT]: reports a measurement, in one line.
cms_result() {
  if [ $# -lt 2 ]; then
    echo 'cms.sh: cms_result wants a name and a value' >&2
    return 0
  fi
  CMS_KEY=${1:-} CMS_VALUE=${2:-} CMS_UNIT=${3:-} CMS_FILE=${0##*/} CMS_NOW=$(date -u +%s.%N) \
    LC_ALL=C awk '
    function json(text) {
      gsub(/[\001-\037]/, " ", text)
      gsub(/[\\"]/, "\\\\&", text)
      return "\"" text "\""
    }
    BEGIN {
      value = ENVIRON["CMS_VALUE"]
      if (value !~ /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$/) value = json(value)
      now = ENVIRON["CMS_NOW"]; sub(/N$/, "", now)
      printf ":::MLLOG {\"namespace\": \"cloudmesh\", \"time_ms\": %.0f, ", now * 1000
      printf "\"event_type\": \"POINT_IN_TIME\", \"key\": \"result\", "
      printf "\"value\": {%s: %s}, ", json(ENVIRON["CMS_KEY"]), value
      printf "\"metadata\": {\"file\": %s", json(ENVIRON["CMS_FILE"])
      if (ENVIRON["CMS_UNIT"] != "") printf ", \"unit\": %s", json(ENVIRON["CMS_UNIT"])
      print "}}"
    }' || :
}
