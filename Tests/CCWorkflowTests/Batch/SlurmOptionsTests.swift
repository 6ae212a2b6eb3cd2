import EECore
import HostIO
import TestSupport
import Testing

@testable import CCWorkflow

/// What `sbatch` is told of a job.
@Suite struct SlurmOptionsTests {
  @Test(
    arguments: [
      ("#!/bin/sh\n#SBATCH --time=5 -p gpu\n", ["--time=5", "-pgpu"]),
      ("#SBATCH --time 5 --exclusive\n#SBATCH -c4\n", ["--time=5", "--exclusive", "-c4"]),
      ("#SBATCH --comment=\"a b\" -A 'x y' # why\n", ["-Ax y"]),
      ("#SBATCH --mail-user=\"a # b\"\r\n", ["--mail-user=a # b"]),
      ("# text\n\n  # more\n#SBATCH -t1\necho\n#SBATCH -p late\n", ["-t1"]),
      (" #SBATCH -t1\n##SBATCH -t2\n#SBATCHx\n#sbatch -t3\n", []),
      ("#SBATCH\n", []), ("", []), ("echo\n", []),
      (
        "#SBATCH -J name -o out --error=e --array 1-3 -a1-3 -d afterok:1 -D/x --chdir /x -t1\n",
        ["-t1"]
      ),
      ("#SBATCH --wait --time 7 --hold -H -W --parsable --test-only -Q -v\n", ["--time=7"]),
      ("#SBATCH word -p gpu more\n", ["-pgpu"]),
    ] as [(String, [String])])
  func `options of a script are read as sbatch does, but for what is ours`(
    script: String, words: [String]
  ) {
    let read = SbatchLines(Array(script.utf8)).words
    #expect(read == words)
  }

  private func host(_ directives: String) throws -> HostEntry {
    let text = "hosts: {c: {kind: slurm, directives: \(directives)}}"
    let hosts = try HostSpec.all(in: YAMLReader.read(Array(text.utf8), file: "hosts.yaml"))
    return try #require(try HostEntry(hosts[0]))
  }

  private func words(
    _ request: ResourceRequest = ResourceRequest(), lease: Lease? = nil, limit: Int64? = nil,
    retries: Int = 0, retry: RetryPolicy? = nil, script: String = "", directives: String = "{}"
  ) throws -> [String] {
    let place = try TemporaryDirectory()
    try place.write("job.sh", script)
    var job = JobSpec(
      command: ["sh", "job.sh"], directory: place.path, environment: [:], request: request,
      logLink: "")
    (job.limit, job.retry) = (limit, retry)
    return SlurmOptions(job, lease ?? Lease(cpus: 1), retries: retries, on: try host(directives))
      .words
  }

  private let site = """
    {a100: {gres: "gpu:A100-SXM:1", partition: gpu, requeue: true, mail-type: none}, \
    v100: {gpus: "v100:1", p: old}, default: {partition: cpu, output: x, job-name: y, array: 1-9}}
    """

  @Test func `a job without GPUs gets what the site says by default, and nothing that is ours`()
    throws
  {
    #expect(try words(directives: site) == ["--partition=cpu"])
    #expect(try words(directives: "{a100: {partition: gpu}}") == ["--partition=gpu"])
    #expect(try words(directives: "{a100: {partition: gpu}, v100: {p: x}}") == [])
    #expect(try words(script: "#SBATCH -t 7\n", directives: site) == ["--partition=cpu", "-t7"])
  }

  @Test func `GPUs are asked for in the words of the site, with their number`() throws {
    func gpus(_ type: String?, _ count: Int, _ script: String = "") throws -> [String] {
      try words(
        ResourceRequest(gpus: [GPURequest(type: type, count: count)]), script: script,
        directives: site)
    }
    #expect(
      try gpus("a100", 1) == ["--gres=gpu:A100-SXM:1", "--partition=gpu", "--requeue"])
    #expect(
      try gpus("A100", 3) == ["--gres=gpu:A100-SXM:3", "--partition=gpu", "--requeue"])
    #expect(try gpus("v100", 2) == ["--gpus=v100:2", "-pold"])
    #expect(try gpus("h100", 2) == ["--partition=cpu", "--gres=gpu:h100:2"])
    #expect(try gpus(nil, 1) == ["--partition=cpu", "--gres=gpu:1"])
    // What a script says of other GPUs is not what the workflow asks for.
    #expect(
      try gpus("v100", 1, "#SBATCH --gres=gpu:k80:4 -t 3\n") == ["--gpus=v100:1", "-pold", "-t3"])
  }

  @Test(
    arguments: [
      ("--gres=gpu:4", "a100", 2, ["--gres=gpu:a100:2"]), ("--gres gpu", nil, 2, ["--gres=gpu:2"]),
      ("--gres=gpu:k80", nil, 2, ["--gres=gpu:k80:2"]),
      ("--gres=gpu:k80:1,nvme:1", "k80", 2, ["--gres=gpu:k80:2,nvme:1"]),
      ("--gres=nvme:1", "k80", 2, ["--gres=nvme:1,gpu:k80:2"]),
      ("-G 4", nil, 1, ["-G1"]), ("--gpus=k80:4", "k80", 2, ["--gpus=k80:2"]),
      ("--gpus-per-node=1", "k80", 2, ["--gpus-per-node=k80:2"]),
    ] as [(String, String?, Int, [String])])
  func `where only a script speaks of GPUs, its words are used for what is wanted`(
    line: String, type: String?, count: Int, expected: [String]
  ) throws {
    let request = ResourceRequest(gpus: [GPURequest(type: type, count: count)])
    #expect(try words(request, script: "#SBATCH \(line)\n") == expected)
  }

  @Test func `the alternative is asked for that was chosen`() throws {
    let request = ResourceRequest(
      gpus: [GPURequest(type: "h100", count: 1), GPURequest(type: "v100", count: 2)])
    #expect(
      try words(request, lease: Lease(cpus: 1, alternative: 1), directives: site)
        == ["--gpus=v100:2", "-pold"])
  }

  @Test func `processors, memory, time and a node alone are those of the workflow`() throws {
    let request = ResourceRequest(isExclusive: true)
    let lease = Lease(cpus: 4, memory: (16 << 30) + 1)
    #expect(
      try words(
        request, lease: lease, limit: 61_000_000_000,
        script: "#SBATCH --mem-per-cpu=3G --mem-per-gpu 1G -c 2 -t 9\n")
        == [
          "-c2", "-t9", "--cpus-per-task=4", "--mem=16385M", "--exclusive", "--time=2",
        ])
    #expect(try words(limit: 1) == ["--time=1"])
    #expect(try words(limit: 60_000_000_000) == ["--time=1"])
    let retry = RetryPolicy(
      max: 3, causes: [.timeout], delay: 0, memoryFactor: 1, timeFactor: 2)
    #expect(try words(limit: 600_000_000_000, retries: 2, retry: retry) == ["--time=40"])
  }

  @Test func `nodes that let jobs down are excluded besides those that a user excludes`() throws {
    var nodes = ExcludedNodes(for: 100)
    #expect(nodes.added(to: ["-t1", "-xcn9"]) == ["-t1", "-xcn9"])
    for (state, name) in [
      ("NODE_FAIL", "cn1"), ("TIMEOUT", "cn2"), ("BOOT_FAIL", "cn[3-4]"), ("NODE_FAIL", "cn1"),
      ("NODE_FAIL", ""),
    ] {
      var end = try #require(SlurmEnd(state: state))
      end.nodes = name
      nodes.note(end, at: name == "cn1" ? 10 : 20)
    }
    #expect(nodes.added(to: ["-t1"]) == ["-t1", "--exclude=cn1,cn[3-4]"])
    #expect(
      nodes.added(to: ["--exclude=cn8", "-t1", "-xcn9"]) == ["-t1", "--exclude=cn9,cn1,cn[3-4]"])
    nodes.noteTime(110)
    #expect(nodes.added(to: []) == ["--exclude=cn[3-4]"])
    nodes.noteTime(120)
    #expect(nodes.isEmpty)
  }
}
