/// The percentage over time as SVG paths: what was seen last holds until something else is seen.
///
/// The coordinates are 0 to 10,000 from left to right and 0 to 1,000 from 100 % down to 0 %.
struct ProgressPath {
  static let width = 10_000.0
  static let height = 1_000.0

  /// The part that the polls showed.
  private(set) var solid = ""
  /// The part that is only assumed, since requests failed meanwhile.
  private(set) var assumed = ""
  /// The area below both.
  private(set) var area = ""

  private var last: Point?
  private var failedSince = false

  private struct Point {
    let x: Int
    let y: Int
  }

  init(polls: [RunHistory.Poll], axis: TimeAxis) {
    for poll in polls {
      let x = Int(axis.place(of: poll.at) * Self.width)
      switch poll.observation {
      case .failure:
        failedSince = true
      case .noFreshJob, .job(percentage: nil):
        finish(at: x)
      case .job(let percentage?):
        move(to: Point(x: x, y: Int(((100 - percentage) * Self.height / 100).rounded())))
      }
    }
    finish(at: Int(axis.place(of: axis.end) * Self.width))
  }

  private mutating func move(to point: Point) {
    defer { failedSince = false }
    guard let last else {
      solid += "M\(point.x) \(point.y)"
      area += "M\(point.x) \(Int(Self.height))V\(point.y)"
      self.last = point
      return
    }
    self.last = point
    // A poll that shows nothing new adds nothing to the paths.
    guard failedSince || point.y != last.y else { return }
    hold(last, until: point.x)
    solid += "V\(point.y)"
    area += "V\(point.y)"
  }

  private mutating func hold(_ last: Point, until x: Int) {
    if failedSince {
      solid += "H\(last.x)"
      assumed += "M\(last.x) \(last.y)H\(x)"
      solid += "M\(x) \(last.y)"
    } else {
      solid += "H\(x)"
    }
    area += "H\(x)"
  }

  private mutating func finish(at x: Int) {
    defer { failedSince = false }
    guard let last else { return }
    hold(last, until: x)
    area += "V\(Int(Self.height))Z"
    self.last = nil
  }
}
