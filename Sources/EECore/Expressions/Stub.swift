package struct Expression: Hashable, Sendable {
  package let text: String
  package let title: String
  package init(_ node: ConfigNode, title: String) throws(Diagnostics) { text = node.scalar?.text ?? ""; self.title = title }
}
package final class ExpressionTable {
  package init(columns: [String], derived: [(name: String, expression: Expression)], conditions: [Expression]) throws(Diagnostics) {}
  package func columns(ofDerived index: Int) -> [Int] { [] }
  package func columns(ofCondition index: Int) -> [Int] { [] }
  package func derived(_ index: Int, _ row: [ParameterValue?]) throws(Diagnostics) -> ParameterValue { ParameterValue(spelled: "") }
  package func condition(_ index: Int, _ row: [ParameterValue?]) throws(Diagnostics) -> Bool { true }
}
struct PCG64 { init(seed: UInt64, stream: UInt64) {}; mutating func below(_ n: UInt64) -> UInt64 { 0 } }
struct Distribution: Hashable, Sendable { func draw(_ g: inout PCG64) -> ParameterValue { ParameterValue(spelled: "") } }
extension AxisReader { static func distribution(_ entry: ConfigEntry) throws(Diagnostics) -> Distribution? { nil } }
