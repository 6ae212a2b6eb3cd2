internal import CampaignStore

/// What an attempt that has just ended measured, and what is stored of all others.
struct ReadingValues: ConditionValues {
  let reading: AttemptReading
  /// The node of the attempt.
  let node: String
  let others: any ConditionValues

  func metric(_ name: String, of other: String) throws(StoreError) -> [Double] {
    other == node ? reading.values(of: name) : try others.metric(name, of: other)
  }

  func state(of other: String) throws(StoreError) -> JobState? {
    other == node ? .done : try others.state(of: other)
  }

  func exitCode(of other: String) throws(StoreError) -> Int? {
    other == node ? reading.attempt?.exitCode : try others.exitCode(of: other)
  }

  func seconds(of other: String) throws(StoreError) -> Double? {
    other == node ? reading.attempt?.seconds : try others.seconds(of: other)
  }
}
