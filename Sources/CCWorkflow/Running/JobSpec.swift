internal import EECore

/// How a node's job is run, as it is kept in the database: a resumed run needs no other file.
///
/// A group or a marker has one too where there is something to decide or to repeat; its command is
/// empty where it has no job of its own.
struct JobSpec: Hashable, Sendable {
  /// A loop: its job is that of each pass.
  struct Loop: Hashable, Sendable {
    let until: ConditionText?
    let max: Int
  }

  var command: [String]
  /// Where it runs, absolute.
  var directory: String
  /// The campaign's directory as the sweep names it, which stays when a study is moved; nil for
  /// jobs that are no experiments.
  let place: String?
  /// What it finds in its environment besides the runner's.
  let environment: [String: String]
  let request: ResourceRequest
  /// A link to the newest log, absolute.
  var logLink: String

  /// The script in its directory that waits for its host; nil where none does.
  var waitingScript: String?
  /// What is sent to another host, and brought back; nil where it runs on this machine only.
  var transfer: JobTransfer?
  /// Nanoseconds that it may run.
  var limit: Int64?
  /// Nanoseconds between the request to end and the kill; nil for the usual ones.
  var grace: Int64?
  var retry: RetryPolicy?
  /// What decides whether it runs.
  var when: ConditionText?
  /// What else has to hold for it to have ended well, all of it.
  var success: [ConditionText] = []
  /// Variables of its environment that are computed when it starts.
  var computed: [String: ConditionText] = [:]
  /// How its parameters are spelled, where a condition may ask for them.
  var parameters: [String: String] = [:]
  /// The pass of the loop that it belongs to, from one.
  var pass: Int?
  /// Of a group: the loop whose passes are its members.
  var loop: Loop?
  /// Of a group: where its members come from once another node is done.
  var output: OutputSource?

  init(
    command: [String], directory: String, place: String? = nil, environment: [String: String],
    request: ResourceRequest = ResourceRequest(), logLink: String
  ) {
    self.command = command
    self.directory = directory
    self.place = place
    self.environment = environment
    self.request = request
    self.logLink = logLink
  }

  var cpus: Int { request.cpus }
  /// What the engine has to know of it.
  var demand: JobDemand {
    JobDemand(request, limit: limit, grace: grace ?? JobDemand.usualGrace, retry: retry)
  }
  /// Whether it is that of a group whose members are not all known yet.
  var isOpen: Bool { loop != nil || output != nil }
}
