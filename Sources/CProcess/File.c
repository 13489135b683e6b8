#include "CProcess.h"

#include <sys/stat.h>

static int take(const struct stat *status, struct publish_gate_file *file) {
  file->kind = S_ISREG(status->st_mode)   ? publish_gate_regular
               : S_ISDIR(status->st_mode) ? publish_gate_folder
               : S_ISLNK(status->st_mode) ? publish_gate_link
                                          : publish_gate_other;
  file->device = (uint64_t)status->st_dev;
  file->inode = (uint64_t)status->st_ino;
  file->links = (uint64_t)status->st_nlink;
  return 0;
}

int publish_gate_file_at(const char *path, bool follows_links, struct publish_gate_file *file) {
  struct stat status;
  int result = follows_links ? stat(path, &status) : lstat(path, &status);
  return result == 0 ? take(&status, file) : -1;
}

int publish_gate_file_of(int descriptor, struct publish_gate_file *file) {
  struct stat status;
  return fstat(descriptor, &status) == 0 ? take(&status, file) : -1;
}
