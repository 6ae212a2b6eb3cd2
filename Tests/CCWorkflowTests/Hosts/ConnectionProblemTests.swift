import Testing

@testable import CCWorkflow

/// What is made of what ssh says.
@Suite struct ConnectionProblemTests {
  private static let changed = """
    @    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
    Host key for far has changed and you have requested strict checking.
    Host key verification failed.
    """

  private func problem(_ errors: String, _ destination: String) -> ConnectionProblem {
    ConnectionProblem(
      "Host key verification failed.", errors: errors, isLate: false, destination: destination)
  }

  @Test(arguments: [
    ("me@far", "far"), ("far:2222", "'[far]:2222'"), ("me@[::1]:2222", "'[::1]:2222'"),
  ])
  func `a changed key is forgotten by the name that it is known by`(to: String, name: String) {
    let found = problem(Self.changed, to)
    #expect(
      found.summary == """
        its host key has changed, so nothing is sent there: find out why; only if that is right, \
        remove the known one: ssh-keygen -R \(name); then call 'ssh \(to)' once by hand, and compare \
        the new one
        """)
  }

  @Test func `where ssh says how a key is forgotten, that is what is said`() {
    let command = "ssh-keygen -f \"/home/me/.ssh/known_hosts\" -R \"far\""
    let found = problem("  remove with:\r\n  \(command)\r\n\(Self.changed)", "far")
    #expect(found.summary.contains("remove the known one: \(command); then"), "\(found.summary)")
  }

  @Test func `of other problems a run says what ssh says`() {
    let text = "ssh: connect to host far port 22: Connection refused"
    let found = ConnectionProblem(text, errors: text, isLate: false, destination: "far")
    #expect(found.summary == text)
    #expect(found.advice == "nothing listens there for ssh: is the port right?")
  }
}
