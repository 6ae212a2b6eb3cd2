import TestSupport
import Testing

/// The hosts file by command: what it states, and adding to it.
@Suite struct HostsListTests {
  private static let hosts = """
    # The lab.
    hosts:
      desk:   # under the window
        kind: ssh
        ssh: me@desk.example.org:2222
        cpus: 8
        memory: 32GB
        gpus: [{type: a100, count: 2}, {type: v100}]
        max_in_flight: 4
      queue: {kind: slurm, directory: "/scratch/x y", up: vpn on}

    """

  @Test func `what is stated of each host is a line`() throws {
    let test = try CommandTest().file("hosts.yaml", Self.hosts)
    let run = try test.run("cms-cc", "hosts", "list")
    #expect(run.errors == "")
    #expect(
      run.output == """
        name   kind   ssh                       directory     cpus  memory  gpus           slots
        desk   ssh    me@desk.example.org:2222                   8  32 GiB  a100:2,v100:1      4
        queue  slurm                            /scratch/x y

        """)
    #expect(
      try test.run("cms-cc", "hosts", "list", "--json").output == """
        {"version":1,"file":"hosts.yaml","hosts":[{"name":"desk","kind":"ssh",\
        "ssh":"me@desk.example.org:2222","directory":null,"cpus":8,"memory":34359738368,\
        "gpus":[{"type":"a100","count":2},{"type":"v100","count":1}],"slots":4,"up":null,\
        "down":null},{"name":"queue","kind":"slurm","ssh":null,"directory":"/scratch/x y",\
        "cpus":null,"memory":null,"gpus":null,"slots":null,"up":"vpn on","down":null}]}

        """)
  }

  @Test func `without a hosts file it is said where one was looked for`() throws {
    let test = try CommandTest()
    let run = try test.run("cms-cc", "hosts", "list")
    #expect(run.code == 0)
    #expect(run.output == "")
    #expect(
      run.errors == """
        there is no hosts file: looked for 'hosts.yaml' and '\(test.place.path)/.cloudmesh/hosts.yaml'
        hint: cms-cc hosts add NAME makes one

        """)
  }

  @Test func `a key that is wrong is named with its place`() throws {
    let run = try CommandTest().file("hosts.yaml", "hosts:\n  a: {kind: ssh, cpu: 4}\n")
      .run("cms-cc", "hosts", "list")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        hosts.yaml:2:18: error: unknown key 'cpu' in host 'a' [EE104]
          2 │   a: {kind: ssh, cpu: 4}
            │                  ^^^
        hint: did you mean 'cpus'?

        """)
  }

  @Test func `a host is added behind the others, and nothing else changes`() throws {
    let test = try CommandTest().file("hosts.yaml", Self.hosts)
    let run = try test.run(
      "cms-cc", "hosts", "add", "new one", "--ssh", "n1", "--gpus", "a100:2", "--memory", "1.5GB",
      "--cpus", "3", "--up", "echo 'it is' up", "--no-probe")
    #expect(run.errors == "")
    #expect(run.output == "added 'new one' to 'hosts.yaml'\n")
    #expect(
      try test.place.text("hosts.yaml") == Self.hosts + """
          'new one':
            kind: ssh
            ssh: n1
            cpus: 3
            memory: 1536MB
            gpus: [{type: a100, count: 2}]
            up: 'echo ''it is'' up'

        """)
    #expect(try test.run("cms-cc", "hosts", "list").output.contains("new one  ssh    n1"))
  }

  @Test(arguments: [
    "hosts: {a: {kind: ssh}}\n", "hosts:\n", "{hosts: {}}\n", "hosts:\n  a: {kind: ssh}",
  ])
  func `a host is added to a file of any style`(text: String) throws {
    let test = try CommandTest().file("hosts.yaml", text)
    let run = try test.run("cms-cc", "hosts", "add", "b", "--kind", "slurm", "--no-probe")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(try test.run("cms-cc", "hosts", "list").output.hasSuffix("b     slurm\n"))
  }

  @Test func `the first host makes the file`() throws {
    let test = try CommandTest()
    let run = try test.run("cms-cc", "hosts", "add", "b", "--no-probe", "--quiet")
    #expect(run.output + run.errors == "")
    #expect(try test.place.text("hosts.yaml") == "hosts:\n  b:\n    kind: ssh\n")
  }

  @Test func `a name that is there is refused before anything is asked`() throws {
    let test = try CommandTest().file(
      "hosts.yaml", "hosts:\n  a: {kind: ssh, ssh: nowhere.invalid}\n")
    let run = try test.run("cms-cc", "hosts", "add", "a")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        hosts.yaml:2:3: error: there is a host 'a' already, expected a new name [EE103]
          2 │   a: {kind: ssh, ssh: nowhere.invalid}
            │   ^
        hint: change it in the file, or choose another name

        """)
    #expect(run.written == [])
  }

  @Test(arguments: [
    (
      ["--kind", "slrum"], "--kind is 'slrum', expected one of: local, ssh, slurm",
      "did you mean 'slurm'?"
    ),
    (["--cpus", "0"], "--cpus is '0', expected a whole number above zero", nil),
    (["--memory", "much"], "--memory is 'much', expected an amount such as 64GB", nil),
    (
      ["--gpus", "a100:x"], "--gpus is 'a100:x', expected types and counts such as a100:2,v100", nil
    ),
    (["--kind", "local", "--ssh", "x"], "--kind local is this machine, which needs no --ssh", nil),
  ])
  func `what cannot be is refused, and nothing is written`(
    options: [String], message: String, hint: String?
  ) throws {
    let run = try CommandTest().run(["cms-cc", "hosts", "add", "a"] + options)
    #expect(run.code == 64)
    #expect(run.errors.contains(message), "\(run.errors)")
    if let hint { #expect(run.errors.contains(hint)) }
    #expect(run.written == [])
  }
}
