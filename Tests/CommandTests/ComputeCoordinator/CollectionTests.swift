import HostIO
import TestSupport
import Testing

/// What experiments leave on other hosts, as a user finds it here.
@Suite(.enabled(if: SSHHosts.areInstalled, "there is no OpenSSH server"))
struct CollectionTests {
  private static let common = Result { try SSHHosts("h1") }

  private static let sweep = """
    name: sweep
    dir: experiments
    identifier: "e{n}"
    experiments: {n: [1]}
    templates: [train.in.sh]
    copy: [code.py]
    """

  /// A study of one experiment on a host; `keys` are added to its node.
  private func study(
    _ keys: String, _ script: String, _ hosts: SSHHosts, name: String = "collect"
  ) throws -> CommandTest {
    try CommandTest().reaching(hosts)
      .file("hosts.yaml", "hosts: {h1: {kind: ssh, directory: \"~/two words\"}}")
      .file("sweep.yaml", Self.sweep)
      .file("code.py", "print(1)\n")
      .file("train.in.sh", "#!/bin/sh\n\(script)\n")
      .file(
        "workflow.yaml",
        """
        name: \(name)
        workflow:
          nodes:
            train: {experiments: sweep.yaml, host: h1\(keys)}
        """)
  }

  private static let script = """
    mkdir -p out
    echo 'n: {experiment.n}' >out/result.txt
    echo scratch >x.tmp
    truncate -s 101M big.bin
    """

  private func files(_ test: CommandTest) throws -> [String] {
    ["out/result.txt", "x.tmp", "big.bin"].filter { test.place.exists("experiments/e1/\($0)") }
  }

  private static let left =
    "left on 'h1' in '~/two words/collect/train/e1': 'big.bin' (101 MiB)"

  @Test func `all that an experiment made is here, and what is too large is named`() throws {
    let test = try study("", Self.script, SSHHosts("h1"))
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 0)
    #expect(run.errors == "warning: 'train/e1': \(Self.left)\n")
    #expect(try files(test) == ["out/result.txt", "x.tmp"])
    #expect(try test.place.text("experiments/e1/out/result.txt") == "n: 1\n")
    let status = try test.run("cms-cc", "status", "--all", "workflow.yaml").output
    #expect(status.contains(Self.left))
    let events = try test.run(
      "sqlite3", "collect.db", "SELECT node, detail FROM events WHERE event = 'left_on_host'")
    #expect(events.output == "train/e1|\(Self.left)\n")
    // Nothing of it is new to the next run.
    #expect(
      try test.run("cms-cc", "run", "workflow.yaml").output.contains("nothing was left to run"))
  }

  @Test(arguments: [
    ("a", "none", []), ("b", "[]", []), ("c", "[out]", ["out/result.txt"]),
    ("d", "[\"*\", \"!*.tmp\"]", ["out/result.txt", "big.bin"]),
    ("e", "[\"!*.tmp\", \"!big.bin\"]", ["out/result.txt"]),
  ])
  func `what is said of outputs counts`(name: String, outputs: String, expected: [String]) throws {
    let test = try study(", outputs: \(outputs)", Self.script, Self.common.get(), name: name)
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(try files(test) == expected)
  }
}
