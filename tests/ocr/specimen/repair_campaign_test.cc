// What check digits are worth against misread characters, counted, and our arithmetic against another's.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>

#include "base/identifier_repair.h"
#include "ocr/specimen/shape.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr int kMisreadings = 10'000;

struct Count {
  int misread = 0;  // and invalid: the check digit could tell
  int undetected = 0;
  int repaired = 0, wrong = 0;                    // of `misread`, by the text alone
  int repaired_at_place = 0, wrong_at_place = 0;  // knowing the place that was doubted
  void add(const Count& other) {
    misread += other.misread, undetected += other.undetected, repaired += other.repaired,
        wrong += other.wrong;
    repaired_at_place += other.repaired_at_place, wrong_at_place += other.wrong_at_place;
  }
};

std::vector<Misreading> at_place(const std::vector<Misreading>& all, size_t at) {
  std::vector<Misreading> there;
  for (const Misreading& one : all)
    if (one.at == at) there.push_back(one);
  return there;
}

void misread_once(const IdentifierFormat& format, Random& random, Count& count) {
  const std::string truth = make_identifier(format, 0, random).value_or("");
  const auto possible = look_alikes_in(format, truth);
  ASSERT_FALSE(possible.empty()) << format.name;
  const Misreading change = random.pick(possible);
  std::string text = truth;
  text[change.at] = change.meant;
  if (is_identifier(format, text)) {
    ++count.undetected;
    return;
  }
  ++count.misread;
  const auto plausible = look_alikes_in(format, text);
  if (const auto repaired = repaired_identifier(format, text, plausible)) {
    ++count.repaired;
    count.wrong += *repaired != truth ? 1 : 0;
  }
  if (const auto repaired = repaired_identifier(format, text, at_place(plausible, change.at))) {
    ++count.repaired_at_place;
    count.wrong_at_place += *repaired != truth ? 1 : 0;
  }
}

double percent(int part, int whole) {
  return whole == 0 ? 0 : 100.0 * part / whole;
}

TEST(Campaign, OneMisreadCharacterIsNeverPutRightWrongly) {
  Random random(20261126);
  std::vector<const IdentifierFormat*> checked;
  for (const IdentifierFormat& format : identifier_formats())
    if (format.has_check_digit) checked.push_back(&format);
  std::map<std::string_view, Count> counts;
  for (int i = 0; i < kMisreadings; ++i) {
    const IdentifierFormat& format = *checked[static_cast<size_t>(i) % checked.size()];
    misread_once(format, random, counts[format.name]);
  }
  Count all;
  for (const auto& [name, count] : counts) {
    EXPECT_EQ(count.wrong, 0) << name;
    EXPECT_EQ(count.wrong_at_place, 0) << name;
    all.add(count);
  }
  std::cout << checked.size() << " formats, " << kMisreadings << " misreadings: " << all.undetected
            << " are valid themselves, " << all.misread << " are seen by the check digit\n"
            << "by the text alone: " << all.repaired << " put right (" << percent(all.repaired, all.misread)
            << "%), " << all.wrong << " wrongly\nknowing the place: " << all.repaired_at_place
            << " put right (" << percent(all.repaired_at_place, all.misread) << "%), " << all.wrong_at_place
            << " wrongly\n";
  for (const std::string_view name :
       {"iban", "lei", "utr", "vrn", "nhs-number", "luhn", "de-idnr", "es-dni"}) {
    const Count& count = counts[name];
    std::cout << name << ": by the text alone " << percent(count.repaired, count.misread)
              << "%, knowing the place " << percent(count.repaired_at_place, count.misread) << "%\n";
  }
  EXPECT_GT(percent(all.repaired_at_place, all.misread), 90);
}

// Two misread characters are more than a check digit can tell: what it then makes of them is why no machine
// accepts a repair.
TEST(Campaign, TwoMisreadCharactersShowWhyAPersonLooks) {
  Random random(7);
  int repaired = 0, wrong = 0, tried = 0;
  for (const IdentifierFormat& format : identifier_formats()) {
    if (!format.has_check_digit) continue;
    for (int i = 0; i < 20; ++i) {
      const std::string truth = make_identifier(format, 0, random).value_or("");
      std::string text = truth;
      for (int change = 0; change < 2; ++change) {
        const auto possible = look_alikes_in(format, text);
        const Misreading one = random.pick(possible);
        text[one.at] = one.meant;
      }
      if (text == truth) continue;
      ++tried;
      if (const auto made = repaired_identifier(format, text, look_alikes_in(format, text))) {
        ++repaired;
        wrong += *made != truth ? 1 : 0;
      }
    }
  }
  std::cout << "two characters misread, by the text alone: " << repaired << " of " << tried << " put right, "
            << wrong << " of them wrongly\n";
  EXPECT_GT(wrong, 0);
}

// Right and wrong numbers of each format, judged by python-stdnum as well.
TEST(Identifier, AgreesWithPythonStdnum) {
  const char* asked = std::getenv("MAILROOM_STDNUM_TEXTS");
  const int texts = asked ? std::atoi(asked) : 200;
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("stdnum-" + std::to_string(getpid()) + ".tsv");
  {
    std::ofstream out(file);
    Random random(11);
    for (const IdentifierFormat& format : identifier_formats()) {
      std::string text;
      for (int i = 0; i < texts; ++i) {
        // Half are right; a third of the others has one digit wrong, a third two, a third any.
        if (i % 2 == 0) text = make_identifier(format, 0, random).value_or("");
        std::string other = text;
        if (i % 2 == 1) {
          const int changes = i % 6 == 1 ? 1 : i % 6 == 3 ? 2 : static_cast<int>(text.size());
          for (int change = 0; change < changes; ++change) {
            char& c = other[static_cast<size_t>(random.below(static_cast<int>(other.size())))];
            if (c >= '0' && c <= '9') c = static_cast<char>('0' + random.below(10));
          }
        }
        out << format.name << '\t' << other << '\t' << is_identifier(format, other) << '\n';
      }
    }
  }
  const std::string command =
      "python=/usr/bin/python3; [ -x $python ] || exit 77; $python " +
      (std::filesystem::path(MAILROOM_SOURCE) / "tests/ocr/specimen/stdnum_comparison.py").string() + " " +
      file.string();
  const int status = std::system(command.c_str());
  std::filesystem::remove(file);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
    GTEST_SKIP() << "install python3-stdnum to compare with it";
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace mailroom::ocr::specimen
