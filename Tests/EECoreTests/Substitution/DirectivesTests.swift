import Testing

@testable import EECore

@Suite struct DirectivesTests {
  private static let table = """
    directives:
      a100-dgx: {gres: "gpu:a100:1", partition: gpu, exclusive: true, reservation: none}
      v100: {gres: "gpu:v100:{count}", account: "{account}", hold: false}
    attributes: {account: ds6011, count: 2}

    """

  private func problem(_ sweep: String) -> String? {
    do {
      _ = try SampleSweep(sweep, template: "{slurm.sbatch}\n")
      return nil
    } catch {
      return error.all.map { "\($0.code.rawValue) \($0.message) (\($0.hint ?? ""))" }
        .joined(separator: "\n")
    }
  }

  @Test(arguments: ["directive", "gpu", "card_name"])
  func `the lines are chosen by directive, card_name or gpu`(name: String) throws {
    let sample = try SampleSweep(
      Self.table + "experiments: {\(name): [a100-dgx, v100]}", template: "{slurm.sbatch}\nend\n")
    #expect(
      sample.script(at: 0) == """
        #SBATCH --gres=gpu:a100:1
        #SBATCH --partition=gpu
        #SBATCH --exclusive
        end

        """)
    #expect(
      sample.script(at: 1) == """
        #SBATCH --gres=gpu:v100:2
        #SBATCH --account=ds6011
        end

        """)
  }

  @Test func `directive goes before gpu, and a constant chooses too`() throws {
    let sweep = Self.table + "directive: v100\nexperiments: {gpu: [a, b]}"
    let sample = try SampleSweep(sweep, template: "{slurm.sbatch}")
    #expect(sample.script(at: 0) == "#SBATCH --gres=gpu:v100:2\n#SBATCH --account=ds6011")
  }

  @Test func `each experiment is asked for its own choice`() throws {
    let sample = try SampleSweep(
      Self.table + "experiments: [{directive: a100-dgx, gpu: v100}, {gpu: v100}]",
      template: "{slurm.sbatch}")
    #expect(
      sample.script(at: 0)
        == "#SBATCH --gres=gpu:a100:1\n#SBATCH --partition=gpu\n#SBATCH --exclusive")
    #expect(sample.script(at: 1) == "#SBATCH --gres=gpu:v100:2\n#SBATCH --account=ds6011")
  }

  @Test func `an experiment without a choice takes the attribute's, or the only one`() throws {
    let constant = try SampleSweep(
      Self.table + "gpu: v100\nexperiments: [{gpu: a100-dgx}, {e: 1}]",
      template: "{slurm.sbatch}")
    #expect(constant.script(at: 1) == "#SBATCH --gres=gpu:v100:2\n#SBATCH --account=ds6011")
    let only = try SampleSweep(
      "directives: {default: {gres: d}, a: {gres: a}}\nexperiments: [{gpu: a}, {e: 1}]",
      template: "{slurm.sbatch}")
    #expect(only.script(at: 0) == "#SBATCH --gres=a")
    #expect(only.script(at: 1) == "#SBATCH --gres=d")
    #expect(
      problem(Self.table + "experiments: [{gpu: v100}, {e: 1}]")
        == "EE205 '{slurm.sbatch}' cannot be chosen in some experiments: they have no 'gpu' "
        + "(give it in each map of 'experiments', or an attribute for those without)")
  }

  @Test func `what chooses is no slip of the table's name`() throws {
    let sample = try SampleSweep(Self.table + "directive: v100\nexperiments: {e: 1}")
    #expect(sample.plan.warnings.isEmpty)
  }

  @Test func `a table for each host is read for the host of the configuration`() throws {
    let sample = try SampleSweep(
      """
      system: {host: rivanna}
      directives:
        greene: {v100: {gres: g}}
        rivanna: {v100: {gres: r}}
      experiments: {gpu: v100}
      """, template: "{slurm.sbatch}")
    #expect(sample.script() == "#SBATCH --gres=r")
  }

  private static let byHost = """
    directives:
      greene: {v100: {gres: g}}
      rivanna: {v100: {gres: r}}
    experiments: {gpu: v100}

    """
  private static let hosts = """
    hosts:
      rivanna: {kind: slurm}
      big: {kind: slurm, directives: {v100: {gres: b}}}
      laptop: {kind: local}

    """

  @Test func `a host that the tables lack is an error, with the nearest that they have`() {
    #expect(
      problem("system: {host: rivana}\n" + Self.byHost)
        == "EE115 host 'rivana' has no table in 'directives', expected one of: greene, rivanna "
        + "(did you mean 'rivanna'?)")
    #expect(
      problem("host: k\n" + Self.byHost)
        == "EE115 host 'k' has no table in 'directives', expected one of: greene, rivanna ()")
  }

  @Test func `tables for several hosts need one that is named`() throws {
    #expect(
      problem(Self.byHost)
        == "EE115 'directives' has a table for each of 2 hosts, and none is chosen "
        + "(name one of greene, rivanna: system: {host: greene})")
    let only = try SampleSweep(
      "directives: {greene: {v100: {gres: g}}}\nexperiments: {gpu: v100}",
      template: "{slurm.sbatch}")
    #expect(only.script() == "#SBATCH --gres=g")
  }

  @Test(arguments: [("rivanna", "#SBATCH --gres=r"), ("big", "#SBATCH --gres=b"), ("laptop", "")])
  func `a host is asked what its table says, else what the hosts file says`(
    host: String, lines: String
  ) throws {
    for sweep in ["system: {host: '{h}'}\nh: \(host)\n", "system: {h: 1}\nhost: \(host)\n"] {
      let named = try SampleSweep(
        sweep + Self.byHost, template: "{slurm.sbatch}", hosts: Self.hosts, letsSweepChoose: true)
      #expect(named.script() == lines)
    }
    let chosen = try SampleSweep(
      "system: {host: greene}\n" + Self.byHost, template: "{slurm.sbatch}", hosts: Self.hosts,
      host: host)
    #expect(chosen.script() == lines)
  }

  @Test func `tables for several hosts wait for one where the hosts file has several`() throws {
    let sample = try SampleSweep(Self.byHost, template: "{slurm.sbatch}", hosts: Self.hosts)
    #expect(sample.text("job.in.sh") == "{slurm.sbatch}")
  }

  @Test func `the only entry, or the one named default, needs no choice`() throws {
    let sample = try SampleSweep(
      "directives: {default: {partition: batch}}\nexperiments: {e: 1}",
      template: "{slurm.sbatch}")
    #expect(sample.script() == "#SBATCH --partition=batch")
  }

  @Test func `a misspelled option is a warning with the right one`() throws {
    let sample = try SampleSweep(
      "directives: {a: {ntask-per-node: 4}}\nexperiments: {gpu: a}", template: "{slurm.sbatch}")
    #expect(sample.script() == "#SBATCH --ntask-per-node=4")
    #expect(sample.plan.warnings.map(\.message) == ["sbatch has no option '--ntask-per-node'"])
    #expect(sample.plan.warnings.map(\.hint) == ["did you mean 'ntasks-per-node'?"])
  }

  @Test func `what is missing is named`() {
    #expect(
      problem(Self.table + "experiments: {gpu: [v100, v10]}")
        == "EE207 there are no directives for 'v10', expected one of: a100-dgx, v100 "
        + "(did you mean 'v100'?)")
    #expect(
      problem("experiments: {gpu: v100}")
        == "EE201 '{slurm.sbatch}' is not defined, expected a section 'directives' "
        + "(write directives: {a100: {gres: \"gpu:a100:1\"}}, or name a hosts file: --hosts)")
    for sweep in ["directives:", "directives: {}"] {
      #expect(
        problem("\(sweep)\nexperiments: {gpu: v100}")
          == "EE201 '{slurm.sbatch}' is not defined, expected a section 'directives' "
          + "(write directives: {a100: {gres: \"gpu:a100:1\"}}, or name a hosts file: --hosts)")
    }
    #expect(
      problem(Self.table + "experiments: {e: 1}")
        == "EE201 '{slurm.sbatch}' cannot be chosen: there is no 'directive', 'card_name' or 'gpu' "
        + "(sweep one of them: gpu: [a100-dgx, v100])")
  }

  @Test func `an option without text is left out`() throws {
    let sample = try SampleSweep(
      "directives: {a: {time: \"\", gres: g}}\nexperiments: {gpu: a}", template: "{slurm.sbatch}")
    #expect(sample.script() == "#SBATCH --gres=g")
  }

  @Test func `what there is instead is said once`() {
    #expect(
      problem("directives: {a100: {gres: g}}\nexperiments: {gpu: k80}")
        == "EE207 there are no directives for 'k80', expected 'a100' ()")
    #expect(
      problem("directives: {a100: {gres: g}, v100: {gres: g}}\nexperiments: {gpu: tpux}")
        == "EE207 there are no directives for 'tpux', expected one of: a100, v100 ()")
  }

  @Test func `a value of two lines is refused`() {
    #expect(
      problem("directives: {a: {comment: \"x\\nrm -rf /\"}}\nexperiments: {gpu: a}")
        == "EE105 directive 'comment' is 'x\nrm -rf /', expected one line ()")
  }

  @Test func `the card of a directive is what stands before its hyphen`() throws {
    let template = "{experiment.card_name} {card_name} {sh.card_name}"
    let sample = try SampleSweep("experiments: {directive: [a100-dgx, v100]}", template: template)
    #expect(sample.script(at: 0) == "a100 a100 a100")
    #expect(sample.script(at: 1) == "v100 v100 v100")
    let constant = try SampleSweep(
      "directive: k80-x\nexperiments: {e: 1}", template: "{card_name}")
    #expect(constant.script() == "k80")
    let own = try SampleSweep(
      "experiments: {directive: a100-dgx, card_name: b}", template: "{card_name}")
    #expect(own.script() == "b")
  }
}
