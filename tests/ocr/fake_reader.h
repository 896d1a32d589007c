// Readers for tests: the fake one's program, documents that tell it what to do.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "base/file.h"
#include "ocr/reader.h"

namespace mailroom::ocr {

inline ReaderOptions fake_reader(int jobs = 1, const std::string& program = std::string(MAILROOM_BUILD) +
                                                                            "/bin/fake_reader") {
  ReaderOptions options;
  options.program = program;
  options.jobs = jobs;
  return options;
}

// A document with this content that needs no file.
inline FileDescriptor document_saying(std::string_view content) {
  FileDescriptor fd(::memfd_create("document", MFD_CLOEXEC));
  EXPECT_EQ(::write(fd.get(), content.data(), content.size()), static_cast<ssize_t>(content.size()));
  return fd;
}

// What the fake reader's child says that it managed to do, or the failure's code in brackets.
inline std::string deed(Reader& reader, std::string_view content) {
  const FileDescriptor document = document_saying(content);
  const DocumentReading reading = reader.read("document", document.get());
  if (reading.failure) return "[" + reading.failure->code + "]";
  return reading.pages.empty() ? "nothing" : reading.pages.front().text;
}

}  // namespace mailroom::ocr
