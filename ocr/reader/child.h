// One forked child's life: fences itself in, reads the document, answers, ends.
#pragma once

#include "base/file.h"
#include "ocr/reader/sandbox.h"
#include "ocr/reader/work.h"

namespace mailroom::ocr::reader {

inline constexpr int kDocumentDescriptor = 3;
inline constexpr int kAnswerDescriptor = 4;

// Called in the child right after the fork; never returns. `parent` is the process that it must not outlive.
[[noreturn]] void live_as_child(const Work& work, const Sandbox& sandbox, const ReaderLimits& limits,
                                const wire::Request& request, FileDescriptor document, FileDescriptor answer,
                                int parent);

}  // namespace mailroom::ocr::reader
