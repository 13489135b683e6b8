#include "CProcess.h"

#include <signal.h>
#include <stddef.h>

bool publish_gate_ignores(int signal) {
  struct sigaction action;
  if (sigaction(signal, NULL, &action) != 0) return false;
  return action.sa_handler == SIG_IGN;
}
