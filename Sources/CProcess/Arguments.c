#include "CProcess.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#if defined(__APPLE__)

#include <crt_externs.h>

char *const *publish_gate_arguments(void) { return *_NSGetArgv(); }

#else

static char **arguments;

#if defined(__GLIBC__)

// The C library calls a constructor as it calls `main`.
// Source: `call_init` in https://sourceware.org/git/?p=glibc.git;a=blob;f=csu/libc-start.c
__attribute__((constructor)) static void take(int count, char **values) {
  if (count > 0) arguments = values;
}

#else

// Musl gives a constructor nothing. But the environment still lies where the system put it, right
// behind the arguments and their count: this constructor is the first, and a program of musl's is
// linked statically, so that nobody else can have changed the environment before.
// Source: section 3.4.1 of the System V ABI, AMD64 supplement (and the same for other machines)
extern char **environ;

__attribute__((constructor(101))) static void take(void) {
  char **end = environ - 1;
  intptr_t count = 0;
  while ((intptr_t)end[-1 - count] != count) count += 1;
  if (count > 0) arguments = end - count;
}

#endif

char *const *publish_gate_arguments(void) { return arguments; }

#endif
