/// Placeholder.
package struct GPUCount: Sendable {}
enum GPUInventory { static func devices(_ counts: [GPUCount]?) -> [ResourcePool.Device] { [] } }
