// A page of HTML set as PDF by WeasyPrint, in a process of its own that lasts for one page: with limits on
// its time, memory and files, without network and without programs of its own, and with no files to show but
// those of one folder (pictures, styles, fonts of the office's). docs/decisions/0026.
//
// Thread safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace mailroom::connectors {

struct TypesetLimits {
  std::chrono::seconds within{30};
  uint64_t memory = 1ull << 30;
  size_t largest = 64 << 20;  // bytes of the PDF
};

// The PDF: text that can be searched and read aloud, the same bytes for the same page. Throws Error{machine,
// "letter_not_set"} with what to do: WeasyPrint is not there, a limit was met, it could not be set.
std::string typeset(const std::string& html, const std::filesystem::path& files, TypesetLimits limits = {});

}  // namespace mailroom::connectors
