/// One resource that is new, or of which something changed: its status, its reason, or whether it is
/// listed at all.
package struct ResourceChange: Equatable, Sendable {
  package let resource: Resource

  /// How many resources with the same type, id and name stand before it.
  package let occurrence: Int

  /// The status before, or nil when the resource was not there.
  package let previous: ResourceStatus?

  init(resource: Resource, occurrence: Int = 0, previous: ResourceStatus?) {
    self.resource = resource
    self.occurrence = occurrence
    self.previous = previous
  }
}
