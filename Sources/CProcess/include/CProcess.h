#ifndef PUBLISH_GATE_PROCESS_H
#define PUBLISH_GATE_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

/// The arguments as the system gave them to the program, its name first and a null pointer last; or
/// a null pointer where it gave none.
///
/// Swift's own look at them needs `/proc`, or an environment that has not been changed since the
/// start, and says "no arguments" where it has neither.
char *const *publish_gate_arguments(void);

/// Whether a signal is ignored.
bool publish_gate_ignores(int signal);

/// What a file is, and which one; the members of `struct stat` differ from system to system.
struct publish_gate_file {
  enum { publish_gate_regular, publish_gate_folder, publish_gate_link, publish_gate_other } kind;
  uint64_t device;
  uint64_t inode;
  /// How many names it has.
  uint64_t links;
};

/// Asks about the file at a path; returns 0, or -1 and says why in `errno`.
int publish_gate_file_at(const char *path, bool follows_links, struct publish_gate_file *file);

/// Asks about an open file; returns 0, or -1 and says why in `errno`.
int publish_gate_file_of(int descriptor, struct publish_gate_file *file);

#endif
