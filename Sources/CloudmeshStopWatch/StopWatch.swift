internal import Synchronization

/// Named timers of a program; starting and stopping a name again adds to its sum.
///
/// ```swift
/// let watch = StopWatch()
/// let model = watch.measure("training") { train() }
/// watch.report()
/// ```
public final class StopWatch: Sendable {
  private let timers = Mutex<[Timer]>([])

  /// Makes a watch without timers.
  public init() {}

  /// Starts a timer; one that runs already begins anew.
  public func start(_ name: String) {
    timers.withLock { timers in
      let place = StopWatch.place(of: name, in: &timers)
      timers[place].begin()
    }
  }

  /// Stops a timer; one that does not run stays as it is.
  public func stop(_ name: String, succeeded: Bool = true) {
    timers.withLock { timers in
      guard let place = timers.firstIndex(where: { $0.name == name }) else { return }
      timers[place].end(succeeded: succeeded)
    }
  }

  /// Times a piece of work, also where several threads do it under one name; what throws is `failed`.
  public func measure<Value, Failure: Error>(
    _ name: String, _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    var timer = Timer(name)
    timer.begin()
    do throws(Failure) {
      let value = try work()
      timer.end(succeeded: true)
      add(timer)
      return value
    } catch {
      timer.end(succeeded: false)
      add(timer)
      throw error
    }
  }

  /// Returns the seconds of the latest interval, of one that runs those gone by.
  public func seconds(_ name: String) -> Double? {
    timers.withLock { timers in timers.first { $0.name == name }?.seconds }
  }

  /// Returns the seconds of all intervals of a name.
  public func sum(_ name: String) -> Double? {
    timers.withLock { timers in timers.first { $0.name == name }?.sum }
  }

  /// Forgets all timers.
  public func clear() { timers.withLock { $0 = [] } }

  /// Returns a line for each timer, behind one that names the columns.
  ///
  /// One that still runs has the status None and the time that has gone by.
  public func rows(tag: String? = nil) -> String {
    let machine = Machine.cells
    let rows = timers.withLock { timers in
      timers.map { timer in
        [
          timer.name, timer.status, Timer.text(timer.seconds), Timer.text(timer.sum),
          timer.start, tag ?? "None", "None",
        ] + machine
      }
    }
    return ([StopWatch.columns] + rows).map { row in
      (["# csv"] + row.map(StopWatch.quoted)).joined(separator: ",") + "\n"
    }.joined()
  }

  /// Prints a line for each timer.
  public func report(tag: String? = nil) { Job.say(rows(tag: tag)) }

  private static let columns = [
    "timer", "status", "time", "sum", "start", "tag", "msg", "uname.node", "user",
    "uname.system", "platform.version",
  ]

  /// Returns a cell as RFC 4180 has it, in quotes only where readers would be misled.
  private static func quoted(_ text: String) -> String {
    let cell = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    let isPaired = [("(", ")"), ("[", "]"), ("{", "}")].allSatisfy { open, close in
      cell.count { String($0) == open } == cell.count { String($0) == close }
    }
    let isPlain =
      isPaired && cell.first != " " && cell.last != " "
      && !cell.contains { $0 == "," || $0 == "\"" }
    return isPlain
      ? cell
      : "\""
        + cell.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
  }

  private static func place(of name: String, in timers: inout [Timer]) -> Int {
    if let place = timers.firstIndex(where: { $0.name == name }) { return place }
    timers.append(Timer(name))
    return timers.count - 1
  }

  private func add(_ interval: Timer) {
    timers.withLock { timers in
      let place = StopWatch.place(of: interval.name, in: &timers)
      timers[place].add(interval)
    }
  }
}
