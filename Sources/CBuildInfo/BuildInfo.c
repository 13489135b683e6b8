#include "CBuildInfo.h"

#ifndef PUBLISH_GATE_REVISION
#define PUBLISH_GATE_REVISION ""
#endif

const char *publish_gate_revision(void) { return PUBLISH_GATE_REVISION; }
