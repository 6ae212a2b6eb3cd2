# shellcheck shell=bash
# What the scripts of this folder share. To be sourced.

fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# Whether a process has ended. One that nobody has waited for yet still answers `kill -0`.
gone() {
  local stat
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
  stat=${stat##*) }
  [[ ${stat%% *} == Z ]]
}

# Whether the process of a file with its number lives and its command line holds a text.
lives() {
  local pid
  pid=$(cat "$1" 2>/dev/null) && [[ -n $pid ]] && ! gone "$pid" &&
    tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$2"
}

# await SECONDS COMMAND...: runs the command until it succeeds.
await() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "waited in vain for: $*"
    sleep 0.05
  done
}

# Kills every process whose environment holds a line, but for this
# one: where they are named, only those that have a variable too, or such a name.
kill_marked() {
  local file pid variables
  for file in /proc/[0-9]*/environ; do
    pid=${file#/proc/}
    pid=${pid%/environ}
    [[ $pid != "$$" ]] || continue
    variables=$(tr '\0' '\n' 2>/dev/null <"$file") || continue
    [[ $'\n'$variables$'\n' == *$'\n'"$1"$'\n'* ]] || continue
    # shellcheck disable=SC2053 # the third is a pattern
    [[ $'\n'$variables == *$'\n'"${2:-}"* || $(<"/proc/$pid/comm") == ${3:-*} ]] || continue
    kill -KILL "$pid" || true
  done 2>/dev/null
}

# Starts a process that takes DIR down when its owner has ended, however that ended.
keep() {
  local directory=$1 owner=$2
  ! gone "$owner" || fail "no process $owner that could own $directory"
  setsid "$0" keep "$directory" "$owner" "$(start_time "$owner")" \
    </dev/null >/dev/null 2>&1 &
}

# A process number can be given again: with the time of its start it cannot.
start_time() {
  local stat fields
  read -r stat 2>/dev/null <"/proc/$1/stat" || return 0
  read -ra fields <<<"${stat##*) }"
  echo "${fields[19]}"
}

watch_owner() {
  while [[ -e $1 ]] && ! gone "$2" && [[ $(start_time "$2") == "$3" ]]; do sleep 0.5; done
  [[ ! -e $1 ]] || "$0" down "$1"
}

# Prints the first of COUNT ports in a row that nobody listens on. They lie below those that
# clients get, and the number is a random one, so that two who ask at once get different ones.
free_ports() {
  local count=$1 base port used
  used=$(awk '$4 == "0A" { split($2, a, ":"); print a[2] }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  while :; do
    base=$((15000 + (RANDOM * 32768 + RANDOM) % (17000 / count) * count))
    for ((port = base; port < base + count; port++)); do
      [[ $used != *$(printf %04X "$port")* ]] || continue 2
    done
    echo "$base"
    return
  done
}
