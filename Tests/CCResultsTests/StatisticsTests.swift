import Testing

@testable import CCResults

@Suite struct StatisticsTests {
  @Test func `known values by hand`() throws {
    let found = try #require(Statistics([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(found.count == 8)
    #expect(found.mean == 5)
    #expect(abs(try #require(found.sd) - 2.138_089_935_299_395) < 1e-15)
    #expect(found.median == 4.5)
    #expect(found.min == 2)
    #expect(found.max == 9)
  }

  @Test func `one value has no spread, none has no statistics`() {
    #expect(Statistics([3])?.sd == nil)
    #expect(Statistics([3])?.median == 3)
    #expect(Statistics([]) == nil)
    #expect(Statistics([.nan, .infinity]) == nil)
    #expect(Statistics([.nan, 2])?.count == 1)
  }

  @Test func `a large offset does not drown the spread`() {
    #expect(Statistics([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])?.sd == 30.0.squareRoot())
  }

  @Test func `equal values have no spread and huge ones do not overflow`() {
    #expect(Statistics([0.1, 0.1, 0.1])?.sd == 0)
    #expect(Statistics([0.1, 0.1, 0.1])?.mean == 0.1)
    #expect(Statistics([1e308, 1e308])?.mean == 1e308)
    #expect(Statistics([1e308, 1e308])?.median == 1e308)
  }
}
