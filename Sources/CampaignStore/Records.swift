package import HostIO

// What the database keeps of a run, as values.

/// A run of a workflow.
package struct RunRecord: Hashable, Sendable {
  package let id: String
  package let workflow: String
  /// The workflow file, absolute.
  package var file: String
  package let state: String
  package let created: String
  /// When it ended last; nil while somebody runs it.
  package let ended: String?
  /// Raised at every takeover; zero before the first.
  package let owner: Int
  package let ownerHost: String?
  /// The process that owns the run, or owned it last.
  package let ownerProcess: ProcessIdentity?
}

/// A node of a run.
package struct NodeRecord: Hashable, Sendable {
  package enum Kind: String, Sendable {
    case job
    case marker
    case group
  }

  package let name: String
  package let kind: Kind
  /// The group that a member belongs to.
  package let group: String?
  package var state: JobState
  package var cause: String?
  package var progress: Double
  /// Of the experiment that it runs.
  package let uuid: String?
  /// JSON: how it is run.
  package private(set) var job: String?
  /// Fingerprint of all that decides what it does, and whether it counts as done.
  package private(set) var input: String?
  /// JSON object: of a member that is no experiment, its parameters in axis order.
  package let parameters: String?
  /// JSON: of a group whose members are no experiments, its axes as a campaign has them.
  package let axes: String?
  /// JSON: label, shape, style, colour.
  package let appearance: String?
  /// Whether it is a group some of whose members are not known yet.
  package var isOpen: Bool
  /// Whether the workflow file has it.
  package let isPresent: Bool
  /// Attempts beyond the first that it has used by itself.
  package var retries: Int
  /// JSON: the results that its jobs, or its members, are to leave.
  package let results: String?

  package init(
    name: String, kind: Kind, group: String? = nil, state: JobState = .ready, cause: String? = nil,
    progress: Double = 0, uuid: String? = nil, job: String? = nil, input: String? = nil,
    parameters: String? = nil, axes: String? = nil, appearance: String? = nil,
    isOpen: Bool = false, isPresent: Bool = true, retries: Int = 0,
    results: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.group = group
    self.state = state
    self.cause = cause
    self.progress = progress
    self.uuid = uuid
    self.job = job
    self.input = input
    self.parameters = parameters
    self.axes = axes
    self.appearance = appearance
    self.isOpen = isOpen
    self.isPresent = isPresent
    self.retries = retries
    self.results = results
  }
}

extension NodeRecord {
  /// The same node before anything became of it.
  package var asNew: NodeRecord {
    var node = self
    node.state = .ready
    node.cause = nil
    node.progress = 0
    node.retries = 0
    return node
  }

  /// Whether another record is of the same node, run in the same way, whatever became of it.
  package func isMade(as other: NodeRecord) -> Bool {
    name == other.name && kind == other.kind && group == other.group && uuid == other.uuid
      && job == other.job && input == other.input && parameters == other.parameters
      && axes == other.axes && appearance == other.appearance && isOpen == other.isOpen
      && isPresent == other.isPresent && results == other.results
  }

  /// Returns the same node with what another record says of how it is run.
  package func made(as other: NodeRecord) -> NodeRecord {
    var node = self
    node.job = other.job
    node.input = other.input
    return node
  }

  /// Returns the same node with what became of it, and with what it was run for that.
  package func with(stateOf earlier: NodeRecord) -> NodeRecord {
    var node = self
    node.state = earlier.state
    node.cause = earlier.cause
    node.progress = earlier.progress
    node.input = earlier.input
    node.retries = earlier.retries
    return node
  }

  /// The same node of which nobody knows with what it was run: it is stale once it is done.
  package var withUnknownInput: NodeRecord {
    var node = self
    node.input = nil
    return node
  }
}

/// A dependency between two nodes.
package struct EdgeRecord: Hashable, Sendable {
  package let source: String
  package let destination: String

  package init(source: String, destination: String) {
    self.source = source
    self.destination = destination
  }
}

/// One attempt to run a node.
package struct AttemptRecord: Hashable, Sendable {
  /// Random; the token by which its processes are found again.
  package let id: String
  package let node: String
  /// From one.
  package let number: Int
  /// Of its records and log, absolute; the database keeps it as seen from its own directory.
  package let directory: String
  package var state: JobState
  package var cause: String?
  /// The boot in which it was submitted.
  package let boot: String
  package var host: String?
  package var pid: Int?
  package var exitCode: Int?
  /// Jobs that ran beside it at its start.
  package let neighbours: Int
  /// Whether we decided to end it; committed before it is told to.
  package var isKilled: Bool
  /// Why it did not end well, or why we decided to end it; a word of the engine's.
  package var failure: String?
  /// Processors that it was leased.
  package let cpus: Int?
  /// Bytes that it was leased.
  package let memory: Int?
  /// Devices that it was leased, as one text.
  package let gpu: String?
  /// The host that it was sent to, as the hosts file names it; nil for this machine.
  package let place: String?
  /// Numbers of processors that it alone was leased, as one text.
  package let processors: String?
  package let input: String?
  /// UTC text.
  package let submitted: String
  package var started: String?
  package var ended: String?
  package var seconds: Double?
  /// Processor time that it took, in seconds.
  package var cpuSeconds: Double?
  /// Bytes of memory that it had at once at most.
  package var peakMemory: Int?

  package init(
    id: String, node: String, number: Int, directory: String, state: JobState, boot: String,
    neighbours: Int, input: String?, submitted: String, isKilled: Bool = false,
    cpus: Int? = nil, memory: Int? = nil, gpu: String? = nil, processors: String? = nil,
    place: String? = nil
  ) {
    self.id = id
    self.node = node
    self.number = number
    self.directory = directory
    self.state = state
    self.boot = boot
    self.neighbours = neighbours
    self.input = input
    self.submitted = submitted
    self.isKilled = isKilled
    self.cpus = cpus
    self.memory = memory
    self.gpu = gpu
    self.place = place
    self.processors = processors
  }
}
