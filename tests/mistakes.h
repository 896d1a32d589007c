// Mistakes that authors make, each in an otherwise right file: what is written, and what stood there. What is
// said of them is held, whole, in tests/data/*.golden, which scripts/update-goldens writes anew.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/file.h"

namespace mailroom {

struct Mistake {
  const char* name;
  const char* right;
  const char* wrong;
};

inline std::string with_mistake(std::string_view right, const Mistake& mistake) {
  std::string text(right);
  const size_t at = text.find(mistake.right);
  if (at == std::string::npos) {
    ADD_FAILURE() << mistake.name << ": nothing to replace";
    return text;
  }
  return text.replace(at, std::string_view(mistake.right).size(), mistake.wrong);
}

// What is said of each mistake, under its name. Something is, something else of (nearly) each, and never what
// is called "geheim".
inline std::string explained(std::string_view right, std::span<const Mistake> mistakes,
                             const std::function<std::string(const std::string&)>& said_of) {
  EXPECT_EQ(said_of(std::string(right)), "");
  std::string all;
  std::set<std::string> different;
  for (const Mistake& mistake : mistakes) {
    const std::string said = said_of(with_mistake(right, mistake));
    EXPECT_NE(said, "") << mistake.name;
    different.insert(said);
    all += std::string("== ") + mistake.name + "\n" + said + "\n";
  }
  EXPECT_EQ(all.find("geheim"), std::string::npos) << "a password was shown";
  EXPECT_GE(different.size(), mistakes.size() * 3 / 4);
  return all;
}

inline void expect_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path golden =
      std::filesystem::path(MAILROOM_SOURCE) / "tests" / "data" / (name + ".golden");
  if (std::getenv("MAILROOM_UPDATE_GOLDENS")) write_file(golden, text);
  EXPECT_EQ(text, read_file(golden))
      << "scripts/update-goldens writes it anew, for you to read the difference";
}

}  // namespace mailroom
