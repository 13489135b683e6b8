import CProcess

/// The arguments of the process, from the C library that was given them.
///
/// `CommandLine.arguments` is empty where there is no `/proc`, or where a library that was loaded
/// into the process changed the environment, and a run without its flags would be another run.
enum ProgramArguments {
  /// All but the program's name, or nil when the system gave the process no arguments at all.
  static var all: [String]? {
    guard let values = publish_gate_arguments(), values.pointee != nil else { return nil }
    var arguments: [String] = []
    var next = values + 1
    while let argument = next.pointee {
      arguments.append(String(cString: argument))
      next += 1
    }
    return arguments
  }
}
