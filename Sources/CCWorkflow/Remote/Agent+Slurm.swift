// Jobs of a host whose batch system is Slurm: what is said of them is what it prints, and what their
// records say; what follows from that is decided where it is read.
extension Agent {
  static let slurm = #"""
    # What a command says on standard error; the directory is one of ours.
    errors=.cms/errors

    # Shells that nobody logs into often have a shorter path.
    find_slurm() {
      leave_allocation
      command -v sbatch >/dev/null && return
      for shell in sh "${SHELL:-sh}"; do
        found=$("$shell" -l -c 'printf "\n%s" "$PATH"' </dev/null 2>/dev/null)
        PATH=$PATH:${found##*"$nl"}
        command -v sbatch >/dev/null && return
      done
      fail 'there is no sbatch on the PATH'
    }

    # What an allocation says that we are in ourselves is not true of other jobs.
    leave_allocation() {
      [ -n "${SLURM_JOB_ID:-}" ] || return 0
      IFS=$nl
      for name in $(env | sed -n 's/^\(SLURM_[A-Z0-9_]*\)=.*/\1/p'); do
        [ "$name" = SLURM_CONF ] || unset "$name"
      done
      IFS=$tab
    }

    # What it says are its errors, else its last line.
    reason() {
      said= told=
      while IFS= read -r line || [ -n "$line" ]; do
        case $line in
          *': error: '*) told="${told:+$told; }${line#*: error: }" ;;
          *': fatal: '*) told="${told:+$told; }${line#*: fatal: }" ;;
          *) said=${line:-$said} ;;
        esac
      done 2>/dev/null <"$errors.$nonce"
      said=${told:-$said}
      rm -f "$errors.$nonce"
    }

    # Ends a command that goes on and on; what it has done till then nobody knows.
    hurry() {
      if command -v timeout >/dev/null; then timeout -k 5 30 "$@"; else "$@"; fi
    }

    say_limits() {
      find_slurm
      mkdir -p .cms
      size=$(scontrol show config </dev/null 2>"$errors.$nonce")
      code=$?
      reason
      if [ "$code" = 0 ]; then
        size=$(printf '%s\n' "$size" | sed -n 's/^MaxArraySize *= *//p')
        say m "${size:-0}"
      else
        say Q "$code" "$said"
      fi
    }

    # The user's jobs that belong to the run, ended ones as well as long as Slurm remembers them; here or on
    # the clusters that are named.
    say_queue() {
      find_slurm
      mkdir -p .cms
      # By itself Slurm cuts lists of tasks.
      list=$(SLURM_BITSTR_LEN=0 squeue ${1:+"--clusters=$1"} -h -t all -u "$(id -u)" \
        -o '%i|%T|%N|%r|%j|%k' </dev/null 2>"$errors.$nonce")
      code=$?
      reason
      [ "$code" != 0 ] || printf '%s\n' "$list" | grep -F "$run-" | sed "s/^/q$tab/"
      say Q "$code" "$said"
    }

    # Jobs that are in no queue any more, where somebody keeps accounts of them.
    say_history() {
      list=$(hurry sacct ${2:+"$2"} -X -n -P -S now-30days -j "$1" -o JobID,State,ExitCode,NodeList \
        </dev/null 2>"$errors.$nonce")
      code=$?
      reason
      [ "$code" != 0 ] || printf '%s\n' "$list" | sed "s/^/h$tab/"
      say H "$code" "$said"
    }

    # The same of what they used, of which each step has its part.
    say_usage() {
      find_slurm
      mkdir -p .cms
      list=$(hurry sacct ${2:+"$2"} -n -P -S now-30days -j "$1" -o JobID,State,TotalCPU,MaxRSS \
        </dev/null 2>"$errors.$nonce")
      code=$?
      reason
      [ "$code" != 0 ] || printf '%s\n' "$list" | sed "s/^/u$tab/"
      say U "$code" "$said"
    }

    # The newest records of an attempt.
    look_slurm() {
      n=-1
      set +f
      for file in "$1"/start.*; do
        file=${file##*.}
        case $file in *[!0-9]*) continue ;; esac
        [ "$n" -ge "$file" ] || n=$file
      done
      set -f
      if [ "$n" = -1 ]; then
        say r "$1" none
      elif ended "$1"; then
        say r "$1" exited "$n" "$code"
      elif ! record "$1"; then
        say r "$1" cut "$n"
      elif [ -z "$pid" ]; then
        say r "$1" claimed
      else
        say r "$1" started "$n" "$r_host" "$pid"
      fi
      n=0
    }

    # The submissions that an attempt was part of, each with its place there and the job's number.
    adopt() {
      batch=
      while read -r token place; do
        job=
        { read -r job <".cms/$run/.batches/$token/job"; } 2>/dev/null
        [ -z "$job" ] || [ ! -e ".cms/$run/.batches/$token/held" ] || job=$job!
        batch=$batch$tab$token$tab$place$tab${job:--}
      done 2>/dev/null <"$1/batch"
      say b "$1$batch"
      look_slurm "$1"
    }

    cancel() {
      verb=$1
      shift
      if [ "$verb" = cancel ]; then
        scancel --state=PENDING "$@"
        scancel --signal=TERM --full "$@"
      else
        scancel --signal=KILL --full "$@"
        scancel "$@"
      fi
    } >/dev/null 2>&1 </dev/null

    # Makes an option of the batches that another one waits for; fails where one is not there.
    wait_for() {
      option=--dependency=afterok
      IFS=:
      for other in $1; do
        number=
        { read -r number <".cms/$run/.batches/$other/job"; } 2>/dev/null
        option=$option:${number%%;*}
        [ -n "$number" ] || option=
        [ -n "$option" ] || break
      done
      IFS=$tab
      [ -n "$option" ]
    }

    # Lets batches begin that are held, or run on nodes that we have kept them from.
    change() {
      verb=$1 option=
      shift
      for token do
        case $token in -*) option=$token && continue ;; esac
        batch=.cms/$run/.batches/$token
        job=
        { read -r job <"$batch/job"; } 2>/dev/null
        [ -n "$job" ] || continue
        "$verb" "${job%%;*}" "$batch"
      done
    }

    release() {
      [ -e "$2/held" ] || return 0
      if scontrol ${option:+"$option"} release "$1" </dev/null >/dev/null 2>"$errors.$nonce"; then
        rm -f "$2/held"
      else
        reason
        say l "$token" "$said"
      fi
    }

    # What they exclude by themselves stands in the file.
    include() {
      [ -e "$2/excluding" ] || return 0
      nodes=
      read -r nodes <"$2/excluding"
      scontrol ${option:+"$option"} update "JobId=$1" "ExcNodeList=$nodes" && rm -f "$2/excluding"
    } >/dev/null 2>&1 </dev/null

    # Submits what was not submitted; whoever comes twice finds the number of the job.
    submit() {
      token=$1
      batch=.cms/$run/.batches/$token
      shift
      job=
      { read -r job <"$batch/job"; } 2>/dev/null
      if [ -z "$job" ]; then
        # Where it cannot be reached it is not asked for each of them.
        [ -z "$refused" ] || return 0
        find_slurm
        for option do
          shift
          case $option in
            --after=*)
              wait_for "${option#--after=}" || { refused=yes && return 0; }
              set -- "$@" --kill-on-invalid-dep=yes
              ;;
          esac
          set -- "$@" "$option"
        done
        list=$(hurry sbatch --parsable --chdir="$root" --output="$batch/log" --open-mode=append \
          --comment="cms:$token" "$@" "$batch/script" </dev/null 2>"$errors.$nonce")
        code=$?
        reason
        # Sites print what they like around the number.
        IFS=$nl
        for line in $list; do
          line=${line#Submitted batch job }
          line=${line%% on cluster *}
          case ${line%%;*} in '' | *[!0-9]*) ;; *) job=$line ;; esac
        done
        IFS=$tab
        if [ "$code" != 0 ] || [ -z "$job" ]; then
          refused=yes
          say j "$token" - "$code" "${said:-${list##*"$nl"}}"
          return 0
        fi
        printf '%s\n' "$job" >"$batch/job.new" && mv "$batch/job.new" "$batch/job"
      fi 2>/dev/null
      say j "$token" "$job"
    }

    """#
}
