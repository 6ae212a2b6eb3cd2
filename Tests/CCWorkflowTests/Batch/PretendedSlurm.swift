import HostIO
import TestSupport

@testable import CCWorkflow

/// Commands that stand for Slurm's, and do what a test tells them.
///
/// A job runs at once, as processes of this machine, unless there is a file `hold`; with a file
/// `no-comment` a site removes all comments. What stands in the file `NAME.says` is printed by a command instead of what it would say; of `NAME.fails` the
/// first line is its exit code and the rest goes to standard error, and it has done nothing; after
/// `NAME.loses` it has done its work. With `.once` behind its name such a file counts once.
final class PretendedSlurm {
  static let commands = ["sbatch", "squeue", "sacct", "scancel", "scontrol"]

  private let place: TemporaryDirectory
  private let directory: String

  /// Puts the commands into a directory `bin` of a place.
  init(in place: TemporaryDirectory) throws {
    self.place = place
    directory = place.at("slurm")
    try Directories.ensure("\(directory)/tasks")
    try write("common", Self.common)
    for (name, text) in Self.programs {
      try place.write(
        "bin/\(name)", "#!/bin/sh\nhere=\(directory)\n. \(directory)/common\n\(text)", mode: 0o755)
    }
  }

  var path: String { place.at("bin") }

  func write(_ name: String, _ text: String) throws {
    try Files.replace("\(directory)/\(name)", Array(text.utf8))
  }

  func text(_ name: String) -> String {
    (try? Files.read("\(directory)/\(name)")).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func remove(_ name: String) throws { try Files.remove("\(directory)/\(name)") }

  /// What was called, a line each, without the longest options.
  func calls(of name: String) -> [String] {
    text("calls").split(separator: "\n").map(String.init).filter { $0.hasPrefix("\(name) ") }
  }

  /// The states of jobs and of tasks, by number.
  var states: [String: String] {
    var states: [String: String] = [:]
    for name in (try? Directories.names(in: "\(directory)/tasks")) ?? [] {
      states[name] = text("tasks/\(name)").split(separator: "|").first.map(String.init)
    }
    return states
  }

  /// Lets a job or a task be in a state.
  func set(_ number: String, _ state: String, node: String = "cn1", reason: String = "None") throws
  {
    let rest = text("tasks/\(number)").split(separator: "|", omittingEmptySubsequences: false)
    try write(
      "tasks/\(number)",
      ([state, node, reason] + rest.dropFirst(3).map(String.init)).joined(separator: "|"))
  }

  /// Lets a job that was held run.
  func start(_ number: String, restarts: Int = 0) throws {
    _ = try Spawn.output(of: [
      "sh", "-c", ". '\(directory)/common'; run \(number) \(restarts)", directory,
    ])
  }

  private static let common = #"""
    here=${here:-$0}
    name=${0##*/}
    # What it was told to say counts; where it is to fail it does so.
    printf '%s %s\n' "$name" "$*" >>"$here/calls"
    told() {
      for file in "$here/$1.once" "$here/$1"; do
        [ -e "$file" ] || continue
        case $file in *.once) mv "$file" "$file.used" && file=$file.used ;; esac
        return 0
      done
      return 1
    }
    fail_if_told() {
      told "$1" || return 0
      { read -r code; cat >&2; } <"$file"
      exit "$code"
    }
    fail_if_told "$name.fails"
    if told "$name.says"; then cat "$file"; exit; fi
    set_state() {
      IFS='|' read -r _ rest <"$here/tasks/$1" || return
      printf '%s|%s\n' "$2" "$rest" >"$here/tasks/$1.new" && mv "$here/tasks/$1.new" "$here/tasks/$1"
    }
    # Runs a job or a task of an array.
    run() {
      set_state "$1" RUNNING
      job=${1%%_*} task=
      case $1 in *_*) task=${1#*_} ;; esac
      (
        cd "$(cat "$here/$job.chdir")" || exit
        export SLURM_JOB_ID="$job" SLURMD_NODENAME=cn1
        [ -z "$task" ] || export SLURM_ARRAY_TASK_ID="$task"
        [ "$2" = 0 ] || export SLURM_RESTART_COUNT="$2"
        setsid sh -c 'echo "$$" >"$1"; exec sh "$2"' sh "$here/$1.pid" "$(cat "$here/$job.script")"
        case $? in 0) state=COMPLETED ;; *) state=FAILED ;; esac
        read -r line <"$here/tasks/$1"
        case $line in RUNNING*) set_state "$1" "$state" ;; esac
      ) >/dev/null 2>&1 </dev/null &
    }
    """#

  private static let programs = [
    "sbatch": #"""
    while ! mkdir "$here/lock" 2>/dev/null; do sleep 0.01; done
    number=$(($(cat "$here/number" 2>/dev/null || echo 0) + 1))
    echo "$number" >"$here/number"
    rmdir "$here/lock"
    tasks= comment= job=
    for word do
      case $word in
        --array=*) tasks=${word#--array=} ;;
        --comment=*) comment=${word#--comment=} ;;
        --job-name=*) job=${word#--job-name=} ;;
        --chdir=*) printf %s "${word#--chdir=}" >"$here/$number.chdir" ;;
      esac
    done
    printf %s "$word" >"$here/$number.script"
    [ ! -e "$here/no-comment" ] || comment='(null)'
    line="PENDING||Priority|$job|$comment"
    if [ -n "$tasks" ]; then
      tasks=${tasks%%%*}
      for task in $(seq "${tasks%-*}" "${tasks#*-}"); do echo "$line" >"$here/tasks/${number}_$task"; done
    else
      echo "$line" >"$here/tasks/$number"
    fi
    if [ ! -e "$here/hold" ]; then
      for file in "$here/tasks/$number" "$here/tasks/${number}_"*; do
        [ ! -e "$file" ] || run "${file##*/}" 0
      done
    fi
    fail_if_told sbatch.loses
    case $* in *--cluster*) echo "$number;big" ;; *) echo "$number" ;; esac
    """#,
    "squeue": #"""
    for file in "$here"/tasks/*; do
      case $file in *.new | *'*') continue ;; esac
      read -r line <"$file" && printf '%s|%s\n' "${file##*/}" "$line"
    done
    """#,
    "sacct": "echo 'Slurm accounting storage is disabled' >&2\nexit 1\n",
    "scancel": #"""
    options=$*
    for word do
      case $word in -*) continue ;; esac
      line=
      read -r line <"$here/tasks/$word" 2>/dev/null
      signal=
      case "$line $options" in
        PENDING*--signal*) ;;
        PENDING*) set_state "$word" CANCELLED ;;
        RUNNING*--state=PENDING*) ;;
        RUNNING*--signal=TERM*) signal=TERM ;;
        RUNNING*) set_state "$word" CANCELLED && signal=KILL ;;
      esac
      [ -z "$signal" ] || kill -s "$signal" -- "-$(cat "$here/$word.pid")" 2>/dev/null
    done
    """#,
    "scontrol": "echo 'Configuration data as of now'\necho 'MaxArraySize            = 1001'\n",
  ]
}
