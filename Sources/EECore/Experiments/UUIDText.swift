internal import CLibUUID

/// Identities that are the same wherever and whenever they are computed, and random ones.
package enum UUIDText {
  /// The namespace of all experiments; never to be changed.
  private static let experiments = "5b8e7d1c-4f0a-5c39-9a66-3d1b1c0f7a52"

  /// Returns the version 5 UUID of an experiment.
  ///
  /// The order of the parameters in the file does not matter, so that regenerating gives the same
  /// one, and merging the results of two machines is a union.
  package static func experiment(campaign: String, _ combination: Combination) -> String {
    let pairs = combination.parameters.map { "\($0.name)=\($0.value.spelling)" }.sorted()
    // A length before each part keeps parts with line feeds apart.
    let name = ([campaign] + pairs).map { "\($0.utf8.count):\($0)" }.joined(separator: "\n")
    return version5(Array(name.utf8))
  }

  private static func version5(_ name: [UInt8]) -> String {
    var namespace: Octets = zero
    var result: Octets = zero
    _ = withUnsafeMutableBytes(of: &namespace) {
      uuid_parse(experiments, $0.bindMemory(to: UInt8.self).baseAddress)
    }
    withUnsafeMutableBytes(of: &result) { out in
      withUnsafeBytes(of: &namespace) { space in
        name.withUnsafeBytes {
          uuid_generate_sha1(
            out.bindMemory(to: UInt8.self).baseAddress,
            space.bindMemory(to: UInt8.self).baseAddress,
            $0.bindMemory(to: CChar.self).baseAddress, $0.count)
        }
      }
    }
    return withUnsafeBytes(of: &result) { text(of: Array($0)) }
  }

  private static func text(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private typealias Octets = (
    UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8,
    UInt8, UInt8, UInt8
  )
  private static let zero: Octets = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
}
