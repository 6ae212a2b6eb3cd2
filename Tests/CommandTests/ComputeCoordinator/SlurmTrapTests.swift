import EECore
import HostIO
import TestSupport
import Testing

/// What others who submit to Slurm have fallen over, each with the tests that show that we do not; and
/// some of these tests.
@Suite struct SlurmTrapTests {
  private static let traps: [(trap: String, tests: [String])] = [
    (
      "sacct tells only of today, unless it is told since when",
      ["accounts are asked for a month back, of some jobs at a time, and may be disabled"]
    ),
    (
      "the accounting daemon cannot be reached for hours",
      [
        "accounts that cannot be reached for hours keep no job from ending",
        "a run does not need the accounting daemon that dies",
      ]
    ),
    (
      "accounting is disabled",
      [
        "a job that Slurm has purged is judged by its record, with accounts disabled",
        "what Slurm has forgotten while no runner was there is known by its records",
        "accounts that are disabled are asked once, and never again",
      ]
    ),
    (
      "accounts say nothing of a job just after its submission",
      ["of a job that Slurm has purged accounts that are slow tell the bad end"]
    ),
    (
      "squeue and scontrol fail for jobs that have ended: Invalid job id",
      [
        "the queue is that of the run, with lists of tasks that are whole",
        "what Slurm has forgotten while no runner was there is known by its records",
      ]
    ),
    (
      "a job is requeued for ever",
      ["a job that Slurm holds is shown with the reason for ever, and can be ended"]
    ),
    (
      "the number of a heterogeneous job is 123+0",
      ["a number names one job, or some tasks of one"]
    ),
    (
      "array numbers as 123_[5-9%2], and arrays that are too large",
      [
        "a number names one job, or some tasks of one",
        "ten thousand tasks are looked up at once, however they are listed",
        "an array is no larger than the site allows",
      ]
    ),
    (
      "a site prints what it likes around the number",
      ["the number is found whatever a site prints around it"]
    ),
    (
      "sbatch and squeue fail for a while",
      [
        "a controller that is not there gets the jobs when it is back",
        "a queue that fails for a while concludes nothing",
        "a host that does not answer is asked after pauses that double, and then some",
        "a run survives that the controller dies, and that the whole cluster is restarted",
      ]
    ),
    (
      "too many numbers on a command line",
      [
        "a round of many jobs is one command, whatever they do",
        "each cluster is asked about its own jobs, and of very many only so many at once",
      ]
    ),
    (
      "the login name is empty, or another one",
      ["the queue is that of the run, with lists of tasks that are whole"]
    ),
    (
      "states that nobody knew",
      ["an unknown state is one of a job that goes on"]
    ),
    (
      "TIMEOUT is not recognised",
      ["a job that runs longer than Slurm lets it has failed by that, and is tried again"]
    ),
    (
      "NODE_FAIL: the job goes to the same node again",
      [
        "nodes that failed are left out, unless no others are left",
        "a job whose node fails is tried again on another one",
        "a job that waits for other nodes may have those that failed after a while",
      ]
    ),
    (
      "one sick node lets all jobs down, one after the other",
      ["a node on which a job never began is left out"]
    ),
    (
      "a limit on submitted jobs",
      ["a limit on jobs makes arrays smaller until they are taken"]
    ),
    (
      "a preempted job is started again under the same number",
      [
        "a job that Slurm starts again runs again, and its last end counts",
        "a job that is preempted is started again by Slurm, and done once",
        "a job that its batch system starts anew has all its time again",
      ]
    ),
    (
      "files appear late on a network file system",
      ["COMPLETED without a record goes on until the record has had its time, then is lost"]
    ),
    (
      "parameters with blanks, quotes, line feeds, and letters of any kind",
      [
        "parameters of every kind arrive unchanged at the program",
        "parameters of every kind arrive unchanged at a job of Slurm",
      ]
    ),
    (
      "several clusters",
      [
        "jobs for a cluster that their options name are looked for and ended there",
        "where one of several clusters does not answer nothing is concluded",
        "a job for a cluster that its script names runs there",
      ]
    ),
    (
      "clocks differ",
      ["a login node whose clock is an hour off changes no result and no time"]
    ),
    (
      "the login node ends all processes when their user logs out",
      ["a login node that ends all processes of its users loses no job"]
    ),
    (
      "two runners of one study",
      [
        "a second runner does not get in the way of the first",
        "a submission that is asked for twice happens once",
      ]
    ),
    (
      "no room while something is recorded",
      [
        "a run without room for what Slurm reports stops, and is resumed when there is room",
        "a login node without room gets its jobs when there is room",
      ]
    ),
    (
      "the log of a job that was ended looks as if it had ended well",
      [
        "a job that is ended after it has said that it is done is not done",
        "a job whose command fails after it has said that it is done has failed",
      ]
    ),
    (
      "nothing ran, and all seems well",
      ["where nothing is left to run that is said, and is an exit code of its own if wanted"]
    ),
  ]

  @Test func `for each trap there are the tests that are named`() throws {
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    var names: Set<String> = []
    for suite in ["CCWorkflowTests", "CommandTests"] {
      for folder in try Directories.names(in: "\(root)/\(suite)") {
        let directory = "\(root)/\(suite)/\(folder)"
        guard Files.status(directory)?.kind == .directory else { continue }
        for file in try Directories.names(in: directory) where file.hasSuffix(".swift") {
          let text = String(decoding: try Files.read("\(directory)/\(file)"), as: UTF8.self)
          names.formUnion(text.matches(of: /func\s+`([^`]*)`\(/).map { String($0.1) })
        }
      }
    }
    #expect(Self.traps.count == 27)
    for (trap, tests) in Self.traps {
      #expect(!tests.isEmpty, "\(trap)")
      for test in tests where !names.contains(test) { Issue.record("\(trap): no test '\(test)'") }
    }
  }

  @Test func `where nothing is left to run that is said, and is an exit code of its own if wanted`()
    throws
  {
    let test = try CommandTest().file(
      "workflow.yaml",
      "workflow: {nodes: {a: {exec: 'true'}, b: {exec: 'true', when: '1 > 2'}}}\n")
    #expect(try test.run("cms-cc", "run", "--strict", "workflow.yaml").code == 0)
    let again = try test.run("cms-cc", "run", "workflow.yaml")
    #expect(again.code == 0)
    #expect(again.output == "nothing was left to run\n")
    let strict = try test.run("cms-cc", "run", "--strict", "workflow.yaml")
    #expect(strict.code == 3)
    #expect(strict.output == "nothing was left to run\n")
    let failed = try test.run("cms-cc", "run", "--strict", "--rerun", "failed", "workflow.yaml")
    #expect(failed.code == 3)
    // Who names what is not there has made a mistake.
    let retry = try test.run("cms-cc", "retry", "workflow.yaml", "nix/*")
    #expect(retry.code == 2)
    #expect(retry.errors == "error: no node matches 'nix/*' [CC101]\nhint: expected one of: a, b\n")
    // What failed before is not forgotten because nothing is left to run.
    let other = try CommandTest().file(
      "workflow.yaml", "workflow: {nodes: {a: {exec: 'false'}}}\n")
    for _ in 1...2 {
      #expect(try other.run("cms-cc", "run", "--strict", "workflow.yaml").code == 1)
    }
  }

  @Test(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
  func `a job that is ended after it has said that it is done is not done`() throws {
    let study = try SlurmStudy(
      """
          a:
            exec: 'echo "# cloudmesh status=done progress=100 accuracy=1"; \(SlurmStudy.held)'
            host: cluster
          b: {exec: 'echo b >> ran', needs: [a]}
      """, on: SlurmCluster.shared())
    let runner = try study.start()
    try study.expectRan(1)
    for job in try study.jobs() { _ = try study.test.run("scancel", job) }
    #expect(runner.wait() == 1)
    #expect(study.ran == ["ran"])
    let results = try study.results()
    #expect(results.hasPrefix("a|1|cancelled|"), "\(results)")
    #expect(try study.status().contains("b  skipped"))
  }

  @Test(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
  func `a job for a cluster that its script names runs there`() throws {
    let study = try SlurmStudy(
      """
          a: {script: a.sh, host: cluster}
          b: {script: b.sh, host: cluster, needs: [a]}
      """, on: SlurmCluster.shared(accounting: true))
    let line = "#!/bin/sh\n#SBATCH --clusters=places\necho $SLURM_CLUSTER_NAME >> ran\n"
    try study.test.place.write("a.sh", line, mode: 0o755)
    try study.test.place.write(
      "b.sh", line + "until test -e go; do sleep 0.05; done\n", mode: 0o755)
    let runner = try study.start()
    try study.expectRan(2)
    #expect(try study.test.comesTrue { try study.status().contains("  b  running") })
    let asked = try study.test.run("cms-cc", "cancel", "workflow.yaml", "b")
    #expect(asked.code == 0, "\(asked.errors)")
    #expect(runner.wait() == 1, "\(runner.printed)")
    #expect(study.ran == ["places", "places"])
    let results = try study.results()
    #expect(results.hasPrefix("a|1|done|0|\nb|1|cancelled|143|"), "\(results)")
  }

  @Test(.enabled(if: SlurmCluster.isInstalled, "there is no Slurm"))
  func `a run does not need the accounting daemon that dies`() throws {
    let cluster = try SlurmCluster("--accounting", "--set", "MinJobAge=2")
    let study = try SlurmStudy(
      """
          a: {exec: '\(SlurmStudy.held)', host: cluster}
          b: {exec: 'echo b >> ran; exit 7', host: cluster, needs: [a]}
      """, on: cluster)
    let runner = try study.start()
    try study.expectRan(1)
    try cluster.apply(.kill, to: "slurmdbd")
    try study.go()
    #expect(runner.wait() == 1, "\(runner.printed)")
    #expect(try study.results() == "a|1|done|0|\nb|1|failed|7|exit 7\n")
  }
}
