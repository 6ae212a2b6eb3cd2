internal import EECore
internal import HostIO

/// A configuration that is a Python program or notebook: its globals are its values.
struct ConfigProgram {
  private let file: String

  static func isProgram(_ file: String) -> Bool {
    file.hasSuffix(".py") || file.hasSuffix(".ipynb")
  }

  /// - Throws: ``Diagnostics`` EE111 where programs may not run.
  init(_ file: String, isAllowed: Bool) throws(Diagnostics) {
    guard isAllowed else {
      throw Diagnostics(
        .codeNotAllowed, "configuration '\(file)' is a program, expected YAML or JSON",
        hint: "add --allow-code if you trust what it does")
    }
    self.file = file
  }

  /// Runs the program and returns its globals, each placed where it was assigned.
  ///
  /// - Throws: ``Diagnostics`` EE112, or as a file that cannot be read.
  func root() throws(Diagnostics) -> ConfigNode {
    _ = try SourceFile.read(file, as: "sweep file")
    let answer = try run()
    guard let report = answer.output.split(separator: UInt8(ascii: "\n")).last else {
      throw failure("ended with code \(answer.code) before its values were known", line: nil)
    }
    let root = try JSONReader.read(Array(report), file: file)
    if let error = root["error"]?.scalar {
      throw failure(error.text, line: number(root["line"]), cell: number(root["cell"]))
    }
    let start = SourcePosition(file: file, line: 1, column: 1)
    let entries = (root["values"]?.mapping ?? []).map { entry in
      let line = number(root["lines"]?[entry.key]) ?? 1
      let place = SourcePosition(file: file, line: line, column: 1)
      return ConfigEntry(key: entry.key, at: place, value: Self.move(entry.value, to: place))
    }
    return ConfigNode(.mapping(entries), at: start)
  }

  private func run() throws(Diagnostics) -> (code: Int32, output: [UInt8], errors: [UInt8]) {
    do throws(SystemError) {
      return try Spawn.output(of: ["python3", "-c", Self.text, Paths.absolute(file)])
    } catch {
      throw Diagnostics(
        .codeFailed, "configuration '\(file)' cannot be run: \(error)",
        hint: "install python3, or write the configuration as YAML")
    }
  }

  private func failure(_ reason: String, line: Int?, cell: Int? = nil) -> Diagnostics {
    if let cell {
      let place = line.map { ", line \($0)" } ?? ""
      return Diagnostics(
        .codeFailed, "configuration '\(file)' failed in cell \(cell)\(place): \(reason)")
    }
    return Diagnostics(
      .codeFailed, "configuration '\(file)' failed: \(reason)",
      at: line.map { SourcePosition(file: file, line: $0, column: 1) })
  }

  private func number(_ node: ConfigNode?) -> Int? { node?.scalar.flatMap { Int($0.text) } }

  /// Returns a value at another place, its booleans spelled as the program would.
  private static func move(_ node: ConfigNode, to place: SourcePosition) -> ConfigNode {
    switch node.content {
    case .scalar(let scalar):
      let names = ["true": "True", "false": "False"]
      let text = scalar.isPlain ? names[scalar.text] ?? scalar.text : scalar.text
      return ConfigNode(.scalar(Scalar(text, isPlain: scalar.isPlain)), at: place)
    case .sequence(let nodes):
      return ConfigNode(.sequence(nodes.map { move($0, to: place) }), at: place)
    case .mapping(let entries):
      // JSON has no such number, so it comes as a map of one nameless text.
      if entries.count == 1, entries[0].key.isEmpty, let text = entries[0].value.scalar?.text,
        [".inf", "-.inf", ".nan"].contains(text)
      {
        return ConfigNode(.scalar(Scalar(text, isPlain: true)), at: place)
      }
      let moved = entries.map {
        ConfigEntry(key: $0.key, at: place, value: move($0.value, to: place))
      }
      return ConfigNode(.mapping(moved), at: place)
    }
  }
}

extension ConfigProgram {
  /// Runs a file in its directory and prints its globals as one line of JSON, after all that the
  /// file itself prints was sent to standard error.
  private static let text = """
    import ast, json, math, os, sys, traceback
    path = sys.argv[1]
    channel = os.fdopen(os.dup(1), 'w', encoding='utf-8')
    os.dup2(2, 1)
    sys.dont_write_bytecode = True
    sys.argv = [path]
    os.chdir(os.path.dirname(path))
    sys.path[0] = os.path.dirname(path)
    names = {'__name__': '__main__', '__file__': path, '__builtins__': __builtins__}
    answer = {'values': {}, 'lines': {}}
    scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

    class NUL(Exception):
        pass

    def shell(line):
        return line.lstrip().startswith(('%', '!'))

    def python(source):
        try:
            ast.parse(source)
            return source
        except SyntaxError:
            lines = source.splitlines()
        if lines and lines[0].startswith('%%'):
            return ''
        indents = [line[:len(line) - len(line.lstrip())] for line in lines]
        lines = [i + 'pass' if shell(line) else line for i, line in zip(indents, lines)]
        return '\\n'.join(lines)

    def parts():
        with open(path, encoding='utf-8-sig') as file:
            if not path.endswith('.ipynb'):
                return [(None, path, file.read())]
            cells = json.load(file).get('cells', [])
        code = [c for c in cells if c.get('cell_type') == 'code']
        texts = [c.get('source', '') for c in code]
        return [(i, '<cell %d>' % i, python(t if isinstance(t, str) else ''.join(t)))
                for i, t in enumerate(texts, 1)]

    def plain(value):
        if isinstance(value, str):
            value.encode('utf-8')
            if '\\0' in value:
                raise NUL
        if value is None or isinstance(value, (bool, int, str)):
            return value
        if isinstance(value, float):
            names = {math.inf: '.inf', -math.inf: '-.inf'}
            return value if math.isfinite(value) else {'': names.get(value, '.nan')}
        if isinstance(value, (list, tuple)):
            return [plain(v) for v in value]
        if isinstance(value, dict):
            if all(isinstance(k, (str, int, float)) for k in value):
                return {plain(str(k)): plain(v) for k, v in value.items()}
        raise TypeError(type(value).__name__)

    cell, source = None, path
    try:
        for cell, source, text in parts():
            tree = ast.parse(text, source)
            for node in [n for n in tree.body if cell is None and not isinstance(n, scopes)]:
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
                        answer['lines'][inner.id] = inner.lineno
            exec(compile(tree, source, 'exec'), names)
        for name, value in list(names.items()):
            if not name.startswith('_'):
                try:
                    answer['values'][name] = json.loads(json.dumps(plain(value)))
                except (TypeError, ValueError, RecursionError):
                    pass
                except NUL:
                    answer['error'] = "'%s' holds a NUL, which no script can hold" % name
                    answer['line'] = answer['lines'].get(name)
                    break
    except BaseException as error:
        answer['error'] = traceback.format_exception_only(type(error), error)[-1].strip()
        answer['cell'] = cell
        frames = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == source]
        answer['line'] = frames[-1] if frames else getattr(error, 'lineno', None)
    sys.stdout.flush()
    channel.write('\\n' + json.dumps(answer) + '\\n')
    channel.flush()
    os._exit(0)
    """
}
