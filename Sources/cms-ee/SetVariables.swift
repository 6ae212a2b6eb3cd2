import CommandShell
import CommandTable
import EECampaign
import EECore
import HostIO

let setCommand = Command(
  "set", "Keep variables that frames name {cm.NAME}, or print them.",
  operands: [Operand("NAME[=VALUE]", .any, "What to set, or to print; nothing prints all.")],
  details: """
    Values are kept as they are typed, in variables.dat of $CLOUDMESH_CONFIG_DIR, else of \
    ./.cloudmesh where there is one, else of ~/.cloudmesh.
    """,
  examples: [
    Example("cms-ee set gpu=a100", "keep a value for {cm.gpu}"),
    Example("cms-ee set gpu", "print it: gpu='a100'"),
  ],
  action: Verb { arguments in
    guard !arguments.operands.isEmpty else { return printAll(try VariableStore()) }
    for operand in arguments.operands {
      guard let equals = operand.firstIndex(of: "=") else {
        try print(operand, of: try VariableStore())
        continue
      }
      let name = String(operand[..<equals])
      guard VariableLine.isName(name) else {
        throw arguments.mistake(
          "'\(name)' is no name, expected letters, digits, '_', '-' and '.'",
          hint: "write NAME=VALUE")
      }
      let value = String(operand[operand.index(after: equals)...])
      CommandShell.report(VariableLine.warnings(name, value), arguments)
      try VariableStore.update { $0.set(name, to: value) }
    }
    return .success
  })

let setListCommand = Command(
  "set list", "Print all variables.", examples: [Example("cms-ee set list", "all, sorted")],
  action: Verb { _ in printAll(try VariableStore()) })

let setDeleteCommand = Command(
  "set delete", "Forget variables.", operands: [Operand("NAME", .oneOrMore, "A variable.")],
  examples: [Example("cms-ee set delete gpu", "forget {cm.gpu}")],
  action: Verb { arguments in
    try VariableStore.update { variables in
      for name in arguments.operands where !variables.delete(name) {
        throw VariableLine.unknown(name, variables)
      }
    }
    return .success
  })

let setClearCommand = Command(
  "set clear", "Forget all variables.",
  examples: [Example("cms-ee set clear", "begin with none")],
  action: Verb { _ in
    try VariableStore.update { $0.clear() }
    return .success
  })

let setBaseCommand = Command(
  "set base", "Print the directory in which variables are kept.",
  examples: [Example("cms-ee set base", "where variables.dat is")],
  action: Verb { _ in
    Terminal.write(VariableStore.baseDirectory() + "\n", to: .output)
    return .success
  })

private func printAll(_ variables: VariableStore) -> ExitStatus {
  let lines = variables.values.sorted { $0.key < $1.key }.map(VariableLine.text)
  Terminal.write(lines.joined(), to: .output)
  return .success
}

private func print(_ name: String, of variables: VariableStore) throws(Diagnostics) {
  guard let value = variables.values[name] else { throw VariableLine.unknown(name, variables) }
  Terminal.write(VariableLine.text(name, value), to: .output)
}
