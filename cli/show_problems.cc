#include "cli/show_problems.h"

#include <filesystem>
#include <map>
#include <ostream>

#include "base/error.h"
#include "base/file.h"

namespace mailroom::cli {

namespace fs = std::filesystem;

std::string shown_file(const std::string& file) {
  std::error_code failed;
  const fs::path relative = fs::relative(file, fs::current_path(failed), failed);
  return failed || relative.empty() || *relative.begin() == ".." ? file : relative.string();
}

void show_problems(std::vector<Diagnostic> problems, Program& program) {
  std::map<std::string, std::string> sources;
  for (Diagnostic& problem : problems) {
    auto source = sources.find(problem.place.file);
    if (source == sources.end()) {
      std::string text;
      try {
        if (problem.place.line > 0) text = read_file(problem.place.file);
      } catch (const Error&) {  // shown without its line
      }
      source = sources.emplace(problem.place.file, std::move(text)).first;
    }
    problem.place.file = shown_file(problem.place.file);
    program.out << to_text(problem, source->second, program.terminal.colour);
  }
}

}  // namespace mailroom::cli
