import CampaignStore
import HostIO
import TestSupport
import Testing

/// `export`: tables for other programs.
@Suite struct ExportTests {
  /// A database whose texts are as awkward as they may be.
  private func database() throws -> CommandTest {
    let test = try CommandTest()
    let connection = try CampaignStore(test.place.at("w.db")).connection
    try connection.execute(
      """
      INSERT INTO campaigns (name, directory, axes) VALUES ('c', 'x', '[]');
      INSERT INTO experiments (campaign, point, identifier, uuid, parameters) VALUES
        ('c', 0, 'e-1', 'u1', '{"lr":0.10,"run":"a, \\"b\\""}');
      INSERT INTO runs (id, workflow, file, state, created) VALUES
        ('r1', 'w', '/w', 'done', '1'), ('r2', 'w', '/w', 'done', '2');
      INSERT INTO nodes (id, run, name, kind, "group", state, uuid) VALUES
        (1, 'r1', 'train/e-1', 'job', 'train', 'done', 'u1'),
        (2, 'r2', 'other', 'job', NULL, 'failed', NULL);
      INSERT INTO attempts (id, node, number, directory, state, cause, host, exit_code, submitted,
        started, ended, seconds) VALUES
        ('a1', 1, 1, 'd', 'done', NULL, 'h', 0, 't0', 't1', 't2', 1.5),
        ('a2', 2, 1, 'd', 'failed', 'exit code 1,' || char(10) || 'é', 'h', 1, 't0', 't1', 't2', 2);
      INSERT INTO measurements VALUES ('a1', 'accuracy', NULL, 0.1, NULL),
        ('a1', 'accuracy', 1, 1e300, '%'), ('a1', 'seconds', NULL, 3, 's');
      INSERT INTO timers VALUES ('a1', 'total', 0.30000000000000004, 'ok', 't');
      INSERT INTO events (time, run, node, attempt, event, detail) VALUES
        ('t0', 'r1', NULL, NULL, 'run began', NULL), ('t1', 'r1', 'train/e-1', 'a1', 'done', 'x');
      PRAGMA journal_mode = DELETE;
      """)
    return test
  }

  private func expect(_ words: [String], _ expected: String) throws {
    let run = try database().run(["cms-cc", "export", "w.db"] + words)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors == "")
    #expect(
      run.output.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
        == expected)
    #expect(run.written == [])
  }

  @Test func `results are a row for each attempt`() throws {
    try expect(
      [],
      #"""
      workflow,run,origin,node,attempt,state,cause,host,gpu,exit_code,submitted,started,ended,\#
      seconds,cpu_seconds,peak_memory,experiment,uuid,parameters
      w,r1,,train/e-1,1,done,,h,,0,t0,t1,t2,1.5,,,e-1,u1,"{""lr"":0.10,""run"":""a, \""b\""""}"
      w,r2,,other,1,failed,"exit code 1,\#né",h,,1,t0,t1,t2,2,,,,,

      """#)
  }

  @Test func `a wide table has parameters, values and timers as columns`() throws {
    try expect(
      ["--wide", "--run", "r1"],
      #"""
      workflow,run,origin,node,attempt,state,cause,host,gpu,exit_code,submitted,started,ended,\#
      seconds,cpu_seconds,peak_memory,experiment,uuid,lr,parameter.run,accuracy,metric.seconds,\#
      timer.total
      w,r1,,train/e-1,1,done,,h,,0,t0,t1,t2,1.5,,,e-1,u1,0.10,"a, ""b""",0.1,3,0.30000000000000004

      """#)
    try expect(
      ["--wide", "--run", "r1", "--format", "json"],
      #"""
      {"version":1,"table":"results","rows":[
      {"workflow":"w","run":"r1","origin":null,"node":"train/e-1","attempt":1,"state":"done",\#
      "cause":null,"host":"h","gpu":null,"exit_code":0,"submitted":"t0","started":"t1","ended":"t2",\#
      "seconds":1.5,"cpu_seconds":null,"peak_memory":null,"experiment":"e-1","uuid":"u1",\#
      "parameters":{"lr":0.10,"run":"a, \"b\""},"metrics":{"accuracy":0.1,"seconds":3},\#
      "timers":{"total":0.30000000000000004}}
      ]}

      """#)
  }

  @Test func `metrics, timers, experiments and events are long tables`() throws {
    try expect(
      ["--table", "metrics"],
      #"""
      run,node,attempt,name,value,unit,step
      r1,train/e-1,1,accuracy,0.1,,
      r1,train/e-1,1,accuracy,1e+300,%,1
      r1,train/e-1,1,seconds,3,s,

      """#)
    try expect(
      ["--table", "timers"],
      #"""
      run,node,attempt,name,seconds,status,started
      r1,train/e-1,1,total,0.30000000000000004,ok,t

      """#)
    try expect(
      ["--table", "experiments"],
      #"""
      campaign,point,identifier,uuid,parameters
      c,0,e-1,u1,"{""lr"":0.10,""run"":""a, \""b\""""}"

      """#)
    try expect(
      ["--table", "events"],
      #"""
      time,run,node,attempt,event,detail
      t0,r1,,,run began,
      t1,r1,train/e-1,1,done,x

      """#)
  }

  @Test func `JSON has a version, and parameters as objects`() throws {
    try expect(
      ["--table", "experiments", "--format", "json"],
      #"""
      {"version":1,"table":"experiments","rows":[
      {"campaign":"c","point":0,"identifier":"e-1","uuid":"u1",\#
      "parameters":{"lr":0.10,"run":"a, \"b\""}}
      ]}

      """#)
    try expect(
      ["--table", "metrics", "--format", "json", "--run", "r2"],
      "{\"version\":1,\"table\":\"metrics\",\"rows\":[]}\n")
    let test = try database()
    let all = try test.run(
      "cms-cc", "export", "w.db", "--table", "all", "--format", "json", "-o", "all.json")
    #expect(all.written == ["all.json"])
    let parsed = try test.run(
      "python3", "-c",
      "import json; d = json.load(open('all.json')); "
        + "print(d['version'], {k: len(v) for k, v in d['tables'].items()})")
    #expect(
      parsed.output
        == "1 {'results': 2, 'metrics': 3, 'timers': 1, 'experiments': 1, 'events': 2}\n")
  }

  @Test func `all tables as CSV go into a directory`() throws {
    let run = try database().run("cms-cc", "export", "w.db", "--table", "all", "-o", "out/tables")
    #expect(run.code == 0)
    #expect(
      run.written.filter { !$0.hasSuffix("/") }
        == ["events", "experiments", "metrics", "results", "timers"].map { "out/tables/\($0).csv" })
  }

  @Test(arguments: [
    (["--format", "xml"], "error: --format is 'xml', expected one of: csv, json\n"),
    (
      ["--table", "metric"],
      "error: --table is 'metric', expected one of: results, metrics, timers, experiments, events, "
        + "all\n"
    ),
    (["--table", "all"], "error: all tables as CSV need a directory: -o DIR\n"),
    (["--table", "timers", "--wide"], "error: --wide is for --table results only\n"),
  ])
  func `what cannot be meant is refused`(words: [String], message: String) throws {
    let run = try database().run(["cms-cc", "export", "w.db"] + words)
    #expect(run.code == 64)
    #expect(run.errors.hasPrefix(message), "\(run.errors)")
    #expect(run.output == "")
  }

  @Test func `a run that is not there is named`() throws {
    let run = try database().run("cms-cc", "export", "w.db", "--run", "r3")
    #expect(run.code == 2)
    #expect(
      run.errors == """
        error: there is no run 'r3' in database '\(run.place.path)/w.db' [CC101]
        hint: did you mean 'r2'?

        """)
  }
}
