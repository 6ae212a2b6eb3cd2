import EECore
import HostIO
import TestSupport
import Testing

/// `run --dryrun`: what would run, and nothing else.
@Suite struct DryRunTests {
  private let test: CommandTest

  init() throws {
    test = try CommandTest().file(
      "w.yaml",
      """
      name: study
      workflow:
        nodes:
          end:   {needs: [fetch]}
          fetch: {exec: 'true'}
          train: {experiments: sweep.yaml, memory: 1GB, time: 2h, needs: [fetch]}
          each:  {foreach: {from: list.output}, exec: 'true'}
          list:  {exec: 'true', needs: [train]}
          tune:  {exec: 'exit 1', repeat: {until: "metric('a') > 0.5", max: 9}, needs: [train]}
          good:  {exec: 'true', when: "metric('train', 'a') > 0.9", needs: [tune]}
          big:   {exec: 'true', gpus: {type: a100, count: 2}, cpus: 4, exclusive: true}
          split: {foreach: {n: [1, 2]}, cpus: '{n}', when: n > 1, exec: 'true'}

      """
    ).file("sweep.yaml", "experiments: {n: [1, 2, 3]}\ntemplates: [job.in.sh]\n")
      .file("job.in.sh", "true {n}\n")
      .file("hosts.yaml", "hosts: {here: {kind: local, gpus: [{type: v100, count: 1}]}}\n")
  }

  @Test(arguments: ["--dryrun", "--dry-run", "-n"])
  func `before the first run everything would run, in its order, and nothing is written`(
    option: String
  ) throws {
    let run = try test.run("cms-cc", "run", "w.yaml", "-j", "8", option)
    #expect(run.code == 0)
    #expect(run.errors == "experiments: 3 new, 0 changed\n")
    #expect(
      run.output == """
        study: 11 of 11 jobs would run on \(Environment.hostName()), on 8 processors
          fetch  run  1 processor
          big    run  4 processors, 2 GPUs of type 'a100', alone  cannot start: it asks for \
        2 GPUs of type 'a100', but all there is is 1 GPU of type 'v100'
          split  2 run  2 different demands  if n > 1, for each of them
          end    marker
          train  3 run  1 processor, 1 GiB, at most 2 h each
          list   run  1 processor
          tune   run  1 processor  up to 9 times until metric('a') > 0.5
          each   run  a job for each line of 'list'
          good   run  1 processor  if metric('train', 'a') > 0.9
          11 run

        """)
    #expect(run.written == [])
  }

  @Test func `later it says what is done, stale, failed and skipped`() throws {
    #expect(try test.run("cms-cc", "run", "w.yaml", "-q").code == 1)
    try test.place.write("job.in.sh", "false {n}\n")
    let run = try test.run("cms-cc", "run", "w.yaml", "-n", "-j1")
    #expect(
      run.output == """
        study: 2 of 11 jobs would run on \(Environment.hostName()), on 1 processor
          fetch  done
          big    failed
          split  1 run, 1 done  1 processor  if n > 1, for each of them
          end    marker
          train  3 stale
          list   done
          tune   1 failed
          each   run  a job for each line of 'list'
          good   skipped  'tune' did not end well
          2 run, 3 done, 3 stale, 2 failed, 1 skipped

        """)
    #expect(run.errors.contains("hint: --rerun stale runs them again\n"))
    #expect(try test.run("cms-cc", "status", "w.yaml").output.contains("  train   done"))
    let again = try test.run("cms-cc", "run", "w.yaml", "-n", "-q", "--rerun", "stale,failed")
    #expect(again.output.contains("\n  train  3 run  1 processor"))
    #expect(!again.written.contains { $0.hasPrefix("experiments") })
  }

  @Test func `for programs it has every member and exactly the promised keys`() throws {
    let run = try test.run("cms-cc", "workflow", "run", "--filename=w.yaml", "-n", "--json", "-j4")
    #expect(run.written == [])
    let value = try JSONParser.parse(run.output)
    #expect(keys(value) == ["version", "workflow", "host", "cpus", "counts", "nodes"])
    #expect(value["counts"] == .object([.init("run", .int(11))]))
    guard case .array(let nodes)? = value["nodes"] else { throw CancellationError() }
    for node in nodes {
      #expect(
        keys(node) == [
          "name", "kind", "group", "action", "when", "reason", "problem", "cpus", "memory", "gpus",
          "exclusive", "time", "hosts",
        ])
    }
    let member = try #require(nodes.first { $0["name"] == .string("train/n_2") })
    #expect(
      JSONWriter.text(member) == #"""
        {"name":"train/n_2","kind":"job","group":"train","action":"run","when":null,\#
        "reason":null,"problem":null,"cpus":1,"memory":1073741824,"gpus":null,\#
        "exclusive":false,"time":7200,"hosts":[]}
        """#)
  }

  private func keys(_ value: JSONValue) -> [String] {
    guard case .object(let members) = value else { return [] }
    return members.map(\.key)
  }

  @Test func `it says on which hosts jobs would run, and what none of them has`() throws {
    let test = try CommandTest()
      .file(
        "hosts.yaml",
        """
        hosts:
          far: {kind: ssh, cpus: 4}
          site: {kind: slurm, directives: {a100: {gres: "gpu:a100:1"}}}
          other: {kind: lsf}

        """
      )
      .file(
        "workflow.yaml",
        """
        workflow:
          nodes:
            a: {exec: "echo a", hosts: [far, site], gpus: {type: a100, count: 2}, cpus: 4}
            b: {exec: "echo b", kind: slurm}
            c: {exec: "echo c", host: site, gpus: {type: v100}}
            d: {exec: "echo d", host: other}

        """)
    let run = try test.run("cms-cc", "run", "-n", "workflow.yaml")
    #expect(
      run.output.split(separator: "\n").dropFirst().joined(separator: "\n") == """
          a  run  4 processors, 2 GPUs of type 'a100', on far or site
          b  run  1 processor, on slurm:localhost
          c  run  1 processor, 1 GPU of type 'v100', on site  cannot start: on 'site' it asks for 1 GPU \
        of type 'v100', but it knows only 'a100'
          d  run  1 processor, on other  cannot start: host 'other' is of kind 'lsf' in the hosts file, \
        and jobs of this one cannot be sent there: that needs kind 'ssh' or 'slurm'; nothing was started
          4 run
        """)
  }
}
