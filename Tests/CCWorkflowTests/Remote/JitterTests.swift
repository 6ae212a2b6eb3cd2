import Testing

@testable import CCWorkflow

/// By how much pauses differ.
@Suite struct JitterTests {
  @Test func `pauses are up to a quarter longer, other ones for each run, and the same each time`()
  {
    func parts(_ run: String, _ host: String) -> [Int64] {
      var jitter = Jitter(run: run, host: host)
      return (0..<200).map { _ in jitter.next(of: 1_000_000) }
    }
    let first = parts("r1", "site")
    #expect(first.allSatisfy { (0..<250_000).contains($0) })
    #expect(Set(first).count > 150)
    #expect(first == parts("r1", "site"))
    #expect(first != parts("r2", "site"))
    #expect(first != parts("r1", "other"))
  }

  @Test func `a host that does not answer is asked after pauses that double, and then some`() {
    var pace = RemotePace(firstPause: 1_000_000_000, jitter: Jitter(run: "r", host: "site"))
    for pause: Int64 in [1, 2, 4, 8, 16, 32, 60, 60] {
      pace.noteFailure(at: 0)
      let least = pause * 1_000_000_000
      #expect(pace.next >= least && pace.next < least + least / 4)
      #expect(pace.earliest == pace.next)
    }
    var plain = RemotePace(firstPause: 8)
    plain.noteFailure(at: 0)
    #expect(plain.next == 8)
  }

  @Test func `so it is where a site takes no more jobs`() {
    var limit = SubmissionLimit(Jitter(run: "r", host: "site"))
    limit.noteTime(0)
    limit.noteRefusal(of: 1)
    limit.noteTime(29_999_999_999)
    #expect(limit.mostStarts == 0)
    limit.noteTime(37_500_000_000)
    #expect(limit.mostStarts == 1)
  }
}
