internal import EECore

/// The shell program by which a host says what it has: sent on standard input, kept nowhere.
///
/// Whatever may hang there is given a few seconds.
enum SurveyScript {
  /// What is asked of a host.
  struct Question: Hashable, Sendable {
    /// Where jobs would write there; `~/` is the home.
    var directory: String
    /// What lists the GPUs there; nil for `nvidia-smi -L`.
    var probe: String?
    /// Whether it has a batch system that is to be asked too.
    var hasSlurm = false
    /// The run whose own jobs are nobody else's; empty for none.
    var run = ""
  }

  /// The words that run it, with ``text(_:nonce:)`` on their standard input.
  static let command = ["sh"]

  /// Returns the program; the answer stands between two lines that begin with `nonce`.
  static func text(_ question: Question, nonce: String) -> [UInt8] {
    let values = [
      ("nonce", nonce), ("directory", question.directory), ("probe", question.probe ?? ""),
      ("slurm", question.hasSlurm ? "yes" : ""), ("run", question.run),
    ]
    let lines = values.map { "\($0)=\(ShellWord.quoted($1))\n" }.joined()
    return Array((lines + body).utf8)
  }

  private static let body = #"""
    unset CDPATH
    tab='\#t'
    nl='
    '

    say() { printf '%s\n' "$*" | sed "s/^/$field$tab/"; }

    tell() { field=$1 && shift && say "$@"; }

    limited() {
      if command -v timeout >/dev/null 2>&1; then timeout -k 1 10 "$@"; else "$@"; fi
    }

    # Says what a command printed, line by line, or why it printed nothing.
    ask() {
      field=$1 && shift
      if said=$(limited "$@" 2>&1); then
        [ -z "$said" ] || say "$said"
      else
        code=$?
        [ "$code" != 124 ] || said='it did not answer within 10 s'
        field=$field-failed
        say "$code$tab${said%%"$nl"*}"
      fi
    }

    memory() {
      while read -r name size unit; do
        [ "$name" != MemTotal: ] || tell memory "${size}$tab$unit"
      done </proc/meminfo
      while IFS=: read -r number kind path; do
        [ "$number$kind" = 0 ] || continue
        while :; do
          file=/sys/fs/cgroup${path%/}/memory.max
          [ ! -r "$file" ] || tell limit "$(cat "$file")"
          [ -n "${path%/}" ] || break
          path=${path%/*}
        done
      done </proc/self/cgroup
    }

    # The processors that jobs may run on, where they can be bound to some.
    processors() {
      command -v taskset >/dev/null 2>&1 || return 0
      while IFS=: read -r name list; do
        [ "$name" != Cpus_allowed_list ] || tell processors "${list#"$tab"}"
      done </proc/self/status
    }

    place() {
      case $directory in
        /*) there=$directory ;;
        '~/'*) there=$HOME/${directory#'~/'} ;;
        '~') there=$HOME ;;
        *) there=$HOME/$directory ;;
      esac
      while [ -n "$there" ] && [ ! -d "$there" ]; do
        [ ! -e "$there" ] || tell blocked "$there"
        there=${there%/*}
      done
      tell place "${there:=/}"
      [ -w "$there" ] || tell sealed "$there"
      ask disk df -Pk -- "$there"
    }

    gpus() {
      if [ -n "$probe" ]; then
        tell asked "$probe"
        ask gpu sh -c "$probe"
      elif command -v nvidia-smi >/dev/null 2>&1; then
        tell asked 'nvidia-smi -L'
        ask gpu nvidia-smi -L
      else
        return
      fi
      command -v nvidia-smi >/dev/null 2>&1 || return
      limited nvidia-smi --query-compute-apps=gpu_uuid,pid --format=csv,noheader 2>/dev/null |
        while IFS=', ' read -r uuid pid; do
          if [ -n "$run" ] && [ -r "/proc/$pid/environ" ] &&
            tr '\0' '\n' <"/proc/$pid/environ" | grep -qxF "CMS_RUN=$run"; then continue; fi
          tell user "$uuid"
        done
    }

    tools() {
      for tool in cat cut date dd df grep kill mkdir mv sed setsid tar tr; do
        command -v "$tool" >/dev/null 2>&1 || tell lacks "$tool"
      done
      [ -r /proc/sys/kernel/random/boot_id ] || tell lacks /proc
      if command -v python3 >/dev/null 2>&1; then ask python python3 -V; fi
    }

    batch() {
      for tool in sbatch squeue scancel scontrol sinfo; do
        command -v "$tool" >/dev/null 2>&1 || tell lacks "$tool"
      done
      command -v sinfo >/dev/null 2>&1 || return
      ask version sinfo --version
      ask partition sinfo -h -o '%P|%a|%D|%c|%m|%l|%G'
      ask config sh -c "scontrol show config | grep -E '^(MaxArraySize|ClusterName) '"
      ask accounting sh -c 'sacct -n -X -S now -o JobID >/dev/null && echo yes'
      ask account sacctmgr -n -P show user "$(id -un)" format=DefaultAccount
    }

    survey() {
      printf '\n%s begin\n' "$nonce"
      tell host "$(uname -n)"
      tell system "$(uname -sr)"
      tell home "$HOME"
      tell cpus "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)"
      [ ! -r /proc/self/status ] || processors
      [ ! -r /proc/meminfo ] || memory
      place
      tools
      gpus
      [ -z "$slurm" ] || batch
      printf '\n%s end\n' "$nonce"
    }

    # What is asked must not read the rest of this program.
    survey </dev/null
    exit 0

    """#
}
