import Testing

@testable import CCResults

@Suite struct HTMLPageTests {
  private struct NoGnuplot: Error, CustomStringConvertible {
    let description = "gnuplot <not> found"
  }

  /// What gnuplot prints around every drawing, in short.
  private static let svg =
    Array(
      """
      <?xml version="1.0" encoding="utf-8"  standalone="no"?>
      <svg viewBox="0 0 7 4" xmlns="http://www.w3.org/2000/svg">
      <title>Gnuplot</title><desc>Produced</desc>
      <defs><circle id='gpDot' r='0.5'/><use xlink:href='#gpDot' id="gpPt6"/></defs>
      <g id="gnuplot_plot_1" ><title>gnuplot_plot_1</title><path stroke='black' fill="url(#f)"/>
      <text>id='black' 5 > 4</text></g>
      </svg>
      """.utf8)

  private static func drawing(_ figure: Figure) -> [UInt8] { svg }

  @Test func `the page has all parts and needs nothing from elsewhere`() throws {
    let page = try HTMLPage(Report(SampleCampaign.input()), draw: HTMLPageTests.drawing)
    #expect(page.problems.isEmpty)
    for part in [
      "<title>Digit recognition</title>", "24 of 24 experiments done.", "Everywhere: batch = 32",
      "0.6267 ± 0.0047", "<b>Figure 1.</b> Runtime.", "Accuracy against epochs.",
      "Training history: train_loss.", "<summary>Every attempt (24)</summary>",
    ] {
      #expect(page.text.contains(part), "\(part)")
    }
    for part in ["<script", "<link", "src=", "@import", "<?xml", "Not done"] {
      #expect(!page.text.contains(part), "\(part)")
    }
  }

  @Test func `text of users is escaped`() throws {
    let evil = "<script>alert('1')</script>&\""
    var row = SampleCampaign.rows[0]
    row.parameters[0] = NamedText(evil, evil)
    row.row.state = "failed"
    row.row.cause = "<\u{0338}b>"
    let input = ReportInput(
      title: evil, campaign: evil, generated: evil, parameters: [evil], repeatParameter: "repeat",
      rows: [row, SampleCampaign.rows[1]])
    let page = try HTMLPage(Report(input), draw: HTMLPageTests.drawing)
    #expect(!page.text.contains("<script"))
    #expect(page.text.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;"))
    #expect(page.text.contains("&lt;\u{0338}b&gt;"))
  }

  @Test func `a figure that cannot be drawn is said to be missing`() throws {
    let report = try Report(SampleCampaign.input())
    let page = HTMLPage(report) { _ in throw NoGnuplot() }
    #expect(page.problems.count == report.figures.count)
    #expect(
      page.problems[0] == "the figure 'Runtime' could not be drawn: gnuplot <not> found")
    #expect(page.text.contains("could not be drawn: gnuplot &lt;not&gt; found"))
    #expect(HTMLPage(report) { _ in [] }.problems.count == report.figures.count)
  }

  @Test func `drawings are made to stand beside each other`() throws {
    let found = try #require(
      SVGFragment.inline(HTMLPageTests.svg, prefix: "fig", label: "a \"b\""))
    #expect(
      found == """
        <svg role="img" aria-label="a &quot;b&quot;" viewBox="0 0 7 4" \
        xmlns="http://www.w3.org/2000/svg">

        <defs><circle id='fig-gpDot' r='0.5'/><use xlink:href='#fig-gpDot' id="fig-gpPt6"/></defs>
        <g id="fig-gnuplot_plot_1" ><path stroke='currentColor' fill="url(#fig-f)"/>
        <text>id='black' 5 > 4</text></g>
        </svg>
        """)
  }

  @Test(arguments: [
    "", "no drawing", "<svg", "<svg><g></g>", "<svg><script>x</script></svg>",
    "<svg><SCRIPT/></svg>", "<svg><foreignObject/></svg>", "<svg><a href='x'/></svg>",
  ])
  func `what is no drawing or could run a program is refused`(svg: String) {
    #expect(SVGFragment.inline(Array(svg.utf8), prefix: "f", label: "l") == nil)
  }
}
