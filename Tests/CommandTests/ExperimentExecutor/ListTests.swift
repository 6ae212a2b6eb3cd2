import CampaignStore
import TestSupport
import Testing

/// `cms-ee list`, and what every verb makes of a database that is none of ours.
@Suite struct ListTests {
  private func generated() throws -> CommandTest {
    let test = try CommandTest().file(
      "sweep.yaml", "name: tiny\nexperiments: {epoch: '1,30', lr: [1e-4]}\n")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    return test
  }

  /// A database in which the second of three experiments has failed, as its newest run says.
  private func ran() throws -> CommandTest {
    let test = try CommandTest().file("sweep.yaml", "name: tiny\nexperiments: {epoch: '1,2,30'}\n")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    let store = try CampaignStore(test.place.at("tiny.db"))
    try store.connection.execute(
      """
      INSERT INTO runs (id, workflow, file, state, created)
        VALUES ('r1', 'w', '/w', 'done', '1'), ('r2', 'w', '/w', 'done', '2');
      INSERT INTO nodes (run, name, kind, "group", state, progress, uuid)
        SELECT 'r1', 'train/' || identifier, 'job', 'train', 'done', 100, uuid FROM experiments WHERE point < 2;
      INSERT INTO nodes (run, name, kind, "group", state, progress, uuid)
        SELECT 'r2', 'train/' || identifier, 'job', 'train', 'failed', 40, uuid FROM experiments WHERE point = 1;
      INSERT INTO nodes (run, name, kind, state) VALUES ('r2', 'fetch', 'job', 'lost');
      """)
    return test
  }

  @Test func `experiments are listed in campaign order, and nothing is written`() throws {
    let run = try generated().run("cms-ee", "list", "tiny.db")
    #expect(
      run.output == """
        epoch    lr  state  progress  disk   identifier
            1  1e-4  ready            141 B  epoch_1_lr_1e-4
           30  1e-4  ready            141 B  epoch_30_lr_1e-4
        total: 2, ready: 2

        """)
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(run.written == [])
  }

  @Test func `the state is that of the node which ran the experiment last`() throws {
    let run = try ran().run("cms-ee", "list")
    #expect(
      run.output == """
        epoch  state   progress  disk   identifier
            1  done    100 %     120 B  epoch_1
            2  failed  40 %      120 B  epoch_2
           30  ready             122 B  epoch_30
        total: 3, ready: 1, done: 1, failed: 1

        """)
  }

  @Test func `what failed keeps the progress that its log shows`() throws {
    let test = try CommandTest().file(
      "s.yaml", "experiments: {a: [1]}\ntemplates: [t.in.sh]\n"
    ).file("t.in.sh", "echo '# cloudmesh status=running progress=40'\nexit 1\n")
    #expect(try test.run("cms-ee", "submit", "s.yaml", "-q").code == 1)
    let lines = try test.run("cms-ee", "list", "s.yaml").output.split(separator: "\n")
    #expect(lines.count == 3 && lines[1].contains("  failed  40 %  "), "\(lines)")
  }

  @Test(arguments: ["experiments", "./experiments/", "../p/experiments"])
  func `a directory of experiments stands for the database that has them`(place: String) throws {
    let test = try CommandTest().file("p/s.yaml", "experiments: {a: [1]}\ntemplates: [t.in.sh]\n")
      .file("p/t.in.sh", "true\n").file("p/other.db", "no database").working(in: "p")
    #expect(try test.run("cms-ee", "submit", "s.yaml", "-q").code == 0)
    #expect(try test.run("cms-ee", "list", "--summary", place).output == "total: 1, done: 1\n")
  }

  @Test(arguments: [
    ([], "total: 3, ready: 1, done: 1, failed: 1\n"),
    (["--state", "failed,lost"], "total: 1, failed: 1\n"),
    (["--state", "lost"], "total: 0\n"),
  ])
  func `a summary only counts`(options: [String], output: String) throws {
    let run = try ran().run(["cms-ee", "list", "--summary"] + options)
    #expect(run.output == output)
    #expect(run.code == 0)
  }

  @Test func `states choose, and quiet prints bare identifiers`() throws {
    let run = try ran().run("cms-ee", "list", "-q", "--state", "failed", "--state=ready")
    #expect(run.output == "epoch_2\nepoch_30\n")
    let wrong = try ran().run("cms-ee", "list", "--state", "faild")
    #expect(wrong.errors.hasPrefix("error: --state is 'faild', expected states\n"))
    #expect(wrong.errors.hasSuffix("hint: did you mean 'failed'?\n"))
    #expect(wrong.code == 64)
  }

  @Test(arguments: [
    ("epoch > 1", "epoch_2\nepoch_30\n"), ("epoch < '4'", "epoch_1\nepoch_2\n"),
    ("state = 'failed' OR epoch = 30", "epoch_2\nepoch_30\n"),
    ("identifier LIKE '%_1'", "epoch_1\n"), ("epoch > 100", ""),
  ])
  func `a SQL expression chooses`(expression: String, output: String) throws {
    let run = try ran().run("cms-ee", "list", "-q", "--where", expression)
    #expect(run.output == output)
    #expect(run.errors == "")
    #expect(run.code == 0)
  }

  @Test func `an expression chooses before states and counts`() throws {
    let test = try ran()
    let summary = try test.run(
      "cms-ee", "list", "--summary", "--where=epoch < 30", "--state=done,ready")
    #expect(summary.output == "total: 1, done: 1\n")
    let unknown = try test.run("cms-ee", "list", "--where", "epochs > 1")
    #expect(
      unknown.errors == """
        --where:1:1: error: '--where' names 'epochs', which does not exist [EE132]
          1 │ epochs > 1
            │ ^^^^^^
        hint: did you mean 'epoch'? a text goes in single quotes: 'epochs'

        """)
    #expect(unknown.code == 2)
  }

  @Test func `an experiment that lacks a parameter is not chosen by it`() throws {
    let test = try CommandTest().file("p/a/config.yaml", "experiment: {x: 1, flag: True}\n")
      .file("p/b/config.yaml", "experiment: {y: 2}\n")
    #expect(try test.run("cms-ee", "list", "p", "-q", "--where", "x = 1").output == "a\n")
    #expect(try test.run("cms-ee", "list", "p", "-q", "--where", "flag").output == "a\n")
    #expect(try test.run("cms-ee", "list", "p", "-q", "--where", "x IS NULL").output == "b\n")
  }

  @Test func `nothing to list is fine, and exit 3 under strict`() throws {
    let test = try ran()
    #expect(try test.run("cms-ee", "list", "--state", "lost").output == "total: 0\n")
    #expect(try test.run("cms-ee", "list", "--state", "lost", "--strict").code == 3)
    #expect(try test.run("cms-ee", "list", "--state", "failed", "--strict").code == 0)
  }

  @Test func `for programs it is one JSON value`() throws {
    let test = try ran()
    let run = try test.run("cms-ee", "list", "--json", "--state", "failed")
    #expect(
      run.output == """
        {"version":1,"campaign":"tiny","experiments":[{"identifier":"epoch_2",\
        "uuid":"0a741d92-9bb4-523c-94b4-a2475c2ce0b0","parameters":{"epoch":2},"state":"failed",\
        "progress":40,"directory":"\(test.place.at("experiments/epoch_2"))","disk":120}],\
        "counts":{"failed":1}}

        """)
  }

  @Test func `a log that no run knows is quoted, the first out file before others`() throws {
    let test = try ran()
    let directory = "experiments/epoch_30"
    try test.place.write("\(directory)/train.log", "# cloudmesh status=done progress=100\n")
    #expect(try test.run("cms-ee", "list").output.contains("30  ready   done 100 %"))
    try test.place.write("\(directory)/b.out", "# cloudmesh status=failed progress=1\n")
    try test.place.write(
      "\(directory)/a.out", "x\n# cloudmesh status='running' progress=55.5 pid=1")
    let output = try test.run("cms-ee", "list").output
    #expect(output.contains("30  ready   running 55 %"))
    #expect(output.hasSuffix("total: 3, ready: 1, done: 1, failed: 1\n"))
  }

  @Test func `several databases are named, and none is chosen`() throws {
    let test = try generated().file("other.db", "")
    let run = try test.run("cms-ee", "list")
    #expect(
      run.errors == """
        error: 2 databases are in '.', expected one: other.db, tiny.db [EE302]
        hint: name the one you mean, such as other.db

        """)
    #expect(run.code == 2)
  }

  @Test func `a directory without a database is listed as the original does`() throws {
    let test = try CommandTest().file(
      "p/epoch_1/config.yaml", "experiment: {epoch: 1, card: a100}\n"
    )
    .file("p/epoch_2/config.yaml", "experiment: {epoch: 2, x: \"a b\"}\nee: {uuid: u2}\n")
    .file("p/epoch_2/slurm.out", "# cloudmesh status=\"running\" progress=40 pid=7\nmore\n")
    .file("p/epoch_2/slurm.log", "# cloudmesh status=done progress=100\n")
    .file("p/epoch_2/model/weights", String(repeating: "w", count: 1400))
    .file("p/notes/readme", "x\n").file("p/broken/config.yaml", "{")
    let run = try test.run("cms-ee", "list", "p")
    #expect(
      run.output == """
        epoch  card  x    state    progress  disk    identifier
            1  a100       pending            35 B    epoch_1
            2        a b  running  40 %      1.5 KB  epoch_2
        total: 2, running: 1, pending: 1

        """)
    #expect(run.code == 0)
    let summary = try test.run("cms-ee", "list", "--summary", "p")
    #expect(summary.output == "total: 2, running: 1, pending: 1\n")
    #expect(try test.run("cms-ee", "list", "p", "-q", "--state=pending").output == "epoch_1\n")
  }

  @Test func `a database that is missing is named, and not made`() throws {
    let run = try CommandTest().run("cms-ee", "list", "tiny.db")
    #expect(
      run.errors == """
        error: database 'tiny.db': there is no such file
        hint: generate or run writes it; --db says where

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  @Test(arguments: ["list", "plan", "generate"])
  func `a file that is no database stays as it is`(verb: String) throws {
    let test = try CommandTest().file("notes.txt", "x\n").file(
      "sweep.yaml", "experiments: {epoch: 1}\n")
    let run = try test.run(
      ["cms-ee", verb] + (verb == "list" ? ["notes.txt"] : ["sweep.yaml", "--db", "notes.txt"]))
    let path = verb == "list" ? "notes.txt" : test.place.at("notes.txt")
    #expect(
      run.errors == """
        error: database '\(path)': not a database
        hint: name a database of cms with --db

        """)
    #expect(run.code == 2)
    #expect(run.written == [])
  }

  /// Two campaigns in one database, and a third that was never generated.
  private func shared() throws -> CommandTest {
    let test = try CommandTest().file("p.yaml", "name: p\nexperiments: {a: '1,2'}\n")
      .file("q.yaml", "name: q\nexperiments: {b: '7,8'}\n")
      .file("r.yaml", "name: r\nexperiments: {c: 9}\n")
    for file in ["p.yaml", "q.yaml"] {
      #expect(try test.run("cms-ee", "generate", file, "--db", "all.db").code == 0)
    }
    return test
  }

  @Test func `a sweep file chooses its own campaign of a database`() throws {
    let test = try shared()
    #expect(try test.run("cms-ee", "list", "-q", "q.yaml", "--db", "all.db").output == "b_7\nb_8\n")
    #expect(try test.run("cms-ee", "list", "-q", "r.yaml", "--db", "all.db").output == "")
    #expect(
      try test.run("cms-ee", "list", "-q", "--db", "all.db").output == "a_1\na_2\nb_7\nb_8\n")
    #expect(
      try test.run("cms-ee", "list", "--summary", "q.yaml", "--db", "all.db").output
        == "total: 2, ready: 2\n")
    let show = try test.run("cms-ee", "show", "1", "q.yaml", "--db", "all.db")
    #expect(show.output.hasPrefix("b_7\n"))
  }

  @Test func `of several campaigns each experiment names its own`() throws {
    let test = try shared()
    let all = try test.run("cms-ee", "list", "--json", "--where", "a = 2", "--db", "all.db")
    let row = """
      {"identifier":"a_2","uuid":"\(try uuid(of: "a_2", test))","parameters":{"a":2},\
      "state":"ready","progress":null,"directory":"\(test.place.at("experiments/a_2"))"
      """
    #expect(
      all.output == """
        {"version":1,"campaign":null,"experiments":[\(row),"campaign":"p","disk":104}],\
        "counts":{"ready":1}}

        """)
    let one = try test.run(
      "cms-ee", "list", "p.yaml", "--json", "--where", "a = 2", "--db", "all.db")
    #expect(
      one.output == """
        {"version":1,"campaign":"p","experiments":[\(row),"disk":104}],"counts":{"ready":1}}

        """)
  }

  private func uuid(of identifier: String, _ test: CommandTest) throws -> String {
    try CampaignStore(test.place.at("all.db"), .readOnly).listedExperiments()
      .first { $0.identifier == identifier }?.uuid ?? ""
  }

  @Test func `a workflow's file stands for all campaigns of its database`() throws {
    let test = try shared().file("all.yaml", "name: all\nworkflow: {nodes: {}}\n")
    #expect(try test.run("cms-ee", "list", "-q", "all.yaml").output == "a_1\na_2\nb_7\nb_8\n")
  }
}
