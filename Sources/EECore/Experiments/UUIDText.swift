internal import CLibUUID

/// Identities that are the same wherever and whenever they are computed.
package enum UUIDText {
  private typealias Bytes = (
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
    UInt8, UInt8, UInt8
  )
  /// The namespace of all experiments, 5b8e7d1c-4f0a-5c39-9a66-3d1b1c0f7a52; never to be changed.
  private static let experiments: Bytes = (
    0x5B, 0x8E, 0x7D, 0x1C, 0x4F, 0x0A, 0x5C, 0x39, 0x9A, 0x66, 0x3D, 0x1B, 0x1C, 0x0F, 0x7A, 0x52
  )

  /// Returns the version 5 UUID of an experiment with this name.
  static func experiment(named name: [UInt8]) -> String {
    var result: Bytes = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    return withUnsafeMutableBytes(of: &result) { out in
      withUnsafeBytes(of: experiments) { space in
        name.withUnsafeBytes {
          uuid_generate_sha1(
            out.bindMemory(to: UInt8.self).baseAddress,
            space.bindMemory(to: UInt8.self).baseAddress,
            $0.bindMemory(to: CChar.self).baseAddress, $0.count)
        }
      }
      return text(of: UnsafeRawBufferPointer(out))
    }
  }

  private static func text(of bytes: UnsafeRawBufferPointer) -> String {
    String(unsafeUninitializedCapacity: 36) { text in
      var end = 0
      for index in 0..<16 {
        if index == 4 || index == 6 || index == 8 || index == 10 {
          text[end] = UInt8(ascii: "-")
          end += 1
        }
        text[end] = digit(bytes[index] >> 4)
        text[end + 1] = digit(bytes[index] & 15)
        end += 2
      }
      return end
    }
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
  }
}
