import TestSupport
import Testing

/// Processors and memory as jobs get them.
@Suite struct ResourceTests {
  @Test func `jobs share the memory that the hosts file states`() throws {
    // Each needs more than half of it, so none may see another.
    let job = "mkdir held || touch both; sleep 0.1; rmdir held"
    let test = try CommandTest().file("hosts.yaml", "hosts: {here: {kind: local, memory: 1G}}\n")
      .file(
        "workflow.yaml",
        "workflow: {nodes: {"
          + (1...3).map { "n\($0): {exec: '\(job)', memory: 600M}" }.joined(separator: ", ")
          + "}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "3").code == 0)
    #expect(!test.place.exists("both"))
  }

  @Test func `more memory than there is fails the job and says what there is`() throws {
    let test = try CommandTest().file(
      "workflow.yaml", "workflow: {nodes: {a: {exec: 'touch ran', memory: 100T}}}\n")
    let run = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 1)
    #expect(run.errors.contains("a  it asks for 100 TiB of memory, but there is "), "\(run.errors)")
    #expect(!test.place.exists("ran"))
  }

  @Test func `a job that wants the host for itself has it`() throws {
    let job = "mkdir held || touch both; sleep 0.1; rmdir held"
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          a: {exec: '\(job)', exclusive: true}
          b: {exec: '\(job)', exclusive: true}
          c: {exec: '\(job)', exclusive: true}

      """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "4").code == 0)
    #expect(!test.place.exists("both"))
  }

  @Test(arguments: [
    ("cpus: 0", "'cpus' of host 'here' is '0', expected a whole number of at least 1"),
    ("memory: much", "'memory' of host 'here' is 'much', expected an amount such as 16GB"),
    ("gpus: 2", "'gpus' of host 'here' is '2', expected a list such as [{type: a100, count: 4}]"),
  ])
  func `what the hosts file cannot mean is refused before anything runs`(
    text: String, message: String
  ) throws {
    let run = try CommandTest().file("hosts.yaml", "hosts: {here: {kind: local, \(text)}}\n")
      .file("workflow.yaml", "workflow: {nodes: {a: {exec: 'true'}}}\n")
      .run("cms-cc", "run", "workflow.yaml")
    #expect(run.code == 2)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(run.written == [])
  }
}
