// GPUs on which somebody else computes: asked right before they are given to jobs, and while jobs wait
// for them.
extension Agent {
  static let devices = #"""
    # Lists each GPU on which a process computes that is none of the run's, by all of its names: so does
    # a part of it, and its number. Fails where nobody can say.
    find_strangers() {
      case $asked in yes) return 0 ;; no) return 1 ;; esac
      asked=no
      list=$(limited nvidia-smi --query-compute-apps=gpu_uuid,pid --format=csv,noheader 2>/dev/null) ||
        return
      asked=yes
      IFS=$nl
      for line in $list; do
        IFS=$tab
        stranger "${line##*, }" && strangers="$strangers ${line%%,*} "
        IFS=$nl
      done
      IFS=$tab
      [ -n "$strangers" ] || return 0
      whole=no
      list=$(limited nvidia-smi -L 2>/dev/null)
      IFS=$nl
      for line in $list; do
        IFS=$tab
        name=${line##*UUID: }
        name=${name%")"}
        case $line in
          'GPU '*)
            number=${line#GPU }
            whole=no
            case $strangers in
              *" $name "*) whole=yes strangers="$strangers ${number%%:*} " ;;
            esac
            ;;
          *) [ "$whole" = no ] || strangers="$strangers $name " ;;
        esac
        IFS=$nl
      done
      IFS=$tab
    }

    # Whether a process belongs to somebody else.
    stranger() {
      ! tr '\0' '\n' 2>/dev/null <"/proc/$1/environ" | grep -qxF "CMS_RUN=$owner"
    } 2>/dev/null

    limited() {
      if command -v timeout >/dev/null; then timeout -k 1 10 "$@"; else "$@"; fi
    }

    # Says which of some devices somebody else has; fails where there is none.
    say_taken() {
      taken=
      IFS=,
      set -- $1
      IFS=$tab
      for device do
        case $strangers in *" $device "*) say d "$device" && taken=yes ;; esac
      done
      [ -n "$taken" ]
    }

    say_devices() {
      find_strangers || return 0
      say D "$asked"
      say_taken "$devices"
    }

    # Claims an attempt one of whose devices somebody else has: it never starts, and another one may.
    check_devices() {
      [ -n "$3" ] && [ -n "$same" ] && [ ! -e "$1/start.0" ] || return 0
      [ -n "$owner" ] || { owner=${1#.cms/} && owner=${owner%%/*}; }
      find_strangers && say_taken "$3" || return 0
      claim "$1"
      busy=$busy$1$nl
    }

    """#
}
