// The walls around a child that opens a document: no new privileges, nobody's rights where it was root,
// resource limits, Landlock (landlock(7)) down to fonts, fontconfig's cache, poppler's and Tesseract's data,
// read-only, and a seccomp filter (seccomp(2)) that knows no network, no other program, no file opened for
// writing and no new executable memory. What the filter does not know ends the child.
//
// Prepared once in the single-threaded parent, because compiling a filter takes longer than reading a form;
// entered once in each child, for good.
#pragma once

#include <string>
#include <vector>

#include "base/file.h"
#include "ocr/reader.h"

namespace mailroom::ocr::reader {

// The sandbox keeps its own descriptor above these, out of the way of a child's few.
inline constexpr int kLowestKeptDescriptor = 64;

class Sandbox {
 public:
  // Throws Error{machine, "no_sandbox"} where the kernel has no seccomp filter: nothing is opened without.
  explicit Sandbox(const ReaderLimits& limits);

  // What the kernel does not offer ("landlock"); empty if all walls stand. For the log, once.
  const std::vector<std::string>& missing() const { return missing_; }

  // Enters it; false if a wall could not be raised, and then the caller must end without opening anything.
  // `seconds` limits CPU time; the child does not outlive `parent`. The caller has closed every descriptor
  // that the child is not to have; ruleset() is closed here.
  bool enter(int seconds, int parent) const;
  int ruleset() const { return ruleset_.get(); }

 private:
  struct Instruction {  // struct sock_filter, kept out of this header
    unsigned short code;
    unsigned char jump_true, jump_false;
    unsigned int constant;
  };
  void compile_filter();
  void prepare_landlock();

  ReaderLimits limits_;
  std::vector<Instruction> filter_;
  FileDescriptor ruleset_;  // Landlock's; not open where the kernel has none
  std::vector<std::string> missing_;
};

}  // namespace mailroom::ocr::reader
