import HostIO
import TestSupport
import Testing

/// More jobs at once than the machine's limits allow.
@Suite struct ManyJobsTests {
  @Test func `jobs wait where too few files may be open to watch them all`() throws {
    let nodes = (0..<40).map { "    j\($0): {exec: 'sleep 0.05'}\n" }.joined()
    let test = try CommandTest().file("workflow.yaml", "workflow:\n  nodes:\n\(nodes)")
    let program = Paths.join(CommandTest.products, "cms-cc")
    let run = try test.run(
      "/bin/sh", "-c", "ulimit -n 48; exec \"$0\" run workflow.yaml -j 40", program)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.contains("40 of 40 done"))
  }
}
