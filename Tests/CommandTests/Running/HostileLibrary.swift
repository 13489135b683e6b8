import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A library in C that is loaded into the program before its own code, as monitoring agents are.
///
/// It changes the environment often enough that the C library must move it. And where
/// `HOSTILE_FILE` names a file, reading that never ends, as when its server is gone: the file is a
/// regular one all the same. `HOSTILE_PIPE` names a pipe that it then says so to.
enum HostileLibrary {
  private static let source = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <fcntl.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <sys/stat.h>
    #include <unistd.h>

    __attribute__((constructor)) static void change_environment(void) {
      char name[32];
      for (int number = 0; number < 200; number++) {
        snprintf(name, sizeof name, "HOSTILE_%d", number);
        setenv(name, "x", 1);
      }
    }

    ssize_t read(int descriptor, void *bytes, size_t count) {
      static ssize_t (*real)(int, void *, size_t);
      if (!real) *(void **)&real = dlsym(RTLD_NEXT, "read");
      const char *file = getenv("HOSTILE_FILE");
      struct stat wanted, found;
      if (file && stat(file, &wanted) == 0 && fstat(descriptor, &found) == 0
          && wanted.st_dev == found.st_dev && wanted.st_ino == found.st_ino) {
        int pipe = open(getenv("HOSTILE_PIPE"), O_WRONLY);
        if (write(pipe, "x", 1) == 1) for (;;) pause();
      }
      return real(descriptor, bytes, count);
    }
    """

  /// Nil where there is none; then what needs the library cannot be tested.
  static let compiler: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["cc", "gcc", "clang"].flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// The path of the library, built in the folder.
  static func build(in folder: TemporaryFolder) async throws -> String {
    let compiler = try #require(compiler)
    let source = try folder.write(source, to: "hostile.c")
    let library = "\(folder.path)/hostile.so"
    let result = try await Subprocess.run(
      .path(FilePath(compiler)),
      arguments: ["-shared", "-fPIC", "-o", library, source, "-ldl"], output: .discarded,
      error: .string(limit: 1 << 16))
    try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
    return library
  }
}
