/// Why a runner did not run.
package enum RunnerError: Error {
  /// Another process owns the run and is alive.
  case owned(host: String, pid: Int32)
  /// It was owned on another host, where we cannot see whether that process lives.
  case ownedElsewhere(host: String)
  /// The run was merged into this database from another one, in which it is run.
  case merged(run: String, from: String)
  /// A job was started on another host, where we cannot see whether it lives.
  case jobElsewhere(host: String, directory: String)
  /// A job runs whose node is no job in the file any more.
  case changed(node: String)
  /// Members are to run again as the file says now, and what lists them is gone.
  case unknownMembers(group: String)
  /// A new run was asked for while jobs of the last one may still run.
  case active(run: String, node: String)
  /// An experiment may still run as another node.
  case twin(node: String, of: String, run: String)
  /// A job asks for a host of a kind that jobs cannot be sent to.
  case unsupportedHost(name: String, kind: String)
  /// The whole graph cannot be left to a batch system: nodes, with the reason of each.
  case needsRunner([(node: String, reason: String)])
  /// Not all was handed over, so none of it runs.
  case handOverEnded(String)
  /// The database was removed or replaced while the run went on.
  case databaseGone(path: String)
  /// What was collected ran without us, so there is nothing to go on with.
  case collected(directory: String)
  /// Something is left to run and nothing can start: a defect of this program.
  case stalled
}

extension RunnerError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .owned(let host, let pid):
      "the run is already being run, by process \(pid) on '\(host)'"
    case .ownedElsewhere(let host):
      "the run is owned by a runner on '\(host)'; end it there, or use --take-over if it is gone"
    case .merged(let run, let origin):
      "run \(run) was merged into this database from \(origin), and is only there to be read here; "
        + "name the database that it was begun in, or another one with --db"
    case .jobElsewhere(let host, let directory):
      "the job of '\(directory)' was started on '\(host)' and has not ended; go on there"
    case .changed(let node):
      "'\(node)' may still run but is of another kind in the file; first cms-cc resume"
    case .unknownMembers(let group):
      "what failed of '\(group)' cannot run again as the file says it now: the output that lists its "
        + "members is gone; --new begins another run"
    case .active(let run, let node):
      "'\(node)' of run \(run) may still run; go on with that run first, without --new"
    case .twin(let node, let other, let run):
      "'\(node)' may still run as '\(other)' of run \(run); wait for it, or go on with that run: "
        + "cms-cc resume"
    case .unsupportedHost(let name, let kind):
      "host '\(name)' is of kind '\(kind)' in the hosts file, and jobs of this one cannot be "
        + "sent there: that needs kind 'ssh' or 'slurm'; nothing was started"
    case .needsRunner(let nodes):
      "this workflow needs a runner, so it cannot be handed over; nothing was submitted\n"
        + nodes.prefix(20).map { "  '\($0.node)' \($0.reason)" }.joined(separator: "\n")
    case .handOverEnded(let reason):
      "not all was handed over, and nothing of it runs: \(reason)"
    case .databaseGone(let path):
      "database '\(path)' was removed or replaced while the run went on: nothing more is started, "
        + "jobs that run go on, and what became of them is in '.cms' beside it"
    case .collected(let directory):
      "the experiments of this run were collected from '\(directory)': nothing of it can be run here; "
        + "cms-cc results --collect reads them again"
    case .stalled: "nothing can start although not all has ended; please report this"
    }
  }
}
