import Testing

@testable import EECore

/// What depends on the host is bound last, and nothing else waits for it.
@Suite struct HostBindingTests {
  private static let hosts = """
    hosts:
      rivanna:
        kind: slurm
        user: thf2bn
        home: /home/thf2bn
        directives: {a100: {gres: "gpu:a100:1", account: "{account}"}}
        variables: {scratch: "/scratch/{host.user}"}
      desktop: {ssh: desktop}

    """
  private static let sweep = """
    attributes: {account: ds6011, out: "{host.scratch}/out", me: "{host.user}", brace: '\\{host.user} is text'}
    experiments: {gpu: a100}
    """
  private static let template = """
    {slurm.sbatch}
    cd {out}; echo {gpu} \\{x.y} {brace} ${H:-{host.home}}

    """

  private func sample(host: String?) throws -> SampleSweep {
    try SampleSweep(Self.sweep, template: Self.template, hosts: Self.hosts, host: host)
  }

  @Test func `with a host all frames are followed`() throws {
    #expect(
      try sample(host: "rivanna").script() == """
        #SBATCH --gres=gpu:a100:1
        #SBATCH --account=ds6011
        cd /scratch/thf2bn/out; echo a100 {x.y} {host.user} is text ${H:-/home/thf2bn}

        """)
  }

  @Test func `the host that the sweep names is the one that is possible`() throws {
    let sample = try SampleSweep(
      Self.sweep + "\nsystem: {host: rivanna}", template: Self.template, hosts: Self.hosts,
      letsSweepChoose: true)
    #expect(sample.script() == (try self.sample(host: "rivanna").script()))
    // Jobs that run here are for this machine, whatever the sweep names.
    let here = try SampleSweep(
      Self.sweep + "\nsystem: {host: rivanna}", template: Self.template, hosts: Self.hosts)
    #expect(here.script() == nil)
  }

  @Test func `while the host is open its frames stay, and the script stays a template`() throws {
    let sample = try sample(host: nil)
    #expect(sample.script() == nil)
    let half = try #require(sample.text("job.in.sh"))
    #expect(half.hasPrefix("{slurm.sbatch}\ncd {host.scratch}/out; echo a100 \\{x.y} "))
    #expect(sample.plan.isHalfBound)
  }

  @Test func `a script bound in two steps is the one bound at once`() throws {
    let sweep = "attributes: {account: ds6011}\nexperiments: {gpu: a100}"
    let template = "{slurm.sbatch}\n{gpu} {account} \\{x.y} \\\\{z.z} {host.scratch} {{gpu}}\n"
    let half = try SampleSweep(sweep, template: template, hosts: Self.hosts).text("job.in.sh")
    let second = try SampleSweep(
      sweep, template: try #require(half), hosts: Self.hosts, host: "rivanna")
    let once = try SampleSweep(sweep, template: template, hosts: Self.hosts, host: "rivanna")
    #expect(second.script() == once.script())
    #expect(once.script()?.contains("{x.y} \\{z.z} /scratch/thf2bn {a100}") == true)
  }

  @Test func `config.yaml, identifier and uuid are the same on every host`() throws {
    let open = try sample(host: nil)
    let bound = try sample(host: "rivanna")
    #expect(open.config() == bound.config())
    #expect(
      open.config()?.contains("  out: '{host.scratch}/out'\n  me: '{host.user}'\n") == true)
    #expect(open.experiments == bound.experiments)
  }

  @Test func `a word for the shell stays one, whatever the host puts into it`() throws {
    let hosts = Self.hosts.replacing("user: thf2bn", with: "user: \"bob's $HOME\"")
    let sweep = "attributes: {d: '/x y/{host.user}/{gpu}'}\nexperiments: {gpu: \"a b\"}"
    let template = "{sh.host.user} {sh.d}\n"
    let half = try #require(
      try SampleSweep(sweep, template: template, hosts: hosts).text("job.in.sh"))
    #expect(half == "{sh.host.user} '/x y/'{sh.host.user}/'a b'\n")
    let bound = try SampleSweep(sweep, template: half, hosts: hosts, host: "rivanna")
    #expect(
      bound.script() == "'bob'\\''s $HOME' '/x y/''bob'\\''s $HOME'/'a b'\n")
  }

  @Test func `only the frames that wait are frames of the script that waits`() throws {
    let half = try SampleSweep(
      "experiments: {p: ['{host.user}', '\\']}", template: "\\{host.user} {host.user} {p}\n",
      hosts: Self.hosts
    )
    #expect(half.text("job.in.sh", at: 1) == "\\{host.user} {host.user} \\\n")
  }

  @Test func `a value that would make text of the frame behind it needs the host at once`() {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "experiments: {p: ['a$', b]}", template: "{p}{host.user}", hosts: Self.hosts)
    }
    #expect(
      error?.all.map(\.message) == [
        "a value of 'p' before '{host.user}' in 'job.in.sh' ends in '$' or a backslash, "
          + "so the frame cannot wait for the host"
      ])
  }

  @Test func `an identifier with the host in it is refused`() {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "identifier: '{host.user}-{gpu}'\nexperiments: {gpu: a}", hosts: Self.hosts,
        host: "rivanna")
    }
    #expect(
      error?.all.map(\.message)
        == ["'identifier' depends on the host, expected the same name on every host"])
  }

  @Test func `a host without a batch system asks nothing of one`() throws {
    let sample = try SampleSweep(
      "experiments: {gpu: a100}", template: "#!/bin/sh\n{slurm.sbatch}\n", hosts: Self.hosts,
      host: "desktop")
    #expect(sample.script() == "#!/bin/sh\n\n")
  }

  @Test func `what this host lacks is named`() {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "experiments: {e: 1}", template: "{host.scratch}", hosts: Self.hosts, host: "desktop")
    }
    #expect(
      error?.all.map(\.message)
        == ["'{host.scratch}' is not defined, expected a variable 'scratch' of the host"])
  }

  @Test(arguments: [
    ("host.scrach", "did you mean '{host.scratch}'? "), ("host.shell", ""),
    ("cm.USER", ""), ("cm.SHELL", "did you mean '{system.SHELL}'? "), ("os.shel", ""),
    ("os.HOEM", "did you mean '{os.HOME}'? "), ("host.gpu", "did you mean '{experiment.gpu}'? "),
    ("cm.u", ""), ("system.SHEL", "did you mean '{system.SHELL}'? "),
    ("nothing.shell", "did you mean '{cm.shell}'? "),
  ])
  func `a dotted name is sought in its own section first`(name: String, advice: String) {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "experiments: {gpu: a}\nsystem: {SHELL: x}", template: "{\(name)}",
        environment: ["USER": "u", "HOME": "h", "_": "x"], variables: ["shell": "s"],
        hosts: Self.hosts, host: "rivanna")
    }
    #expect(
      error?.all.map(\.hint) == [
        advice + "write \\{\(name)} where it is meant as text; --lenient leaves such frames"
      ])
  }

  @Test(arguments: ["user", "home"])
  func `a user that the hosts file does not name is asked for there`(name: String) {
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep(
        "experiments: {e: 1}", template: "{host.\(name)}", hosts: Self.hosts, host: "desktop")
    }
    #expect(
      error?.lines == [
        "1 EE201 '{host.\(name)}' is not defined, expected '\(name)' of host 'desktop' → "
          + "write \(name): … for it in the hosts file"
      ])
  }

  @Test func `frames in user and home of a host are followed`() throws {
    let sample = try SampleSweep(
      "experiments: {e: 1}", template: "{host.user} {host.home}", variables: ["user": "ann"],
      hosts: "hosts: {r: {kind: slurm, user: '{cm.user}', home: '/home/{host.user}'}}", host: "r")
    #expect(sample.script() == "ann /home/ann")
  }

  @Test func `of the environment only what --os names is written down`() throws {
    let sample = try SampleSweep(
      "experiments: {e: 1}", environment: ["USER": "u", "SECRET": "s"], named: ["USER", "NONE"])
    #expect(sample.config()?.contains("os:\n  USER: u\nexperiment:") == true)
    #expect(sample.config()?.contains("SECRET") == false)
  }

  @Test func `lenient leaves every frame that names nothing, strict none`() throws {
    let template = "{a.b} {word} {sh.x.y}"
    let sample = try SampleSweep("experiments: {e: 1}", template: template, undefined: .lenient)
    #expect(sample.script() == template)
    #expect(sample.plan.warnings.isEmpty)
    let error = #expect(throws: Diagnostics.self) {
      try SampleSweep("experiments: {e: 1}", template: "{word}", undefined: .strict)
    }
    #expect(error?.all.map(\.message) == ["'{word}' names nothing"])
  }
}
