internal import Glibc

/// Two things at the same time, where each of them takes long enough to be worth a thread.
package enum Threads {
  /// Does one thing on this thread and another on a thread beside it, and waits for both.
  ///
  /// What one of them changes the other may not touch: nobody checks that. Where there is no thread
  /// to be had, they are done one after the other.
  ///
  /// - Throws: what the one on this thread throws, else what the other one does.
  package static func both<Here, Beside>(
    _ here: () throws -> Here, beside: () throws -> Beside
  ) throws -> (here: Here, beside: Beside) {
    var other: Result<Beside, any Error>?
    func work() { other = Result(catching: beside) }
    let result = withoutActuallyEscaping(work) { body in
      let work = Work(body)
      var thread = pthread_t()
      let code = pthread_create(
        &thread, nil,
        { work in
          work.map { Unmanaged<Work>.fromOpaque($0).takeUnretainedValue().body() }
          return nil
        }, Unmanaged.passUnretained(work).toOpaque())
      let result = Result(catching: here)
      if code == 0 { pthread_join(thread, nil) } else { body() }
      return withExtendedLifetime(work) { result }
    }
    guard let other else { preconditionFailure("a thread that was joined has done its work") }
    return (try result.get(), try other.get())
  }

  /// What a thread is to do, as C hands it on.
  private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
