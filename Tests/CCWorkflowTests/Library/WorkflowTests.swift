import CCWorkflow
import TestSupport
import Testing

/// Workflows made, changed and run by a program.
@Suite struct WorkflowTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  @Test func `a workflow that a program makes is saved, loaded and run`() throws {
    var workflow = Workflow(name: "study")
    try workflow.addJob("a", exec: "echo a >> ran.txt")
    try workflow.addJob("b", exec: "echo b >> ran.txt", attributes: ["cpus": "1"])
    try workflow.addJob("c", exec: "echo c >> ran.txt")
    try workflow.addDependencies("b,a,c")
    #expect(workflow.sequentialOrder == ["b", "a", "c"])
    try workflow.save(to: place.at("study.yaml"))
    let loaded = try Workflow(file: place.at("study.yaml"))
    #expect(loaded.jobs == ["a", "b", "c"])
    #expect(loaded["b"] == ["exec": "echo b >> ran.txt", "cpus": "1"])
    let outcome = try loaded.run(processors: 2)
    #expect(outcome.isSuccessful)
    #expect(outcome.states == ["a": "done", "b": "done", "c": "done"])
    #expect(try place.text("ran.txt") == "b\na\nc\n")
  }

  @Test func `what was loaded is saved byte for byte`() throws {
    let text = "# mine\r\nworkflow:\r\n    nodes: {b: {}, a: {}}   # order\r\n\r\n"
    try place.write("w.yaml", text)
    var workflow = try Workflow(file: place.at("w.yaml"))
    try workflow.save(to: place.at("copy.yaml"))
    #expect(try place.text("copy.yaml") == text)
    #expect(workflow.file == place.at("copy.yaml"))
  }

  @Test func `a removed job takes its dependencies with it`() throws {
    var workflow = Workflow(name: "w")
    for name in ["a", "b", "c"] { try workflow.addJob(name) }
    try workflow.addDependencies("a,b,c")
    try workflow.removeJob("b")
    #expect(workflow.jobs == ["a", "c"])
    #expect(workflow.dependencies.isEmpty)
  }

  @Test func `a failed job is told as failed`() throws {
    var workflow = Workflow(name: "w")
    try workflow.addJob("a", exec: "exit 3")
    try workflow.addJob("b")
    try workflow.addDependencies("a,b")
    try workflow.save(to: place.at("w.yaml"))
    let outcome = try workflow.run()
    #expect(!outcome.isSuccessful)
    #expect(outcome.states == ["a": "failed", "b": "skipped"])
  }

  @Test func `errors are told in words`() throws {
    let missing = #expect(throws: WorkflowError.self) { try Workflow(file: "no-such.yaml") }
    #expect(missing?.description.hasPrefix("error: workflow file 'no-such.yaml'") == true)
    var unsaved = Workflow(name: "w")
    #expect(throws: WorkflowError.self) { try unsaved.save() }
    #expect(throws: WorkflowError.self) { try unsaved.run() }
    #expect(throws: WorkflowError.self) { try unsaved.addDependencies("a,b") }
    #expect(throws: WorkflowError.self) { try unsaved.removeJob("a") }
  }
}
