/// A value of a series at its step.
package struct SeriesPoint: Hashable, Sendable {
  package let step: Int
  package let value: Double

  package init(step: Int, value: Double) {
    self.step = step
    self.value = value
  }
}

/// One attempt, or one node that had none yet.
package struct ResultRow: Hashable, Sendable {
  package var run: String
  package var node: String
  /// The experiment's identifier; nil for a node that is no experiment.
  package var experiment: String?
  package var uuid: String?
  /// The node whose fan-out it belongs to; nil for a node of its own.
  package var group: String?
  /// Counts from one; zero where nothing was tried yet.
  package var attempt: Int
  /// Of the node after this attempt: `done`, `failed`, `ready`, … ; only `done` counts as a result.
  package var state: String
  package var cause: String?
  package var host: String?
  package var exitCode: Int?
  /// - Units: Seconds of wall time.
  package var seconds: Double?
  /// Names and spellings, in axis order.
  package var parameters: [NamedText]
  /// Last values by name.
  package var metrics: [String: Double] = [:]
  package var series: [String: [SeriesPoint]] = [:]
  /// - Units: Seconds by name.
  package var timers: [String: Double] = [:]
  /// How many jobs ran beside it on its host.
  package var neighbours: Int?

  package init(
    run: String, node: String, experiment: String? = nil, uuid: String? = nil, attempt: Int,
    state: String, cause: String? = nil, host: String? = nil, exitCode: Int? = nil,
    seconds: Double? = nil, parameters: [NamedText] = [], neighbours: Int? = nil
  ) {
    self.run = run
    self.node = node
    self.experiment = experiment
    self.uuid = uuid
    self.attempt = attempt
    self.state = state
    self.cause = cause
    self.host = host
    self.exitCode = exitCode
    self.seconds = seconds
    self.parameters = parameters
    self.neighbours = neighbours
  }
}

extension ResultRow {
  package var isDone: Bool { state == "done" }

  /// Takes up what a log or the database says: values without a step are metrics, others series.
  package mutating func add(_ measurements: [Measurement]) {
    for measurement in measurements {
      if let step = measurement.step {
        let point = SeriesPoint(step: step, value: measurement.value)
        series[measurement.name, default: []].append(point)
      } else {
        metrics[measurement.name] = measurement.value
      }
    }
  }

  /// Takes up timers; of several with one name the last counts.
  package mutating func add(_ timers: [TimerReading]) {
    for timer in timers { self.timers[timer.name] = timer.seconds }
  }

  func value(of parameter: String) -> String? {
    parameters.first { $0.name == parameter }?.value
  }
}
