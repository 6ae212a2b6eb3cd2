import Testing

@testable import CCWorkflow

/// What hosts answer, among what they print besides.
@Suite struct RemoteAnswerTests {
  private let whole = """
    q7 begin node3 4f-a 1795391224 25341.03
    s\tn 1\tnode3\t77\t123\t4f-a\t
    x\tn/2\t-1
    g\tn/3
    n\tn/4
    c\tn/5
    e\tn/6\tno room
    z\tsomething newer

    q7 end 0

    """

  private func answer(_ text: String) -> RemoteAnswer? {
    RemoteAnswer(Array(text.utf8), nonce: "q7")
  }

  private func check(_ answer: RemoteAnswer?) throws {
    let answer = try #require(answer)
    #expect(
      answer.host
        == RemoteAnswer.Host(name: "node3", boot: "4f-a", time: 1_795_391_224, uptime: 25341.03))
    #expect(answer.states.map(\.attempt) == ["n 1", "n/2", "n/3", "n/4", "n/5", "n/6"])
    #expect(
      answer.states.map(\.state) == [
        .running(host: "node3", process: 77, began: 123), .exited(code: -1), .gone, .absent,
        .claimed, .refused("no room"),
      ])
    #expect(answer.failure == nil)
  }

  @Test func `all that can be said of attempts is read`() throws {
    try check(answer(whole))
  }

  @Test func `noise before and after, and carriage returns, do not matter`() throws {
    let noise = "Welcome!\n\u{1B}[1mq7 begin\u{1B}[0m\nq6 begin a b 1 2\ns\tn 9\tx\t1\t1\tb\t\n"
    try check(answer(noise + whole + "logout\n"))
    try check(answer(noise + whole.split(separator: "\n").joined(separator: "\r\n") + "\r\n"))
  }

  @Test func `an answer that is cut off anywhere is none`() {
    let bytes = Array(whole.utf8)
    let last = bytes.count - 3
    for count in 0..<last { #expect(RemoteAnswer(Array(bytes[..<count]), nonce: "q7") == nil) }
  }

  @Test func `the answer to another request is none`() {
    #expect(RemoteAnswer(Array(whole.utf8), nonce: "q8") == nil)
  }

  @Test func `why nothing was started is read`() {
    #expect(answer("q7 begin a b 1 2\nf\tno room\nq7 end 1\n")?.failure == "no room")
  }
}
