#include "base/yaml_problems.h"

#include <algorithm>
#include <tuple>

namespace mailroom::yaml {

void sort_by_place(std::vector<Diagnostic>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) <
           std::tie(b.place.file, b.place.line, b.place.column);
  });
}

void drop_doubtful(std::vector<Diagnostic>& of_content, const std::vector<Diagnostic>& of_text,
                   const std::set<std::string_view>& from_absence) {
  static const std::set<std::string_view> kOfKeys = {"missing_key", "empty_value", "wrong_type"};
  std::set<int> lines;
  for (const Diagnostic& one : of_text) lines.insert(one.place.line);
  std::erase_if(of_content, [&](const Diagnostic& one) {
    return kOfKeys.count(one.code) > 0 || from_absence.count(one.code) > 0 || lines.count(one.place.line) > 0;
  });
}

}  // namespace mailroom::yaml
