import CampaignStore
import TestSupport
import Testing

/// What jobs took, as it is recorded and shown.
@Suite struct ResourceUsageTests {
  @Test func `what a job took is recorded, and what it did not need is said`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          idle: {exec: "sleep 1.2", cpus: 2, memory: 4GB}
          busy: {exec: "i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done"}

      """)
    #expect(try test.run("cms-cc", "run", "--quiet", "--jobs", "4", "workflow.yaml").code == 0)
    let store = try CampaignStore(test.place.at("workflow.db"), .readOnly)
    let attempts = try store.latestAttempts(of: #require(store.runs().first).id)
    let busy = try #require(attempts["busy"])
    #expect(try #require(busy.cpuSeconds) > 0.05)
    #expect(try #require(busy.peakMemory) > 100_000)
    #expect(try #require(attempts["idle"]?.cpuSeconds) < 0.5)

    let usage = try test.run("cms-cc", "usage", "workflow.yaml")
    #expect(usage.errors == "")
    #expect(usage.code == 0)
    let lines = usage.output.split(separator: "\n")
    #expect(lines.count == 6, "\(usage.output)")
    #expect(lines.dropFirst(2).first?.hasPrefix("  idle     1     2") == true, "\(usage.output)")
    #expect(usage.output.contains("% of 2 CPUs used; cpus: 1 would do\nhint: idle: at most "))
    #expect(usage.output.hasSuffix("MB would do\n"))

    let json = try test.run("cms-cc", "usage", "workflow.yaml", "busy", "--json").output
    #expect(json.hasPrefix(#"{"version":1,"run":""#))
    #expect(json.contains(#""nodes":[{"name":"busy","jobs":1,"attempts":1,"cpus":1,"#))
  }
}
