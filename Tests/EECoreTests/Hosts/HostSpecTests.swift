import Testing

@testable import EECore

@Suite struct HostSpecTests {
  private func hosts(_ text: String) throws(Diagnostics) -> [HostSpec] {
    try HostSpec.all(in: try YAMLReader.read(Array(text.utf8), file: "hosts.yaml"))
  }

  @Test func `every key of a host is kept`() throws {
    let hosts = try hosts(
      """
      hosts:
        localhost: {kind: local, gpus: [{type: rtx3090, count: 1}]}
        desktop: {ssh: desktop, directory: "~/experiment", user: ann, home: /home/ann}
        rivanna:
          kind: slurm
          max_in_flight: 200
          directives: {a100: {gres: "gpu:a100:1"}}
          variables: {scratch: /scratch}
        bare:
      """)
    #expect(hosts.map(\.name) == ["localhost", "desktop", "rivanna", "bare"])
    #expect(hosts.map(\.kind) == ["local", "ssh", "slurm", "local"])
    #expect(hosts[1].user == "ann")
    #expect(hosts[1].home == "/home/ann")
    #expect(hosts[2].directives?["a100"]?["gres"]?.scalar?.text == "gpu:a100:1")
    #expect(hosts[2].variables?["scratch"]?.scalar?.text == "/scratch")
    #expect(hosts[2]["max_in_flight"]?.scalar?.text == "200")
    #expect("\(hosts[2].position)" == "hosts.yaml:4:3")
  }

  @Test(arguments: [
    ("hosts: {a: {knd: local}}", DiagnosticCode.unknownKey, "unknown key 'knd' in host 'a'"),
    ("hosts: {a: 1}", .wrongKind, "host 'a' is '1', expected a map"),
    (
      "hosts: {a: {directives: [1]}}", .wrongKind,
      "'directives' of host 'a' is a list, expected a map"
    ),
    ("hosts: {a: {user: [1]}}", .wrongKind, "'user' of host 'a' is a list, expected text"),
    ("a: {kind: local}", .missingKey, "no section 'hosts', expected one with a map of hosts"),
    ("hosts: {}\nhots: {}", .unknownKey, "unknown key 'hots' in the hosts file"),
  ])
  func `what is wrong in a hosts file is reported`(
    text: String, code: DiagnosticCode, message: String
  ) {
    let error = #expect(throws: Diagnostics.self) { try hosts(text) }
    #expect(error?.all.map(\.code) == [code])
    #expect(error?.all.map(\.message) == [message])
  }

  @Test(arguments: [
    ("hosts: {a: , b: }", "b", "b"), ("hosts: {a: , b: }", nil, nil), ("hosts: {a: }", nil, "a"),
    ("hosts: ", nil, nil),
  ])
  func `without a name the only host is chosen`(
    text: String, name: String?, expected: String?
  ) throws {
    let hosts = try hosts(text)
    #expect(try HostSpec.choose(name, among: hosts, file: "hosts.yaml")?.name == expected)
  }

  @Test func `an unknown host is a mistake`() throws {
    let hosts = try hosts("hosts: {rivanna: , greene: }")
    let error = #expect(throws: Diagnostics.self) {
      try HostSpec.choose("rivana", among: hosts, file: "hosts.yaml")
    }
    #expect(error?.all.map(\.code) == [.unknownHost])
    #expect(error?.all.map(\.message) == ["host 'rivana' is not in 'hosts.yaml'"])
    #expect(error?.all.first?.hint == "did you mean 'rivanna'?")
  }
}
