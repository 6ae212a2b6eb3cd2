import TestSupport
import Testing

/// What attempts were run with is recorded, and nothing that is secret.
@Suite struct ProvenanceTests {
  private func facts(_ test: CommandTest) throws -> [String] {
    try test.run(
      "sqlite3", "workflow.db",
      """
      SELECT DISTINCT k.key || '=' || k.value FROM attempts a, json_each(a.facts) h
      JOIN facts f ON f.hash = h.value, json_each(f.content) k ORDER BY 1
      """
    ).output.split(separator: "\n").map(String.init)
  }

  private func value(_ name: String, _ facts: [String]) -> [String] {
    facts.filter { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
  }

  private static let workflow = """
    workflow:
      nodes: {train: {foreach: {n: [1, 2, 3]}, exec: 'true'}}

    """

  @Test func `each attempt knows its machine and the commit of its code`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.workflow)
    let git = """
      git init -q -b main . && git config user.email me@example.org && git config user.name me &&
      git remote add origin https://me:token123@example.org/code.git &&
      git add workflow.yaml && git commit -qm first && echo '# more' >>workflow.yaml &&
      echo 'API_TOKEN=abc123' >>workflow.yaml && sed -i '$d' workflow.yaml
      """
    #expect(try test.run("sh", "-c", git).code == 0)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    let facts = try facts(test)
    let commit = try test.run("git", "rev-parse", "HEAD").output.dropLast()
    #expect(value("code.commit", facts) == [String(commit)])
    #expect(value("code.dirty", facts) == ["yes"])
    #expect(value("code.branch", facts) == ["main"])
    #expect(value("code.remote", facts) == ["https://example.org/code.git"])
    #expect(facts.contains { $0.contains("+# more") })
    for name in ["host.name", "host.cpu", "host.cpus", "host.kernel", "host.memory", "host.system"]
    {
      #expect(value(name, facts).count == 1, "\(name)")
    }
    // Three attempts share two sets.
    let counts = try test.run(
      "sqlite3", "workflow.db",
      "SELECT (SELECT count(*) FROM facts), count(*), count(DISTINCT facts) FROM attempts")
    #expect(counts.output == "2|3|1\n")
  }

  @Test func `a change of the code shows in the next attempt only`() throws {
    let test = try CommandTest().file(
      "workflow.yaml", "workflow:\n  nodes: {a: {script: a.sh}, b: {script: b.sh}}\n"
    ).file("a.sh", "true\n").file("b.sh", "false\n")
    #expect(
      try test.run(
        "sh", "-c",
        "git init -q . && git config user.email me@x && git config user.name me && git add *.sh && git commit -qm 1"
      ).code == 0)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    try test.place.write("b.sh", "PASSWORD=hunter2\ntrue\n")
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "--rerun", "failed").code == 0)
    let rows = try test.run(
      "sqlite3", "workflow.db",
      """
      SELECT n.name, a.number, (SELECT f.content ->> '$."code.dirty"' FROM json_each(a.facts) h JOIN facts f
        ON f.hash = h.value WHERE f.content ->> '$."code.dirty"' IS NOT NULL)
      FROM attempts a JOIN nodes n ON n.id = a.node ORDER BY 1, 2
      """)
    #expect(rows.output == "a|1|no\nb|1|no\nb|2|yes\n")
    #expect(try !facts(test).contains { $0.contains("hunter2") })
    #expect(try facts(test).contains { $0.contains("PASSWORD= (hidden)") })
  }

  @Test func `outside of any repository there is no commit, and jobs run all the same`() throws {
    let test = try CommandTest().file("workflow.yaml", Self.workflow)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 0)
    #expect(try value("code.commit", facts(test)) == [])
  }

  @Test func `a report warns where compared runs differ in more than their parameters`() throws {
    let test = try CommandTest().file(
      "workflow.yaml",
      """
      workflow:
        nodes:
          train:
            foreach: {n: [1, 2], repeat: [1, 2]}
            script: train.sh
            results: {speed: {regex: 'speed (.*)', unit: img/s, goal: maximize}}

      """
    ).file("train.sh", "[ $CMS_PARAM_n = 1 ] || exit 1\necho speed $CMS_PARAM_repeat\n")
    let git = """
      git init -q . && git config user.email me@x && git config user.name me && git add . &&
      git commit -qm 1
      """
    #expect(try test.run("sh", "-c", git).code == 0)
    #expect(try test.run("cms-cc", "run", "workflow.yaml").code == 1)
    try test.place.write("train.sh", "echo speed $CMS_PARAM_repeat\n")
    #expect(try test.run("sh", "-c", "git commit -qam 2").code == 0)
    #expect(try test.run("cms-cc", "run", "workflow.yaml", "--rerun", "failed").code == 0)
    let report = try test.run("cms-cc", "report", "workflow.db")
    #expect(report.code == 0)
    #expect(report.errors.contains("code.commit"), "\(report.errors)\(report.output)")
    #expect(report.output.contains("speed (img/s)"), "\(report.output)")
    let all = try test.run("cms-cc", "report", "workflow.db", "--runs", "all")
    #expect(all.output.contains("4 of 4 experiments done"), "\(all.output)")
    let none = try test.run("cms-cc", "report", "workflow.db", "--runs", "nope")
    #expect(none.code == 64)
  }

  @Test func `a job on another host knows that host, and not this machine`() throws {
    let hosts = try SSHHosts("h1")
    let test = try CommandTest().reaching(hosts).file(
      "hosts.yaml",
      "hosts: {h1: {kind: ssh, cpus: 1, prologue: 'export LOADEDMODULES=gcc/12', interval: 300ms}}\n"
    ).file(
      "workflow.yaml",
      "workflow:\n  nodes: {train: {foreach: {n: [1, 2]}, host: h1, exec: 'true'}}\n")
    let run = try test.run("cms-cc", "run", "--quiet", "workflow.yaml")
    #expect(run.code == 0, "\(run.errors)")
    let facts = try facts(test)
    #expect(value("host.name", facts) == ["h1"])
    #expect(value("env.modules", facts) == ["gcc/12"])
    #expect(value("host.cpus", facts).count == 1)
    // Asked once a run, whatever the number of jobs.
    let kept = try hosts.enter("h1", "sh", "-c", "find . -name 'facts-*' | wc -l")
    #expect(kept.split(separator: "\n").map(String.init) == ["2"])
  }
}
