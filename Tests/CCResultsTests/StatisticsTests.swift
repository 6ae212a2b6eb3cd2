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

  @Test func `one value has no interval, equal ones an empty one`() {
    #expect(Statistics([3])?.halfInterval == nil)
    #expect(Statistics([3])?.standardError == nil)
    #expect(Statistics([3, 3, 3])?.halfInterval == 0)
    #expect(Statistics([3])?.quantile(0.9) == 3)
    #expect(Statistics([1, 2, 4])?.quantile(0) == 1)
    #expect(Statistics([1, 2, 4])?.quantile(1) == 4)
  }

  @Test func `the spread of huge and of tiny numbers is a number`() throws {
    #expect(try #require(Statistics([1e300, 3e300])?.sd).isFinite)
    #expect(
      abs(try #require(Statistics([1e-200, 3e-200])?.sd) / 1.414_213_562_373_095e-200 - 1) < 1e-12)
    #expect(Statistics([-1.7e308, 1.7e308])?.sd?.isFinite != false)
  }

  @Test func `a test says nothing where nothing can be said`() throws {
    let one = try #require(Statistics([1]))
    let equal = try #require(Statistics([2, 2, 2]))
    let varied = try #require(Statistics([1, 2, 3]))
    #expect(WelchTest(one, varied) == nil)
    #expect(WelchTest(equal, equal) == nil)
    #expect(WelchTest(equal, varied)?.p == 1)
    #expect(MannWhitneyTest(equal, equal).p == 1)
    #expect(MeanRatio(equal, one)?.ratio == 2)
    #expect(MeanRatio(equal, one)?.interval == nil)
    #expect(MeanRatio(try #require(Statistics([0, 1])), varied) == nil)
    #expect(LinearFit([(1, 1), (1, 2)]) == nil)
    #expect(LinearFit([(1, 1)]) == nil)
    #expect(LinearFit([(1, 2), (2, 4), (.nan, 5)])?.slope == 2)
  }
}
