internal import CLinux

/// Whether a file system is one whose locks and shared memory can be trusted.
package enum FileSystemKind: Sendable {
  /// ext4, XFS, Btrfs, ZFS, tmpfs, overlay: one machine, real locks.
  case local
  /// NFS, Lustre, GPFS and what we do not know.
  case shared

  /// - Source: statfs(2), the type numbers of <linux/magic.h>.
  package static func of(_ path: String) -> FileSystemKind {
    let local: Set<Int> = [
      0xEF53, 0x5846_5342, 0x9123_683E, 0x2FC1_2FC1, 0x0102_1994, 0x794C_7630, 0xF2F5_2010,
      0xCA45_1A4E,
    ]
    return local.contains(cl_file_system_type(path)) ? .local : .shared
  }
}
