import ArgumentParser
import GateKit

/// A command that ends with an outcome.
protocol GateCommand {
  func run(in process: ProcessContext) async -> Outcome
}
