import Testing

@testable import CCWorkflow

@Suite struct QuantityTextTests {
  private static let limits: KeyValuePairs<String, Double?> = [
    "90": 5400, "0.5": 30, "90s": 90, "2h": 7200, "1.5h": 5400, "1h30m": 5400, "1h 30min": 5400,
    "3d": 259_200, "1w": 604_800, "500ms": 0.5, "2H": 7200, "1:30": 90, "1:30:00": 5400,
    "0:00:05": 5, "1-02": 93_600, "1-02:30": 95_400, "1-02:00:00": 93_600, "100:00:00": 360_000,
    "": nil, "h": nil, "2x": nil, "-1": nil, "1:2:3:4": nil, "1-2-3": nil, "1:": nil, ":30": nil,
    "1-": nil, "soon": nil, "2 h x": nil, "1e3": nil, "9999999999999999": nil, "0x10": nil,
    "1.2.3": nil, ".": nil,
  ]

  @Test(arguments: limits.map { ($0.key, $0.value) })
  func `a time limit is read as Slurm reads it, or with units`(text: String, seconds: Double?) {
    #expect(QuantityText.limit(text) == seconds.map { Int64($0 * 1e9) })
  }

  @Test(arguments: [
    ("10s", 10.0), ("5m", 300), ("0s", 0), ("1m30s", 90), ("10", nil), ("1:30", nil),
  ])
  func `a delay has a unit`(text: String, seconds: Double?) {
    #expect(QuantityText.duration(text) == seconds.map { Int64($0 * 1e9) })
  }

  private static let sizes: KeyValuePairs<String, Int?> = [
    "800": 800 << 20, "16G": 16 << 30, "16GB": 16 << 30, "16 GB": 16 << 30, "16GiB": 16 << 30,
    "512M": 512 << 20, "512mb": 512 << 20, "1.5g": 3 << 29, "64K": 65_536, "2T": 2 << 40,
    "0": nil, "-1G": nil, "G": nil, "16X": nil, "16GG": nil, "": nil, "lots": nil, "16B": nil,
    "9999999999P": nil,
  ]

  @Test(arguments: sizes.map { ($0.key, $0.value) })
  func `an amount of memory is in powers of 1024, megabytes where no unit is`(
    text: String, bytes: Int?
  ) {
    #expect(QuantityText.memory(text) == bytes)
  }

  @Test(arguments: [
    ("x2", 2.0), ("2", 2), ("x1.5", 1.5), ("1", 1), ("0.5", nil), ("x", nil), ("xx2", nil),
    ("-2", nil), ("1001", nil),
  ])
  func `a factor is at least one`(text: String, factor: Double?) {
    #expect(QuantityText.factor(text) == factor)
  }
}
