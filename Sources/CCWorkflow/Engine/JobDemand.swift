/// All that the engine knows of a job.
package struct JobDemand: Hashable, Sendable {
  /// Ten seconds.
  package static let usualGrace: Int64 = 10_000_000_000

  package let request: ResourceRequest
  /// Nanoseconds that it may run; nil for ever.
  package let limit: Int64?
  /// Nanoseconds between the request to end and the kill.
  package let grace: Int64
  package let retry: RetryPolicy?

  package init(
    _ request: ResourceRequest = ResourceRequest(), limit: Int64? = nil,
    grace: Int64 = JobDemand.usualGrace, retry: RetryPolicy? = nil
  ) {
    self.request = request
    self.limit = limit
    self.grace = grace
    self.retry = retry
  }

  /// Returns what an attempt needs that follows so many retries.
  ///
  /// Memory grows up to the most there is, unless more was asked for from the first; zero is no
  /// limit.
  func request(after retries: Int, most: Int) -> ResourceRequest {
    guard retries > 0, let retry, request.memory > 0 else { return request }
    var larger = request
    larger.memory = retry.memory(request.memory, after: retries)
    if most > 0 { larger.memory = max(request.memory, min(larger.memory, most)) }
    return larger
  }

  func limit(after retries: Int) -> Int64? {
    guard let limit, let retry else { return limit }
    return retry.limit(limit, after: retries)
  }
}
