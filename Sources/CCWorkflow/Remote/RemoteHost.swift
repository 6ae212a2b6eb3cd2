/// A host as its backend has to know it.
struct RemoteHost {
  /// As the hosts file has it.
  let name: String
  let transport: Transport
  /// Where all is kept there; `~/` is the home.
  let root: String
  /// What a shell does before each job there, in the job's directory.
  var prologue: String?
  /// Where what has to outlive the runner is kept here, absolute.
  let records: String
}
