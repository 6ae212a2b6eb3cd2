/// A small file system of its own, for what happens where a disk is full or cannot be written.
package enum SmallDisk {
  /// Whether this machine lets us mount one.
  package static let canMount =
    (try? CommandTest().run(
      "/usr/bin/unshare", "-rm", "/bin/sh", "-c", "mount -t tmpfs none /mnt"
    ).code) == 0
}
