internal import Glibc

/// An open file that is closed when its owner goes away, and only then.
package struct OwnedDescriptor: ~Copyable, Sendable {
  package let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}
