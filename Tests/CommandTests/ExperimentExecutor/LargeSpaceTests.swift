import TestSupport
import Testing

/// Spaces with more points than anybody writes by mistake, and samples of too few.
@Suite struct LargeSpaceTests {
  private static let sweep = "experiments: {a: \"[1-10000]\", b: \"[1-1000]\"}\n"

  @Test func `ten million points are counted without one of them`() throws {
    let run = try CommandTest().file("sweep.yaml", Self.sweep).run(
      "cms-ee", "plan", "sweep.yaml", "--count")
    #expect(run.output == "10000000\n")
    #expect(run.errors == "")
    #expect(run.code == 0)
    #expect(run.written == [])
  }

  @Test func `a sample of ten million points is taken without a question`() throws {
    let run = try CommandTest()
      .file("sweep.yaml", Self.sweep + "sample: {count: 3, seed: 7}\n")
      .run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "3 experiments: 3 are new, 0 the same\n")
    #expect(run.errors == "")
    #expect(run.code == 0)
  }

  @Test func `a sample larger than the space says so and takes all`() throws {
    let run = try CommandTest()
      .file("sweep.yaml", "experiments: {a: \"1,2\"}\nsample: {count: 5, seed: 1}\n")
      .run("cms-ee", "generate", "sweep.yaml")
    #expect(run.output == "2 experiments: 2 are new, 0 the same\n")
    #expect(
      run.errors == """
        sweep.yaml:2:17: warning: a sample of 5 from 2 points takes all of them [EE137]
          2 │ sample: {count: 5, seed: 1}
            │                 ^
        hint: count: 2 says the same

        """)
    #expect(run.code == 0)
  }
}
