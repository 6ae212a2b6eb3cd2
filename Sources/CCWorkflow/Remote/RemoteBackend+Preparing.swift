internal import HostIO

// What comes before the first round: the host is switched on, and says what it has.
extension RemoteBackend {
  /// So long it may take to say what it has.
  private static let surveyPatience: Int64 = 60_000_000_000

  func survey() {
    if host.survey != nil { isSurveyWanted = true }
  }

  func look(at devices: [String]) { devicesToLookAt = devices }

  /// Whether it may be asked what it has.
  var isSurveyDue: Bool {
    isSurveyWanted && surveyCall == nil && installation == nil && isOpen
      && (round == nil || present != nil)
  }

  /// Whether rounds wait: the first command makes the connection that all others share.
  var isSurveyFirst: Bool { surveyCall != nil && present == nil }

  func startSurvey(at now: Int64) throws(SystemError) {
    guard let question = host.survey else { return }
    surveyCall = try SurveyCall(
      question, over: host.transport, in: loop, until: now + Self.surveyPatience)
  }

  func take(_ call: SurveyCall, at now: Int64) -> [BackendReport] {
    surveyCall = nil
    let result = call.command.finish()
    let said = (try? Files.read(result.output.path)) ?? []
    if let answer = HostSurvey(said, nonce: call.nonce) {
      isSurveyWanted = false
      // Without it the next runner asks again.
      try? SurveyRecord(host.records).write(said, nonce: call.nonce)
      return [.surveyed(answer, problem: nil)]
    }
    if result.code == 255 || result.isLate && answered == nil {
      return close(because: result, at: now)
    }
    isSurveyWanted = false
    return [.surveyed(nil, problem: "it does not say what it has: \(result.reason)")]
  }
}

extension RemoteBackend {
  /// Switches the host on.
  func startRaising(at now: Int64) throws(SystemError) {
    raising = try host.power?.begin(in: loop, at: now)
    isRaised = raising == nil
    guard raising != nil, let up = host.power?.up else { return }
    raisingSince = now
    said.append(.raising(.called(command: up)))
  }

  func takeRaising(at now: Int64) throws(SystemError) -> [BackendReport] {
    guard let raising, let power = host.power else { return [] }
    self.raising = nil
    let result = raising.finish()
    guard result.code == 0, !result.isLate else {
      let reason = power.reason(result)
      return [.raising(.failed(reason: reason))] + close(because: reason, at: now)
    }
    try power.finish()
    isRaised = true
    pace.skipPause()
    return [.raising(.ended(after: now - raisingSince))]
  }

  func abandon() {
    guard let raising else { return }
    raising.stop(at: .max)
    _ = raising.finish()
    self.raising = nil
  }
}
