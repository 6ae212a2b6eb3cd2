package import EECore

// What a comparison needs of the rows of runs.
extension ReportInput {
  /// Returns what stands for each experiment; of a run without any, what stands for each job.
  package var standing: ReportInput {
    let standing = RowChoice.standing(in: self)
    let experiments = standing.filter { RowChoice.isExperiment($0, in: self) }
    guard experiments.isEmpty else { return keeping(experiments) }
    let jobs = keeping(standing)
    var nodes = ParameterColumn("node")
    for row in jobs.rows { nodes.append(row.node, isText: true) }
    var input = ReportInput(
      title: title, campaign: campaign, generated: generated, rows: jobs.rows,
      parameters: [nodes], repeatParameter: nil, numbers: jobs.numbers,
      declarations: declarations, facts: facts)
    input.warnings = warnings
    return input
  }

  /// Returns the rows of both, first those of this one.
  package func followed(by other: ReportInput) -> ReportInput {
    var rows = rows
    for var row in other.rows {
      row.facts = row.facts.map { $0 + facts.count }
      rows.append(row)
    }
    var parameters = parameters
    for column in other.parameters {
      let place =
        parameters.firstIndex { $0.name == column.name }
        ?? {
          parameters.append(ParameterColumn(column.name))
          return parameters.count - 1
        }()
      parameters[place].pad(to: self.rows.count)
      parameters[place].append(contentsOf: column)
    }
    var numbers = numbers
    for column in other.numbers {
      let place =
        numbers.firstIndex {
          $0.kind == column.kind && $0.name == column.name && $0.unit == column.unit
        }
        ?? {
          numbers.append(ValueColumn(column.kind, column.name, unit: column.unit))
          return numbers.count - 1
        }()
      for (row, value) in column.values.enumerated() where !value.isNaN {
        numbers[place].set(value, row: self.rows.count + row)
      }
    }
    let known = Set(declarations.map(\.name))
    var input = ReportInput(
      title: title, campaign: campaign, generated: generated, rows: rows, parameters: parameters,
      repeatParameter: repeatParameter ?? other.repeatParameter, numbers: numbers,
      declarations: declarations + other.declarations.filter { !known.contains($0.name) },
      facts: facts + other.facts)
    input.warnings = warnings + other.warnings + input.warnings
    return input
  }

  /// Returns the rows that a side chooses.
  ///
  /// - Throws: ``ComparedSide/Problem`` where it names what no row has, ``Diagnostics`` at what is
  ///   wrong in its condition.
  package func chosen(by side: ComparedSide, where condition: Expression?) throws -> ReportInput {
    var input = self
    for choice in side.choices {
      input = try input.keeping(input.rows.indices.filter(input.test(choice, in: side)))
    }
    if let kept = try RowChoice.kept(of: input, where: condition) { input = input.keeping(kept) }
    return input
  }

  /// What a choice asks of a row.
  private func test(_ choice: NamedText, in side: ComparedSide) throws -> (Int) -> Bool {
    if let column = parameter(choice.name) { return { column[$0] == choice.value } }
    switch choice.name {
    case "host": return { rows[$0].host == choice.value }
    case "node":
      return { rows[$0].node == choice.value || rows[$0].group == choice.value }
    case "commit":
      return { fact("code.commit", of: $0)?.hasPrefix(choice.value) ?? false }
    default: break
    }
    let names = Set(facts.flatMap(\.facts).map(\.name))
    guard names.contains(choice.name) else {
      let all = parameters.map(\.name) + ["host", "node", "commit"] + names.sorted()
      throw ComparedSide.Problem(
        message: "'\(side.text)' chooses by '\(choice.name)', which is no parameter and no fact"
          + (Suggestion.hint(for: choice.name, among: all).map { "; \($0)" } ?? ""))
    }
    return { fact(choice.name, of: $0) == choice.value }
  }

  func fact(_ name: String, of row: Int) -> String? { rows[row].facts.flatMap { facts[$0][name] } }
}

extension ParameterColumn {
  /// Appends the values of the rows of another one.
  fileprivate mutating func append(contentsOf other: ParameterColumn) {
    for code in other.codes {
      if code < 0 {
        pad(to: codes.count + 1)
      } else {
        append(other.values[Int(code)], isText: other.isText[Int(code)])
      }
    }
  }
}
