// The processes of attempts, wherever they have gone: they carry a mark in their environment, or
// belong to a session that a wrapper or a process with the mark leads.
extension Agent {
  static let processes = #"""
    # Takes apart what the kernel says about a process; fails where there is none.
    look_up() {
      { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return
      IFS=' '
      # The command's name stands in parentheses and may hold anything.
      set -- ${stat##*) }
      IFS=$tab
      [ $# -gt 19 ] || return
      state=$1 group=$3 session=$4
      shift 19
      birth=$1
    }

    # Prints the files in which the kernel shows the environment of processes of attempts.
    marked() {
      for attempt do
        shift
        set -- "$@" -e "CMS_RECORDS=$root/$attempt/."
      done
      set +f
      grep -lF "$@" /proc/[0-9]*/environ 2>/dev/null
      set -f
    }

    # Finds the processes of attempts, each with its group.
    seek() {
      leaders=' ' sessions=' ' found=' ' carriers=' '
      for attempt do
        record "$attempt" && [ -n "$pid" ] && [ "$r_boot" = "$boot" ] && lives || continue
        leaders="$leaders$pid " sessions="$sessions$pid "
      done
      IFS=$nl
      for file in $(marked "$@"); do
        file=${file#/proc/}
        file=${file%/environ}
        carriers="$carriers$file "
        look_up "$file" && [ "$session" = "$file" ] && sessions="$sessions$file "
        IFS=$nl
      done
      IFS=$tab
      set +f
      set -- /proc/[0-9]*
      set -f
      for file do
        file=${file#/proc/}
        look_up "$file" && [ "$state" != Z ] && [ "$state" != X ] || continue
        case $sessions in *" $session "*) found="$found$file:$group " && continue ;; esac
        case $carriers in *" $file "*) found="$found$file:$group " ;; esac
      done
    }

    terminate() {
      seek "$@"
      IFS=' '
      # Groups at once, so that no child is missed that is just being made.
      for process in $leaders; do
        kill -s TERM -- "-$process"
        kill -s CONT -- "-$process"
      done
      for process in $found; do
        case $leaders in *" ${process#*:} "*) continue ;; esac
        kill -s TERM "${process%:*}"
        kill -s CONT "${process%:*}"
      done
      IFS=$tab
    } 2>/dev/null

    # Ends all but the wrappers, which then record it, until no more are found.
    kill_all() {
      killed=' ' passes=0
      while [ "$passes" -lt 20 ]; do
        passes=$((passes + 1)) new=
        seek "$@"
        IFS=' '
        for process in $found; do
          process=${process%:*}
          case $leaders in *" $process "*) kill -s CONT "$process" && continue ;; esac
          case $killed in *" $process "*) continue ;; esac
          killed="$killed$process " new=yes
          kill -s KILL "$process"
        done
        IFS=$tab
        [ -n "$new" ] || break
      done
    } 2>/dev/null

    """#

  static let starts = #"""
    # Unpacks what follows the request; of what is cut off nothing is used.
    unpack() {
      said=$(tar -xof - 2>&1) || fail "cannot unpack what was sent: $said"
      [ -f ".cms/whole.$nonce" ] || fail 'cannot unpack what was sent: it is cut off'
      rm -f ".cms/whole.$nonce"
    }

    # Keeps what the first of some files says of how often the kernel has killed for want of memory.
    count_kills() {
      for file do
        [ -r "$file" ] || continue
        while IFS=' ' read -r name count; do
          [ "$name" = oom_kill ] && counted="$count $file" && return
        done <"$file"
      done
    } 2>/dev/null

    # Asks the control groups that we run in, and so will jobs, else the machine.
    find_kills() {
      counted=
      while IFS=: read -r number kind place; do
        [ "$place" != / ] || place=
        case ,$kind, in
          *,memory,*)
            set -- "/sys/fs/cgroup/memory$place/memory.oom_control" \
              /sys/fs/cgroup/memory/memory.oom_control
            ;;
          ,,) set -- "/sys/fs/cgroup$place/memory.events" /sys/fs/cgroup/memory.events ;;
          *) continue ;;
        esac
        count_kills "$@"
        [ -z "$counted" ] || return 0
      done </proc/self/cgroup
      count_kills /proc/vmstat
    } 2>/dev/null

    # Starts an attempt that was not started; descriptor 3 is closed when its record is made.
    launch() {
      [ -n "$same" ] && [ ! -e "$1/start.0" ] || return 0
      case $nl$busy in *"$nl$1$nl"*) return 0 ;; esac
      CMS_MEMORY_KILLS=$counted CMS_RECORDS=$root/$1/. \
        setsid sh "$root/.cms/wrapper.sh" "$root/$1" sh "$root/$1/job.sh" \
        </dev/null >>"$1/log" 2>&1 &
    }

    say_started() {
      said=$(look "$1")
      case $nl$busy in *"$nl$1$nl"*) say "$said" && return 0 ;; esac
      case ${said%%"$tab"*}$same in
        [cn]yes) say e "$1" "its wrapper could not write its start record in $root/$1" ;;
        *) say "$said" ;;
      esac
    }

    start_all() {
      command -v setsid >/dev/null || fail 'there is no setsid'
      find_kills
      each check_devices "$starts"
      # Ends when every wrapper has made its record or has ended.
      { each launch "$starts"; } 3>&1 >/dev/null | cat >/dev/null
      each say_started "$starts"
    }

    """#
}
