/// What the agent of a host is asked to do in one round, or to send back.
struct RemoteRequest {
  enum Line: Hashable, Sendable {
    /// Starts an attempt that was not started yet, in a directory, unless somebody else computes on
    /// one of its devices: then it is claimed, and never starts.
    case start(String, directory: String, devices: [String] = [])
    /// Says on which of some devices a process computes that is none of a run's.
    case look(at: [String], run: String)
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
    /// Says what an attempt left below the names in a directory that match; below all where there is no
    /// pattern.
    case list(directory: String, attempt: String, patterns: [String])
    /// Sends a file, or what a link says.
    case file(String)
    /// Sends at most so many bytes of a file from behind what is here of it.
    case piece(RemotePiece, limit: Int)
    /// Says what is there of a file that was sent before.
    case sum(String)
    /// The same, once it was copied from another place where it still is what was sent.
    case copy(from: String, to: String, size: Int, seconds: Int64)
    /// Joins what the archive holds of a file with its beginning, which is there.
    case append(String)
    /// Copies what has just come to another place.
    case share(from: String, to: String)
    /// Says what a batch system takes at most.
    case limits
    /// Says what a batch system has of the run.
    case queue
    /// Says what a batch system remembers of jobs that have ended.
    case history([String])
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
    case .start(let attempt, let directory, let devices):
      ["start", attempt, directory] + (devices.isEmpty ? [] : [devices.joined(separator: ",")])
    case .look(let devices, let run): ["look", devices.joined(separator: ","), run]
    case .watch(let attempt): ["watch", attempt]
    case .drain(let attempt): ["drain", attempt]
    case .claim(let attempt): ["claim", attempt]
    case .terminate(let attempt): ["term", attempt]
    case .kill(let attempt): ["kill", attempt]
    case .log(let attempt, let offset): ["log", attempt, "\(offset)"]
    case .fetch(let attempt): ["fetch", attempt]
    case .list(let directory, let attempt, let patterns): ["list", directory, attempt] + patterns
    case .file(let name): ["file", RemoteFile.escaped(name)]
    case .piece(let piece, let limit):
      [
        "piece", "\(piece.number)", "\(piece.count)", piece.sum.map { "\($0)" } ?? "-",
        piece.token ?? "-", "\(limit)", RemoteFile.escaped(piece.name),
      ]
    case .sum(let name): ["sum", name]
    case .copy(let place, let name, let size, let seconds):
      ["copy", place, name, "\(size)", "\(seconds)"]
    case .share(let place, let name): ["share", place, name]
    case .append(let name): ["append", name]
    case .limits: ["limits"]
    case .queue: ["queue"]
    case .history(let jobs): ["history", jobs.joined(separator: ",")]
    case .adopt(let attempt): ["adopt", attempt]
    case .submit(let batch, let options): ["submit", batch] + options
    case .cancel(let jobs): ["cancel"] + jobs
    case .destroy(let jobs): ["destroy"] + jobs
    case .release(let batches): ["release"] + batches
    }
  }
}

/// A file of which a part is here, or none.
struct RemotePiece: Hashable, Sendable {
  /// By which the answer names it.
  let number: Int
  /// Where it is, below the root there.
  let name: String
  /// How many bytes of its beginning are here.
  var count = 0
  /// Their checksum; nil where it is not known.
  var sum: UInt32?
  /// What the file was when they were sent; nil where that is not known.
  var token: String?
}
