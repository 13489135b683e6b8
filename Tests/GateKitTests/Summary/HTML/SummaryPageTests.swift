import Foundation
import TestSupport
import Testing

@testable import GateKit

/// The rules for what is the same in every page.
@Suite struct SummaryPageTests {
  @Test func theHeadForbidsEverythingButTheStyle() throws {
    let text = HTMLSummary(
      of: RunRecord(telling: []), origin: .sample, reportPath: nil
    ).text
    let page = try #require(PageReader(text))
    let meta = page.elements.filter { $0.name == "meta" }.map(\.attributes)
    #expect(meta.first == ["charset": "utf-8"])
    #expect(
      meta.contains([
        "http-equiv": "Content-Security-Policy",
        "content": "default-src 'none'; style-src 'unsafe-inline'",
      ]))
    #expect(
      meta.contains(["name": "viewport", "content": "width=device-width, initial-scale=1"]))
    let style = "\(HTMLSummary.styleSheet)"
    for forbidden in ["<", "&", "url(", "@import", "expression", "//", "]]>"] {
      #expect(!style.contains(forbidden), "\(forbidden)")
    }
  }

  /// WCAG 2.2, 1.4.3: 4.5 to 1 for text; 1.4.11: 3 to 1 for what a picture is made of.
  @Test func everyTextStandsOutInLightAndDark() throws {
    let schemes = "\(HTMLSummary.styleSheet)".split(separator: "prefers-color-scheme: dark")
    #expect(schemes.count == 2)
    for scheme in schemes {
      let colors = scheme.matches(of: /--([a-z-]+): #([0-9a-f]{6});/).map {
        (String($0.output.1), UInt32($0.output.2, radix: 16) ?? 0)
      }
      let palette = Dictionary(uniqueKeysWithValues: colors)
      let texts = [
        "ink card", "soft card", "soft page", "good card", "bad card", "odd card", "ink good-wash",
        "ink bad-wash", "ink odd-wash", "ink run-wash", "soft good-wash", "soft bad-wash",
        "soft odd-wash", "soft run-wash", "good good-wash", "bad bad-wash", "odd odd-wash",
        "run run-wash", "mark bad", "mark good", "mark odd",
      ]
      let shapes = [
        "line card", "idle card", "line stripe", "odd unknown", "good card", "bad card",
      ]
      for (pairs, least) in [(texts, 4.5), (shapes, 3)] {
        for pair in pairs {
          let names = pair.split(separator: " ").map(String.init)
          let lights = try names.map { luminance(of: try #require(palette[$0])) + 0.05 }
          let ratio = max(lights[0], lights[1]) / min(lights[0], lights[1])
          #expect(ratio >= least, "\(pair)")
        }
      }
    }
  }

  /// Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance
  private func luminance(of color: UInt32) -> Double {
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double(color >> UInt32(shift) & 0xFF) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }
}

/// A page as an XML parser reads it.
struct PageReader {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// How many SVG elements it is in.
    let depth: Int
    let isInHidden: Bool
    /// The name of its first child.
    let child: String?
  }

  private(set) var elements: [Element] = []
  /// All text but the style, each element's on a line of its own.
  private(set) var text = ""

  var ids: [String] { elements.compactMap { $0.attributes["id"] } }

  init?(_ page: String) {
    guard let root = XMLTree.root(of: page) else { return nil }
    read(root, depth: 0, isInHidden: false)
  }

  private mutating func read(_ tree: XMLTree, depth: Int, isInHidden: Bool) {
    elements.append(
      Element(
        name: tree.name, attributes: tree.attributes, depth: depth, isInHidden: isInHidden,
        child: tree.elements.first?.name))
    for content in tree.content {
      switch content {
      case .element(let element):
        read(
          element, depth: depth + (tree.name == "svg" ? 1 : 0),
          isInHidden: isInHidden || tree.attributes["aria-hidden"] == "true")
      case .text(let text):
        // Line breaks stand between elements only; no text of ours or of a server's has one.
        if tree.name != "style" { self.text += text.filter { !$0.isNewline } }
      }
    }
    if !["span", "bdi", "b", "svg", "path", "title"].contains(tree.name), text.last != "\n" {
      text += "\n"
    }
  }
}
