/// A value that goes into the database.
package enum SQLValue: Hashable, Sendable {
  case null
  case int(Int)
  case double(Double)
  case text(String)

  package init(_ value: String?) { self = value.map(SQLValue.text) ?? .null }
  package init(_ value: Int?) { self = value.map(SQLValue.int) ?? .null }
  package init(_ value: Double?) { self = value.map(SQLValue.double) ?? .null }
}

extension SQLValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
}
