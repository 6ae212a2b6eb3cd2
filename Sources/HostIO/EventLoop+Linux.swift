internal import CLinux
internal import Glibc

/// Waits on many descriptors at once: ends of processes, pipes, signals.
package final class EventLoop {
  private let set: OwnedDescriptor
  private var descriptors: [UInt64: OwnedDescriptorBox] = [:]
  private var nextTag: UInt64 = 1

  /// Holds a descriptor inside a dictionary, which takes only copyable values.
  private final class OwnedDescriptorBox {
    let descriptor: OwnedDescriptor

    init(_ descriptor: consuming OwnedDescriptor) { self.descriptor = descriptor }
  }

  package init() throws(SystemError) {
    let number = cl_epoll_create()
    guard number >= 0 else { throw SystemError("cannot make", "epoll") }
    set = OwnedDescriptor(number)
  }

  /// Watches a descriptor from here on and owns it; the tag names it in ``wait(upTo:)``.
  package func add(_ descriptor: consuming OwnedDescriptor) throws(SystemError) -> UInt64 {
    let tag = nextTag
    nextTag += 1
    guard cl_epoll_add(set.number, descriptor.number, tag) == 0 else {
      throw SystemError("cannot watch", "descriptor")
    }
    descriptors[tag] = OwnedDescriptorBox(descriptor)
    return tag
  }

  /// Closes a watched descriptor.
  package func remove(_ tag: UInt64) {
    guard let box = descriptors.removeValue(forKey: tag) else { return }
    cl_epoll_remove(set.number, box.descriptor.number)
  }

  /// Returns the tags of descriptors that are ready, or none when the time is over.
  ///
  /// - Units: milliseconds; nil waits for ever.
  package func wait(upTo milliseconds: Int32?) -> [UInt64] {
    var tags = [UInt64](repeating: 0, count: 64)
    let count = cl_epoll_wait(set.number, &tags, 64, milliseconds ?? -1)
    return count > 0 ? Array(tags.prefix(Int(count))) : []
  }

  /// Returns the number of the descriptor behind a tag.
  func number(of tag: UInt64) -> Int32? { descriptors[tag]?.descriptor.number }
}

/// The two ends of a pipe; both are closed when it goes away, but for one that a loop has.
package struct Pipe: ~Copyable {
  private let reading: OwnedDescriptor?
  package let writing: OwnedDescriptor
  /// Names the reading end where a loop watches it.
  package let tag: UInt64?

  /// Makes a pipe; a loop that watches the reading end owns it.
  package init(watchedBy loop: EventLoop? = nil) throws(SystemError) {
    var ends: [Int32] = [0, 0]
    guard cl_pipe(&ends) == 0 else { throw SystemError("cannot make", "pipe") }
    let writing = OwnedDescriptor(ends[1])
    let tag = try loop?.add(OwnedDescriptor(ends[0]))
    reading = tag == nil ? OwnedDescriptor(ends[0]) : nil
    self.writing = writing
    self.tag = tag
  }
}

extension Terminal {
  /// Lets a loop watch standard input, and returns the tag of its events.
  package static func watchInput(in loop: EventLoop) throws(SystemError) -> UInt64 {
    let copy = fcntl(0, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw SystemError("cannot watch", "standard input") }
    return try loop.add(OwnedDescriptor(copy))
  }

  /// Reads the line that a person has typed; nil at the end of input.
  package static func answer() -> String? { readLine() }
}

/// Signals as events.
package struct SignalEvents {
  package enum Signal: Sendable {
    case interrupt
    case terminate
    case hangUp
  }

  private let loop: EventLoop
  package let tag: UInt64

  /// Takes interrupt, terminate and hang-up from their default actions into the loop.
  package init(_ loop: EventLoop) throws(SystemError) {
    // A view that nobody reads any more must not end the run.
    signal(SIGPIPE, SIG_IGN)
    let number = cl_signalfd([SIGINT, SIGTERM, SIGHUP], 3)
    guard number >= 0 else { throw SystemError("cannot watch", "signals") }
    self.loop = loop
    tag = try loop.add(OwnedDescriptor(number))
  }

  /// Returns the next signal that has come.
  package func next() -> Signal? {
    guard let number = loop.number(of: tag) else { return nil }
    switch cl_signalfd_next(number) {
    case SIGINT: return .interrupt
    case SIGTERM: return .terminate
    case SIGHUP: return .hangUp
    default: return nil
    }
  }
}
