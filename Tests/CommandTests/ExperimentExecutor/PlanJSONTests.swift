import TestSupport
import Testing

/// `--json` of plan, generate and explain: one value for programs.
@Suite struct PlanJSONTests {
  private func sweep(_ values: String) throws -> CommandTest {
    try CommandTest().file(
      "sweep.yaml", "name: m\nexperiments: {a: '\(values)'}\ntemplates: [j.in.sh]\n"
    ).file("j.in.sh", "run {a}\n")
  }

  @Test func `generate prints its counts`() throws {
    let run = try sweep("1,2").run("cms-ee", "generate", "sweep.yaml", "--json")
    #expect(
      run.output == """
        {"version":1,"campaign":"m","counts":{"total":2,"new":2,"changed":0,"same":0,"edited":0,\
        "busy":0,"taken":0,"orphans":0}}

        """)
    #expect(run.errors == "")
  }

  @Test func `plan prints experiments with what changed`() throws {
    let test = try sweep("1,2,3")
    #expect(try test.run("cms-ee", "generate", "sweep.yaml").code == 0)
    try test.place.write(
      "sweep.yaml", "name: m\nexperiments: {a: '1,4'}\ntemplates: [j.in.sh]\n")
    try test.place.write("j.in.sh", "run {a} now\n")
    let run = try test.run("cms-ee", "plan", "sweep.yaml", "--json")
    #expect(
      run.output == """
        {"version":1,"campaign":"m","counts":{"total":2,"new":1,"changed":1,"same":0,"edited":0,\
        "busy":0,"taken":0,"orphans":2},"experiments":[{"identifier":"a_1","uuid":"\
        54dbc581-3227-5535-a3e5-301c77527389","status":"changed","changes":[{"file":"j.sh",\
        "line":1,"old":"run 1","new":"run 1 now"}]},{"identifier":"a_4","uuid":"\
        92e9b591-19f1-565e-b103-ec92b19badef","status":"new","changes":[]},\
        {"identifier":"a_2","status":"orphan"},{"identifier":"a_3","status":"orphan"}]}

        """)
    #expect(
      try test.run("cms-ee", "plan", "sweep.yaml", "--count", "--json").output
        == "{\"version\":1,\"count\":2}\n")
  }

  @Test func `explain prints the account, or where a value comes from`() throws {
    let test = try CommandTest().file(
      "sweep.yaml", "name: m\ndata: [1, {k: x}]\nexperiments: {a: '1,2'}\n")
    #expect(
      try test.run("cms-ee", "explain", "sweep.yaml", "--json").output == """
        {"version":1,"count":2,"account":["2 = 2","2 experiments"],"parameters":[{"name":"a",\
        "role":"swept","position":{"file":"sweep.yaml","line":3,"column":15},"values":[1,2]}]}

        """)
    #expect(
      try test.run("cms-ee", "explain", "sweep.yaml", "name", "--json", "-o", "name=n").output
        == """
        {"version":1,"name":"name","what":"a value of the configuration","value":"n","origins":[\
        {"position":{"file":"-o","line":1,"column":6},"value":"n"},\
        {"position":{"file":"sweep.yaml","line":1,"column":7},"value":"m"}]}

        """)
  }
}
