import Testing

@testable import CCResults

@Suite struct TimerRowsTests {
  private func timers(_ lines: String...) -> [TimerReading] {
    var reader = LogReader()
    reader.consume(Array(lines.map { $0 + "\n" }.joined().utf8))
    return reader.finish().timers
  }

  private let header =
    "# csv,timer,status,time,sum,start,tag,msg,uname.node,user,uname.system,platform.version"

  @Test func `a published row is read`() {
    let readings = timers(
      header,
      "# csv,mlp_mnist,ok,17.903,17.903,2022-07-26 14:07:37,gregor-desktop-RTX 3090,None,"
        + "gregor,desktop,Linux,#44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022")
    #expect(
      readings == [
        TimerReading(
          name: "mlp_mnist", seconds: 17.903, sum: 17.903, status: "ok",
          start: "2022-07-26 14:07:37", tag: "gregor-desktop-RTX 3090",
          details: [
            NamedText("uname.node", "gregor"), NamedText("user", "desktop"),
            NamedText("uname.system", "Linux"),
            NamedText("platform.version", "#44~20.04.1-Ubuntu SMP Fri Jun 24 13:27:29 UTC 2022"),
          ])
      ])
  }

  @Test func `noise in front, doubled rows and several headers are tolerated`() {
    let readings = timers(
      "0: I tensorflow \u{FFFD} " + header, "0: noise # csv,a,ok,1.5,1.5,2022-01-01 00:00:00,None",
      "0: noise # csv,a,ok,1.5,1.5,2022-01-01 00:00:00,None",
      "# csv,timer,time,status", "# csv,b,2.5,failed", "# csv,timer,time,status",
      "# csv,b,2.5,failed")
    #expect(readings.map(\.name) == ["a", "b"])
    #expect(readings.map(\.seconds) == [1.5, 2.5])
    #expect(readings.map(\.status) == ["ok", "failed"])
  }

  @Test(arguments: [
    ("# csv,a,ok,1.0,2.0,2022-01-01,Tesla V100, 32GB,None,n,u,Windows,(10, 0, 19041)", "a"),
    ("# csv,a,ok,1.0,2.0,2022-01-01,{'x': 1, 'y': 2},None,n,u,Linux,v", "a"),
    ("# csv,a,ok,1.0,2.0,2022-01-01,{'x': 1, 'y': (2,None,n,u,Linux,v,more,and,more", "a"),
    ("# csv,\"a, b\",ok,1.0,2.0,2022-01-01,t,None,n,u,Linux,v", "a, b"),
    ("# csv,load a, b,ok,1.0,2.0,2022-01-01,t,None,n,u,Linux,v", "load a,b"),
  ])
  func `commas in values do not move the first columns`(row: String, name: String) {
    let readings = timers(header, row)
    #expect(readings.map(\.name) == [name])
    #expect(readings.first?.status == "ok")
    #expect(readings.first?.seconds == 1)
    #expect(readings.first?.sum == 2)
  }

  /// As RFC 4180 has it: how `cms.py` writes what holds commas, quotes or brackets.
  @Test(arguments: [
    ("\"a, b\"", "a, b"), ("\"say \"\"a, b\"\"\"", "say \"a, b\""), ("\"\"\"\"", "\""),
    ("\"one ( only, and\"", "one ( only, and"), ("\" blanks \"", " blanks "), ("\"\"", nil),
    ("\"a\" and \"b\"", "\"a\" and \"b\""),
  ])
  func `a quoted cell comes back whole`(cell: String, tag: String?) {
    let row = "# csv,\"x, y\",ok,1.0,2.0,2022-01-01,\(cell),\") (\",n,u,Linux,v"
    let readings = timers(header, row)
    #expect(readings.map(\.name) == ["x, y"])
    #expect(readings.first?.tag == tag)
    #expect(readings.first?.message == ") (")
    #expect(readings.first?.details.map(\.value) == ["n", "u", "Linux", "v"])
  }

  @Test func `a comma in the last column stays there`() {
    let readings = timers(header, "# csv,a,ok,1,1,s,t,None,n,u,Windows,10, 0, 19041")
    #expect(readings.first?.details.last == NamedText("platform.version", "10,0,19041"))
  }

  @Test(arguments: ["# csv,a,ok,None,None", "# csv,a", "# csv,", "# csv,a,ok,nan", "#csv a,ok,1"])
  func `rows without a time are passed over`(row: String) {
    #expect(timers(header, row).isEmpty)
  }

  @Test func `rows without any header have the usual columns`() {
    #expect(timers("# csv,total,ok,3.25").first?.seconds == 3.25)
  }
}
