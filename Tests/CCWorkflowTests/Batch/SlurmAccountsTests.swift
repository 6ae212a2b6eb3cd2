import Testing

@testable import CCWorkflow

/// When accounts are asked what jobs used.
@Suite struct SlurmAccountsTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `a job is asked about a few times, less and less often, and then no more`() {
    var accounts = SlurmAccounts()
    #expect(accounts.next == nil)
    accounts.want("t", SlurmAccounts.Name(job: "7"))
    var times: [Int64] = []
    while let time = accounts.next, times.count < 10 {
      times.append(time / Self.second)
      #expect(accounts.question() == [.usage(["7"])])
      #expect(accounts.take([], at: time).isEmpty)
    }
    #expect(times == [0, 1, 3, 7, 15])
  }

  @Test func `somebody who waits is told sooner`() {
    var accounts = SlurmAccounts()
    accounts.want("t", SlurmAccounts.Name(job: "7"))
    _ = accounts.question()
    _ = accounts.take([], at: 50 * Self.second)
    accounts.hasten()
    #expect(accounts.next == 0)
  }

  @Test func `each cluster is asked about its own jobs, and of very many only so many at once`() {
    var accounts = SlurmAccounts()
    accounts.want("a", SlurmAccounts.Name(job: "7", clusters: "big"))
    accounts.want("b", SlurmAccounts.Name(job: "7"))
    #expect(accounts.question() == [.usage(["7"]), .usage(["7"], clusters: "big")])
    for number in 0..<1000 { accounts.want("t\(number)", SlurmAccounts.Name(job: "\(number)")) }
    var count = 0
    for case .usage(let jobs, _) in accounts.question() { count += jobs.count }
    #expect(count == 200)
  }

  @Test func `after some failures in a row nobody is asked any more`() {
    var accounts = SlurmAccounts()
    for number in 0..<5 {
      accounts.want("t\(number)", SlurmAccounts.Name(job: "\(number)"))
      _ = accounts.question()
      accounts.noteFailure(isFinal: false, at: 0)
    }
    #expect(accounts.next == nil)
    accounts.want("t", SlurmAccounts.Name(job: "9"))
    #expect(accounts.next == nil)
  }

  @Test(
    arguments: [
      ("7|COMPLETED|12:34.5|\n7.batch|COMPLETED|12:34.5|10M", 754.5, 10 << 20),
      ("7|CANCELLED by 0|01:00:00|\n7.batch|CANCELLED|01:00:00|0", 3600, 0),
      ("7|TIMEOUT|2-00:00:01|\n7.0|CANCELLED||1.5K\n7.batch|CANCELLED||1K", 172_801, 1536),
    ] as [(String, Double, Int)])
  func `amounts are read as Slurm prints them`(lines: String, seconds: Double, bytes: Int) {
    var accounts = SlurmAccounts()
    accounts.want("t", SlurmAccounts.Name(job: "7"))
    _ = accounts.question()
    let found = accounts.take(lines.split(separator: "\n").map(String.init), at: 0)
    #expect(found.map(\.usage) == [JobUsage(cpuSeconds: seconds, peakMemory: bytes)])
  }

  @Test(arguments: [
    "7|RUNNING|00:01|\n7.batch|RUNNING|00:01|1K", "7|COMPLETED|00:01|",
    "7|COMPLETED||\n7.batch|||1K", "7|COMPLETED|x|\n7.batch|COMPLETED|x|-1K", "|", "",
    "17|COMPLETED|00:01|\n17.batch|COMPLETED||1K",
  ])
  func `what is not known yet is not guessed`(lines: String) {
    var accounts = SlurmAccounts()
    accounts.want("t", SlurmAccounts.Name(job: "7"))
    _ = accounts.question()
    #expect(accounts.take(lines.split(separator: "\n").map(String.init), at: 0).isEmpty)
    #expect(accounts.next != nil)
  }
}
