import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What is kept of hosts, in the journal and beside it.
@Suite struct HostEventTests {
  @Test(arguments: [
    HostEvent(.unreachable, "h1", "ssh: it's 'off': really"), HostEvent(.reached, "h1"),
    HostEvent(.drained, "it's", "3 failures"),
  ])
  func `an event is read as it was recorded`(event: HostEvent) {
    #expect(HostEvent(event: event.kind.rawValue, text: event.text) == event)
  }

  @Test func `what is about no host is none`() {
    #expect(HostEvent(event: "run done", text: nil) == nil)
    #expect(HostEvent(event: "host_reached", text: "h1") == nil)
    #expect(HostEvent(event: "host_reached", text: "'h1") == nil)
  }

  @Test func `a host that an earlier version switched on is switched off`() throws {
    let place = try TemporaryDirectory()
    try place.write("up", "done\nboot\nh1\n/tmp\necho a\necho b")
    let record = try #require(HostSwitch.Record(at: place.at("up")))
    #expect(record.isDone)
    #expect(record.down == "echo a\necho b")
    #expect(record.downTime == HostSwitch.usualDownTime)
    try record.write(to: place.at("again"))
    #expect(HostSwitch.Record(at: place.at("again")) == record)
  }
}
