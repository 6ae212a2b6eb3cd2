import Testing

@testable import CCResults

@Suite struct ProgressLineTests {
  @Test func `the canonical line is read whole`() throws {
    let line = try #require(
      ProgressLine("# cloudmesh status=running progress=10 pid=12345 user=gregor url=http://a?b=c"))
    #expect(line.status == "running")
    #expect(line.progress == 10)
    #expect(line.pid == 12345)
    #expect(line.pairs == [NamedText("user", "gregor"), NamedText("url", "http://a?b=c")])
  }

  @Test(arguments: [
    (
      "2022-07-26 14:07:37 INFO # cloudmesh status=done progress=100", "done" as String?,
      100.0 as Double?
    ),
    (" cloudmesh status=done progress=100", "done", 100),
    ("cloudmesh progress=7", nil, 7),
    ("#cloudmesh status=running progress=99.5", "running", 99.5),
    ("#  cloudmesh\tstatus=running\tprogress=120", "running", 100),
    ("# cloudmesh status=running progress=-3", "running", 0),
    ("# cloudmesh status=running progress=40%", "running", 40),
    ("# cloudmesh status='still running' progress=\"40\"", "still running", 40),
    ("# cloudmesh status=running progress=many", "running", nil),
    ("# cloudmesh status=running progress=nan", "running", nil),
    ("# cloudmesh status=running progress=0x10", "running", nil),
    ("# cloudmesh status=a progress=1 status=b progress=2", "b", 2),
    ("# cloudmesh status=a progress=1 # cloudmesh status=b progress=2", "b", 2),
    ("# cloudmesh status=a and some words progress=5", "a", 5),
    ("# cloudmesh status=a msg='see # cloudmesh docs' progress=5", "a", 5),
    ("# cloudmesh status=it's progress=5", "it's", 5),
    ("# cloudmesh status='open progress=5", "'open", 5),
  ])
  func `damaged and unusual lines are understood`(
    text: String, status: String?, progress: Double?
  ) throws {
    let line = try #require(ProgressLine(text))
    #expect(line.status == status)
    #expect(line.progress == progress)
  }

  @Test func `quoted values keep their blanks and lose control characters`() throws {
    let line = try #require(
      ProgressLine("# cloudmesh status=running msg='epoch 3 of 10' title=\"a 'b'\u{1B}[31m\" pid=x")
    )
    #expect(line.pairs == [NamedText("msg", "epoch 3 of 10"), NamedText("title", "a 'b'[31m")])
    #expect(line.pid == nil)
  }

  @Test(arguments: [
    "", "# cloudmesh", "# cloudmesh is a toolkit", "pip install cloudmesh-cc",
    "see https://github.com/cloudmesh/cloudmesh-cc?status=done", "# cloudmeshes status=done",
    "cloudmesh version=4", "cloudmesh says status=done", "mycloudmesh status=done",
    "# csv,cloudmesh,ok,1",
  ])
  func `other lines are none`(text: String) {
    #expect(ProgressLine(text) == nil)
  }
}
