package import EECore
internal import HostIO

/// A host as it is asked what it has.
package struct HostQuestion: Hashable, Sendable {
  /// As the user calls it.
  package let name: String
  package let kind: String
  /// What ssh is told; nil for this machine.
  package let destination: String?
  let survey: SurveyScript.Question
  /// What is called here so that it can be reached; nil where nothing has to be.
  package let up: String?

  /// Reads what the hosts file says of a host.
  ///
  /// - Throws: ``Diagnostics`` EE105 at what cannot be read.
  package init(_ host: HostSpec) throws(Diagnostics) {
    let owner = "of host '\(host.name)'"
    name = host.name
    kind = host.kind
    let given = try host["ssh"]?.text(of: "'ssh' \(owner)")
    destination = ["local", "slurm"].contains(host.kind) ? given : given ?? host.name
    let directory = try host["directory"]?.text(of: "'directory' \(owner)")
    survey = SurveyScript.Question(
      directory: directory ?? HostQuestion.directory(of: destination),
      probe: try host["probe"]?.text(of: "'probe' \(owner)"), hasSlurm: host.kind == "slurm")
    up = try host["up"]?.text(of: "'up' \(owner)")
  }

  /// A host that no file describes; without a destination this machine.
  package init(
    _ name: String, kind: String, destination: String?, directory: String? = nil,
    probe: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.destination = destination
    survey = SurveyScript.Question(
      directory: directory ?? HostQuestion.directory(of: destination), probe: probe,
      hasSlurm: kind == "slurm")
    up = nil
  }

  /// A host that no file describes, as jobs name it.
  init(named name: String) {
    guard let batch = HostEntry.slurmHost(in: name) else {
      self.init(name, kind: "ssh", destination: name)
      return
    }
    self.init(batch, kind: "slurm", destination: batch == Fleet.here ? nil : batch)
  }

  /// This machine.
  package static let here = HostQuestion(Fleet.here, kind: "local", destination: nil)

  private static func directory(of destination: String?) -> String {
    destination == nil ? Paths.currentDirectory() : HostEntry.usualDirectory
  }

  var transport: Transport { destination.map { Transport.ssh(to: $0) } ?? .local }
}
