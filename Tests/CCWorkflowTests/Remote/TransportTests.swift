import Testing

@testable import CCWorkflow

/// How commands reach a host.
@Suite struct TransportTests {
  @Test(arguments: [
    ("desktop", "desktop", nil), ("me@desktop", "me@desktop", nil),
    ("me@desktop:2222", "me@desktop", "2222"), ("desktop:22", "desktop", "22"),
    ("me@[::1]:2222", "me@::1", "2222"), ("[fe80::1]", "fe80::1", nil), ("fe80::1", "fe80::1", nil),
    ("ssh://me@desktop:22", "ssh://me@desktop:22", nil), ("desktop:", "desktop:", nil),
    ("desktop:ssh", "desktop:ssh", nil),
  ])
  func `a destination may name a port`(destination: String, host: String, port: String?) {
    let parts = Transport.parts(of: destination)
    #expect(parts.host == host)
    #expect(parts.port == port)
  }

  @Test func `words reach another host as one line, and this one as they are`() {
    let words = ["sh", "-c", "a 'b' $(c)"]
    let far = Transport.ssh("me@desktop:2222", control: "/run/cms", configuration: "/etc/c")
    let arguments = far.arguments(words)
    #expect(arguments.prefix(3) == ["ssh", "-F", "/etc/c"])
    #expect(arguments.contains("ControlPath=/run/cms/%C"))
    #expect(
      arguments.suffix(6) == [
        "-p", "2222", "-T", "--", "me@desktop", #"sh -c 'a '\''b'\'' $(c)'"#,
      ])
    #expect(!arguments.contains { $0.contains("StrictHostKeyChecking") })
    #expect(Transport.local.arguments(words) == words)
  }

  @Test func `a configuration that shares connections keeps its own way`() {
    let arguments = Transport.ssh("desktop", control: nil).arguments(["true"])
    #expect(!arguments.contains { $0.contains("Control") })
  }

  @Test(arguments: [
    ("ssh: connect to host h1 port 22: Connection refused\r\n", true),
    ("noise\nssh: Could not resolve hostname h9: Name or service not known\n", true),
    ("Connection to h1 closed by remote host.\n", false), ("", false),
  ])
  func `it is known when nothing can have been sent`(errors: String, neverConnected: Bool) {
    #expect(Transport.neverConnected(errors) == neverConnected)
  }
}
