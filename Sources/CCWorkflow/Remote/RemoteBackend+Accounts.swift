internal import HostIO

// What ended jobs used, as the accounts of a batch system say: besides all rounds, so that nothing
// waits for them.
extension RemoteBackend {
  /// A question to accounts that is under way.
  struct AccountsCall {
    let command: RemoteCommand
    let nonce: String
  }

  /// When accounts are to be asked; nil where there is nothing to ask, or nobody.
  var accountsTurn: Int64? {
    if let accountsCall { return accountsCall.command.deadline }
    return isOpen && answered != nil && installation == nil ? accounts.next : nil
  }

  func startAccounts(at now: Int64) throws(SystemError) {
    var request = RemoteRequest(nonce: Self.nonce(), root: host.root)
    request.starter = starter.kind
    request.lines = accounts.question()
    let input = try ScratchFile()
    try input.append(request.bytes)
    accountsCall = AccountsCall(
      command: try start(Agent.command, input, at: now), nonce: request.nonce)
  }

  func take(_ call: AccountsCall, at now: Int64) -> [BackendReport] {
    accountsCall = nil
    let said = (try? Files.read(call.command.finish().output.path)) ?? []
    guard let answer = RemoteAnswer(said, nonce: call.nonce), let lines = answer.slurm.usage else {
      let reason = RemoteAnswer(said, nonce: call.nonce)?.slurm.usageFailure ?? ""
      accounts.noteFailure(isFinal: Self.isFinal(reason), at: now)
      return []
    }
    return accounts.take(lines, at: now).map { .used(token: $0.token, $0.usage) }
  }

  /// Whether there are no accounts at all.
  private static func isFinal(_ reason: String) -> Bool {
    ["accounting storage is disabled", "not found"].contains { reason.contains($0) }
  }

  /// Nobody else says what it used.
  func wantUsage(of ticket: Int, _ job: Job, _ ending: Ending) {
    guard ending.start != nil, ending.usage.cpuSeconds == nil || ending.usage.peakMemory == nil,
      let name = starter.accountName(of: ticket)
    else { return }
    accounts.want(job.submission.token, name)
  }
}
