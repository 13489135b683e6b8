#ifndef PUBLISH_GATE_PROCESS_H
#define PUBLISH_GATE_PROCESS_H

/// The arguments as the system gave them to the program, its name first and a null pointer last; or
/// a null pointer where it gave none.
///
/// Swift's own look at them needs `/proc`, or an environment that has not been changed since the
/// start, and says "no arguments" where it has neither.
char *const *publish_gate_arguments(void);

/// Whether a signal is ignored.
int publish_gate_ignores(int signal);

#endif
