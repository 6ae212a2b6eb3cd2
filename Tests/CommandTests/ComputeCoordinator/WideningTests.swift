import TestSupport
import Testing

/// A sweep grows after it was run: what is done stays done.
@Suite struct WideningTests {
  private func sweep(_ values: String) -> String {
    "identifier: \"n{n}\"\nexperiments: {n: \"\(values)\"}\ntemplates: [job.in.sh]\n"
  }

  @Test func `a value that is added runs alone, and then what comes after the sweep`() throws {
    let test = try CommandTest()
      .file("job.in.sh", "#!/bin/sh\necho {n} >> ../../ran.txt\n")
      .file("sweep.yaml", sweep("1,3"))
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            train: {experiments: sweep.yaml}
            collect: {exec: 'echo collect >> ran.txt'}
          dependencies: ["train, collect"]

        """)
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "1").code == 0)
    #expect(try test.place.text("ran.txt") == "1\n3\ncollect\n")
    _ = try test.file("sweep.yaml", sweep("1,2,3"))
    let again = try test.run("cms-cc", "run", "workflow.yaml", "-j", "1")
    #expect(again.code == 0)
    #expect(!again.errors.contains("stale"))
    #expect(try test.place.text("ran.txt") == "1\n3\ncollect\n2\ncollect\n")
  }

  @Test func `what changed in a template is stale, and runs again only when asked to`() throws {
    let test = try CommandTest()
      .file("job.in.sh", "#!/bin/sh\necho {n} >> ../../ran.txt\n")
      .file("sweep.yaml", sweep("1,2"))
      .file("workflow.yaml", "workflow: {nodes: {train: {experiments: sweep.yaml}}}\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "1").code == 0)
    _ = try test.file("job.in.sh", "#!/bin/sh\necho new {n} >> ../../ran.txt\n")
    let second = try test.run("cms-cc", "run", "workflow.yaml", "-j", "1")
    #expect(second.errors.contains("done (stale)  train/n1"))
    #expect(try test.place.text("ran.txt") == "1\n2\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "-j", "1", "--rerun", "stale").code == 0)
    #expect(try test.place.text("ran.txt") == "1\n2\nnew 1\nnew 2\n")
  }
}
