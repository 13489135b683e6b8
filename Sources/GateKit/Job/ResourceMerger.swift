/// Brings the resources of an answer together with those that the answers before have shown.
///
/// A resource that the new answer leaves out stays with its last state: a failure that is no longer
/// listed is a failure all the same.
struct ResourceMerger {
  /// The resources of the new answer in its order, then the resources that it leaves out.
  private(set) var merged: [Resource]

  /// The resources that are new or changed; a changed reason counts, and so does being left out.
  private(set) var changes: [ResourceChange] = []

  init(old: [Resource], new: [Resource]) {
    merged = new
    // Two arrays in one storage, as the same answer twice gives them, are equal at once.
    guard old != new else { return }
    let pairs = ResourcePairs(old: old, new: new)
    var changed: [(index: Int, previous: ResourceStatus?)] = []
    for (index, resource) in new.enumerated() {
      let previous = pairs.partner(ofNew: index).map { old[$0] }
      if previous != resource { changed.append((index, previous?.status)) }
    }
    for index in pairs.unpairedOld {
      if !old[index].isLeftOut { changed.append((merged.count, old[index].status)) }
      merged.append(old[index].leftOut)
    }
    // The answer may show what it showed before, and leave out what it left out before.
    guard !changed.isEmpty else { return }
    let occurrences = Self.occurrences(of: changed.map(\.index), in: merged)
    changes = zip(changed, occurrences).map { change, occurrence in
      ResourceChange(
        resource: merged[change.index], occurrence: occurrence, previous: change.previous)
    }
  }

  /// For each index: how many resources with the same type, id and name stand before it.
  ///
  /// - Parameter indices: in ascending order.
  private static func occurrences(of indices: [Int], in resources: [Resource]) -> [Int] {
    var seen = [Resource.Key: Int](minimumCapacity: indices.count)
    // Where few of a quarter of a million resources changed, only their keys are counted.
    let areFew = indices.count < resources.count / 4
    if areFew { for index in indices { seen[Resource.Key(resources[index])] = 0 } }
    var result: [Int] = []
    result.reserveCapacity(indices.count)
    var wanted = indices[...]
    for (index, resource) in resources.enumerated() {
      guard let next = wanted.first else { break }
      let key = Resource.Key(resource)
      if areFew, seen.index(forKey: key) == nil { continue }
      let count = countUp(&seen[key, default: 0])
      guard index == next else { continue }
      result.append(count)
      wanted.removeFirst()
    }
    return result
  }

  /// Adds one and returns the count before; the `inout` parameter lets the caller look up a
  /// dictionary's entry once.
  private static func countUp(_ count: inout Int) -> Int {
    defer { count += 1 }
    return count
  }
}

/// Which resource of an answer is which resource of the answers before.
private struct ResourcePairs {
  private var oldOfNew: [Int?]
  private var isPaired: [Bool]

  init(old: [Resource], new: [Resource]) {
    oldOfNew = Array(repeating: nil, count: new.count)
    isPaired = Array(repeating: false, count: old.count)
    if new.count >= old.count, zip(old, new).allSatisfy({ Resource.Key($0) == Resource.Key($1) }) {
      for index in old.indices { pair(old: index, new: index) }
      return
    }
    // Twins have the same type, id and name. Twins of the same status are paired first, so that
    // a twin that is left out keeps a status that no other twin has.
    pair(old, new) { KeyAndStatus(key: Resource.Key($0), status: $0.status) }
    pair(old, new) { Resource.Key($0) }
    pair(old, new) { $0.id == nil ? nil : [$0.type, $0.id] }
    // An entry may gain or lose its id between two answers; entries with different ids are
    // different resources.
    pair(old.map { $0.id == nil ? $0 : nil }, new) { [$0.type, $0.name] }
    pair(old, new.map { $0.id == nil ? $0 : nil }) { [$0.type, $0.name] }
  }

  private struct KeyAndStatus: Hashable {
    let key: Resource.Key
    let status: ResourceStatus
  }

  func partner(ofNew index: Int) -> Int? { oldOfNew[index] }

  var unpairedOld: [Int] { isPaired.indices.filter { !isPaired[$0] } }

  private mutating func pair(old: Int, new: Int) {
    oldOfNew[new] = old
    isPaired[old] = true
  }

  /// Pairs resources that are not yet paired and have the same key, the first with the first.
  private mutating func pair<Key: Hashable>(
    _ old: [Resource?], _ new: [Resource?], by key: (Resource) -> Key?
  ) {
    let open = oldOfNew.indices.filter { oldOfNew[$0] == nil }
    guard !open.isEmpty, isPaired.contains(false) else { return }
    var waiting: [Key: [Int]] = [:]
    for index in old.indices.reversed() where !isPaired[index] {
      if let key = old[index].flatMap(key) { waiting[key, default: []].append(index) }
    }
    for index in open {
      guard let key = new[index].flatMap(key), let partner = waiting[key]?.popLast() else {
        continue
      }
      pair(old: partner, new: index)
    }
  }
}
