// What became of an attempt: read from its records and from what the kernel says.
extension Agent {
  static let records = #"""
    # Reads the start record of an attempt; fails where it is not whole.
    record() {
      r_host= pid= began= r_boot= gpu= last=
      [ -f "$1/start.$n" ] || return
      while IFS= read -r last; do
        case $last in
          'host '*) r_host=${r_host:-${last#host }} ;;
          'pid '*) pid=${pid:-${last#pid }} ;;
          'began '*) began=${began:-${last#began }} ;;
          'boot '*) r_boot=${r_boot:-${last#boot }} ;;
          'gpu '*) gpu=${gpu:-${last#gpu }} ;;
          end) break ;;
        esac
      done 2>/dev/null <"$1/start.$n"
      [ "$last" = end ]
    }

    # Reads the exit record of an attempt; fails where it is not whole.
    ended() {
      code= last=
      [ -f "$1/exit.$n" ] || return
      while IFS= read -r last; do
        case $last in
          'exit '*) code=${last#exit } ;;
          end) break ;;
        esac
      done 2>/dev/null <"$1/exit.$n"
      [ "$last" = end ] && [ -n "$code" ]
    }

    # Whether the wrapper of the record that was read lives; nobody can say it of another machine.
    lives() {
      if [ "$r_boot" = "$boot" ]; then
        look_up "$pid" && [ "$birth" = "$began" ] && [ "$state" != Z ] && [ "$state" != X ]
      else
        [ "$r_host" != "$host" ]
      fi
    }

    say_running() { say s "$1" "$r_host" "$pid" "$began" "$r_boot" "$gpu"; }

    look() { "look_$starter" "$1"; }

    look_process() {
      if ended "$1"; then
        say x "$1" "$code"
      elif record "$1"; then
        if [ -z "$pid" ]; then
          say c "$1"
        elif lives; then
          say_running "$1"
        elif ended "$1"; then
          # It may have been about to end.
          say x "$1" "$code"
        elif [ -n "$(marked "$1")" ]; then
          # The wrapper may have been killed alone.
          say_running "$1"
        else
          say g "$1"
        fi
      elif [ ! -e "$1/start.0" ] || [ -n "$(marked "$1")" ]; then
        say n "$1"
      elif record "$1"; then
        look "$1"
      elif [ -n "$same" ]; then
        # Whoever began the record is gone and nobody else can: the job has not run and will not.
        say c "$1"
      else
        # A restart may have cut it.
        say g "$1"
      fi
    }

    # The same for one that is to end: as long as anything of it lives, it has not.
    drain() {
      if record "$1" && [ -n "$pid" ] && [ -n "$(marked "$1")" ]; then
        say_running "$1"
      else
        look "$1"
      fi
    }

    # Makes the start record, so that no wrapper runs the job any more; not after a restart, which
    # may have taken a record that was there.
    claim() {
      [ -n "$same" ] && [ ! -e "$1/start.0" ] || return 0
      [ -d "$1" ] || mkdir -p -- "$1" 2>/dev/null
      set -C
      { printf 'claimed\nend\n' >"$1/start.0"; } 2>/dev/null
      set +C
    }

    """#

  static let logs = #"""
    name_log() { names=$names./$1/log$nl; }

    # Sends some of what was added to a log behind so many bytes, in letters that can stand for any.
    say_log() {
      size=${sizes%%" ./$1/log$nl"*}
      size=${size##*[!0-9]}
      count=$((${size:-0} - $2))
      [ "$count" -le 262144 ] || count=262144
      [ "$count" -le "$room" ] || count=$room
      [ "$count" -gt 0 ] || return 0
      room=$((room - count))
      said=$(tail -c "+$(($2 + 1))" -- "$1/log" | head -c "$count" | base64 | tr -d '\n')
      say t "$1" "$2" "$said"
    } 2>/dev/null

    # One command for all logs where none has grown; of all together a megabyte is sent.
    say_logs() {
      names= room=1048576
      each name_log "$logs"
      IFS=$nl
      sizes=$nl$(wc -c -- $names </dev/null 2>/dev/null)$nl
      IFS=$tab
      each say_log "$logs"
    }

    """#
}
