package import HostIO

/// What came of asking a host what it has.
package struct HostVisit: Hashable, Sendable {
  package enum Outcome: Hashable, Sendable {
    case answer(HostSurvey)
    case unreachable(ConnectionProblem)
  }

  package let question: HostQuestion
  package let outcome: Outcome
  /// Nanoseconds until it had answered, or was given up.
  package let duration: Int64

  /// So long a host may take, in nanoseconds.
  package static let patience: Int64 = 30_000_000_000

  /// Asks hosts, all at the same time.
  ///
  /// - Returns: what came of it, in the order of the questions.
  /// - Cost: as long as the slowest of them takes, and no longer than `patience`.
  package static func all(
    _ questions: [HostQuestion], patience: Int64 = patience
  ) throws(SystemError) -> [HostVisit] {
    let loop = try EventLoop()
    var visits: [Int: HostVisit] = [:]
    var underWay: [UInt64: (place: Int, call: SurveyCall)] = [:]
    let begin = WallClock.monotonic()
    for (place, question) in questions.enumerated() {
      do throws(SystemError) {
        let call = try SurveyCall(
          question.survey, over: question.transport, in: loop, until: begin + patience)
        underWay[call.command.tag] = (place, call)
      } catch {
        visits[place] = HostVisit(
          question: question, outcome: .unreachable(ConnectionProblem("\(error)")), duration: 0)
      }
    }
    while !underWay.isEmpty {
      for tag in loop.wait(upTo: 100) {
        guard let (place, call) = underWay.removeValue(forKey: tag) else { continue }
        visits[place] = HostVisit(
          question: questions[place], outcome: call.outcome(of: questions[place]),
          duration: WallClock.monotonic() - begin)
      }
      for (_, call) in underWay.values { call.command.stop(at: WallClock.monotonic()) }
    }
    return questions.indices.compactMap { visits[$0] }
  }

  /// What it said; nil where it cannot be reached.
  package var survey: HostSurvey? {
    if case .answer(let survey) = outcome { return survey }
    return nil
  }
}

/// A host that is being asked.
struct SurveyCall {
  let command: RemoteCommand
  let nonce: String

  init(
    _ question: SurveyScript.Question, over transport: Transport, in loop: EventLoop,
    until deadline: Int64
  ) throws(SystemError) {
    nonce = RemoteBackend.nonce()
    let input = try ScratchFile()
    try input.append(SurveyScript.text(question, nonce: nonce))
    command = try RemoteCommand(
      transport.arguments(SurveyScript.command), input: input, in: loop, until: deadline)
  }

  fileprivate func outcome(of question: HostQuestion) -> HostVisit.Outcome {
    let result = command.finish()
    let said = (try? Files.read(result.output.path)) ?? []
    if let survey = HostSurvey(said, nonce: nonce) { return .answer(survey) }
    guard result.code == 0 else {
      return .unreachable(ConnectionProblem(result, destination: question.destination))
    }
    return .unreachable(
      ConnectionProblem(
        "it can be reached, but runs no commands",
        advice: "ssh \(question.destination ?? question.name) true has to end without a word"))
  }
}
