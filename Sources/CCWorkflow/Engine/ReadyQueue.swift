/// Jobs that may start as soon as there is room: a queue for each shape of request.
struct ReadyQueue: Sendable {
  struct Shape {
    let request: ResourceRequest
    /// Why it can never start; nil where it can.
    var problem: String?
    /// What its first job waits for; it is withheld from others until that job starts.
    ///
    /// If it were forgotten, two kinds of resource could be taken from it in turn for ever.
    var shortage = Shortage()
    /// The place of the host where it waits for that.
    var host = 0
    fileprivate var entries = Heap<Entry>()
  }

  /// A place in a queue: of jobs with the longest path behind them those whose turn it is, and of these
  /// the first of the file.
  struct Entry: Comparable {
    let priority: Int32
    let turn: Int32
    let vertex: Int32
    let ticket: Int32

    static func < (left: Entry, right: Entry) -> Bool {
      (-left.priority, left.turn, left.vertex) < (-right.priority, right.turn, right.vertex)
    }
  }

  private(set) var shapes: [Shape] = []
  private var numbers: [ResourceRequest: Int] = [:]
  /// By vertex, odd while it is in a queue; an entry with another one is left over.
  private var tickets: [Int32]

  init(vertices: Int) { tickets = Array(repeating: 0, count: vertices) }

  mutating func grow(by count: Int) {
    tickets.append(contentsOf: repeatElement(0, count: count))
  }

  /// Returns the number of a shape; `problem` is asked once for each.
  mutating func number(
    of request: ResourceRequest, problem: (ResourceRequest) -> String?
  ) -> Int {
    if let number = numbers[request] { return number }
    numbers[request] = shapes.count
    shapes.append(Shape(request: request, problem: problem(request)))
    return shapes.count - 1
  }

  mutating func insert(_ vertex: Int, shape: Int, priority: Int32, turn: Int32) {
    guard tickets[vertex] & 1 == 0 else { return }
    tickets[vertex] &+= 1
    let place = Int32(truncatingIfNeeded: vertex)
    shapes[shape].entries.insert(
      Entry(priority: priority, turn: turn, vertex: place, ticket: tickets[vertex]))
  }

  /// Returns whether it was in a queue.
  @discardableResult
  mutating func remove(_ vertex: Int) -> Bool {
    guard tickets[vertex] & 1 == 1 else { return false }
    tickets[vertex] &+= 1
    return true
  }

  /// Returns the first entry of a shape; what is not in the queue any more is dropped before.
  mutating func first(of shape: Int) -> Entry? {
    while let entry = shapes[shape].entries.first {
      if tickets[Int(entry.vertex)] == entry.ticket { return entry }
      shapes[shape].entries.removeFirst()
    }
    shapes[shape].shortage = Shortage()
    return nil
  }

  /// Adds to what a shape waits for on a host, and returns all that it has waited for there.
  mutating func note(_ shortage: Shortage, at shape: Int, host: Int) -> Shortage {
    if shapes[shape].host != host { shapes[shape].shortage = Shortage() }
    shapes[shape].host = host
    shapes[shape].shortage.formUnion(shortage)
    return shapes[shape].shortage
  }

  mutating func clearShortage(at shape: Int) { shapes[shape].shortage = Shortage() }

  /// Judges every shape anew; numbers of types mean nothing any more.
  mutating func judge(_ problem: (ResourceRequest) -> String?) {
    for shape in shapes.indices {
      shapes[shape].problem = problem(shapes[shape].request)
      shapes[shape].shortage = Shortage()
    }
  }
}
