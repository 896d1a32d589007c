// What stands in a PDF, by pdftotext: read back by another program than the one that set it.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>

namespace mailroom::connectors {

inline std::string text_of(const std::filesystem::path& pdf) {
  std::FILE* pipe = popen(("pdftotext -layout '" + pdf.string() + "' -").c_str(), "r");
  std::string out;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) out += static_cast<char>(c);
  pclose(pipe);
  return out;
}

}  // namespace mailroom::connectors
