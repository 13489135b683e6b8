#ifndef PUBLISH_GATE_BUILD_INFO_H
#define PUBLISH_GATE_BUILD_INFO_H

/// The commit that the program was built from, or an empty text when nobody said.
///
/// A Swift target takes no text from the package's manifest; a C target does.
const char *publish_gate_revision(void);

#endif
