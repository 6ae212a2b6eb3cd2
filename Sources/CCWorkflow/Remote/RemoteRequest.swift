/// What the agent of a host is asked to do in one round, or to send back.
struct RemoteRequest {
  enum Line: Hashable, Sendable {
    /// Starts an attempt that was not started yet, in a directory.
    case start(String, directory: String)
    case watch(String)
    /// The same for one that is to end: as long as anything of it lives, it has not.
    case drain(String)
    /// Makes sure that an attempt that was not started never will be.
    case claim(String)
    /// Asks all processes of an attempt to end; one that was not started never will be.
    case terminate(String)
    case kill(String)
    /// Sends some of what was added to the log of an attempt behind so many bytes.
    case log(String, from: Int)
    /// Sends the log and the records of an attempt.
    case fetch(String)
    /// Sends the files of a directory whose names match.
    case fetchFiles(directory: String, pattern: String)
    /// Says what a batch system takes at most.
    case limits
    /// Says what a batch system has of the run.
    case queue
    /// Says the same of the clusters that have these names.
    case clusterQueue(String)
    /// Says what a batch system remembers of jobs that have ended.
    case history([String], clusters: String = "")
    /// Says what jobs used that have ended.
    case usage([String], clusters: String = "")
    /// Says which submissions an attempt was part of.
    case adopt(String)
    /// Hands a batch over, unless that was done.
    case submit(String, options: [String])
    /// Asks jobs of a batch system to end.
    case cancel([String])
    /// Ends them.
    case destroy([String])
    /// Lets batches begin that were handed over to be held.
    case release([String])
    /// Lets batches run on nodes that they were handed over to avoid.
    case include([String])
  }

  /// How jobs are started there: as processes, or by a batch system on behalf of a run.
  enum Starter: Hashable, Sendable {
    case process
    case slurm(run: String)
  }

  /// Random; the answer repeats it.
  let nonce: String
  /// A directory there, where all paths begin; `~/` is the home.
  let root: String
  /// The boot in which it is to happen; nil for any.
  ///
  /// A restart may have taken records that were there: after it nothing is started or claimed.
  var boot: String?
  var starter = Starter.process
  /// Whether an archive follows that is unpacked before anything is started.
  var hasFiles = false
  var lines: [Line] = []

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ fields: [String]) {
      for (place, field) in fields.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: "\t")) }
        bytes += field.utf8
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    add(["cms", "1", nonce])
    add(["root", root])
    switch starter {
    case .process: add(["starter", "process"])
    case .slurm(let run): add(["starter", "slurm", run])
    }
    if let boot { add(["boot", boot]) }
    add(["files", hasFiles ? "yes" : "no"])
    for line in lines { add(line.fields) }
    add(["end"])
    return bytes
  }
}

extension RemoteRequest.Line {
  fileprivate var fields: [String] {
    switch self {
    case .start(let attempt, let directory): ["start", attempt, directory]
    case .watch(let attempt): ["watch", attempt]
    case .drain(let attempt): ["drain", attempt]
    case .claim(let attempt): ["claim", attempt]
    case .terminate(let attempt): ["term", attempt]
    case .kill(let attempt): ["kill", attempt]
    case .log(let attempt, let offset): ["log", attempt, "\(offset)"]
    case .fetch(let attempt): ["fetch", attempt]
    case .fetchFiles(let directory, let pattern): ["fetchfile", directory, pattern]
    case .limits: ["limits"]
    case .queue: ["queue"]
    case .clusterQueue(let clusters): ["queue", clusters]
    case .history(let jobs, let clusters):
      ["history", jobs.joined(separator: ",")] + SlurmClusters.option(clusters)
    case .usage(let jobs, let clusters):
      ["usage", jobs.joined(separator: ",")] + SlurmClusters.option(clusters)
    case .adopt(let attempt): ["adopt", attempt]
    case .submit(let batch, let options): ["submit", batch] + options
    case .cancel(let jobs): ["cancel"] + jobs
    case .destroy(let jobs): ["destroy"] + jobs
    case .release(let batches): ["release"] + batches
    case .include(let batches): ["include"] + batches
    }
  }
}
