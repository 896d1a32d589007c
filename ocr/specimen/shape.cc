#include "ocr/specimen/shape.h"

#include <array>
#include <cctype>
#include <vector>

namespace mailroom::ocr::specimen {
namespace {

constexpr int kMost = 4;      // repetitions of what may be repeated for ever
constexpr int kTries = 1500;  // two check digits modulo 97 take about a hundred
constexpr int kSteps = 1000;  // of a walk among valid ones
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kWord = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

struct Unsupported {};

// Reads the pattern and writes the text in one go; a repeated atom is read again.
class Shape {
 public:
  Shape(std::string_view pattern, Random& random) : pattern_(pattern), random_(random) {}

  std::string whole() {
    std::string text = alternatives();
    if (at_ != pattern_.size()) throw Unsupported();
    return text;
  }

 private:
  bool at(char c) const { return at_ < pattern_.size() && pattern_[at_] == c; }
  char take() {
    if (at_ >= pattern_.size()) throw Unsupported();
    return pattern_[at_++];
  }

  std::string alternatives() {
    std::vector<std::string> all{sequence()};
    while (at('|')) {
      ++at_;
      all.push_back(sequence());
    }
    return random_.pick(all);
  }

  std::string sequence() {
    std::string text;
    while (at_ < pattern_.size() && !at('|') && !at(')')) {
      const size_t start = at_;
      std::string once = atom();
      const int times = quantifier();
      const size_t end = at_;
      if (times > 0) text += once;
      for (int i = 1; i < times; ++i) {
        at_ = start;
        text += atom();
      }
      at_ = end;
    }
    return text;
  }

  int quantifier() {
    if (at('?')) return ++at_, random_.below(2);
    if (at('*')) return ++at_, random_.below(kMost);
    if (at('+')) return ++at_, random_.between(1, kMost);
    if (!at('{')) return 1;
    ++at_;
    const int least = number();
    int most = least;
    if (at(',')) {
      ++at_;
      most = at('}') ? least + kMost : number();
    }
    if (take() != '}' || most < least) throw Unsupported();
    return random_.between(least, most);
  }

  int number() {
    int value = 0;
    if (at_ >= pattern_.size() || !std::isdigit(static_cast<unsigned char>(pattern_[at_])))
      throw Unsupported();
    while (at_ < pattern_.size() && std::isdigit(static_cast<unsigned char>(pattern_[at_])) && value < 1000)
      value = value * 10 + (pattern_[at_++] - '0');
    return value;
  }

  std::string atom() {
    const char c = take();
    switch (c) {
      case '(': {
        if (at('?')) {
          ++at_;
          if (take() != ':') throw Unsupported();
        }
        std::string text = alternatives();
        if (take() != ')') throw Unsupported();
        return text;
      }
      case '[':
        return std::string(1, random_.pick(class_members()));
      case '\\':
        return std::string(1, random_.pick(escaped(take())));
      case '.':
        return std::string(1, random_.pick(kWord));
      case '^':
      case '$':
        return {};
      default:
        return std::string(1, c);
    }
  }

  static std::string escaped(char c) {
    if (c == 'd') return std::string(kDigits);
    if (c == 'w') return std::string(kWord);
    if (c == 's') return " ";
    if (std::isalnum(static_cast<unsigned char>(c))) throw Unsupported();
    return std::string(1, c);
  }

  std::string class_members() {
    if (at('^')) throw Unsupported();
    std::string members;
    while (!at(']')) {
      const char c = take();
      if (c == '\\') {
        members += escaped(take());
      } else if (at('-') && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']') {
        ++at_;
        const char last = take();
        for (int m = c; m <= last; ++m) members += static_cast<char>(m);
      } else {
        members += c;
      }
    }
    ++at_;
    if (members.empty()) throw Unsupported();
    return members;
  }

  std::string_view pattern_;
  Random& random_;
  size_t at_ = 0;
};

// Narrower shapes than the check needs, for formats whose pattern lets in what no office issues.
constexpr std::pair<std::string_view, std::string_view> kIssued[] = {
    // ISO 13616 registry: Britain, Ireland, Germany, France, the Netherlands
    {"iban", "GB\\d{2}[A-Z]{4}\\d{14}|IE\\d{2}[A-Z]{4}\\d{14}|DE\\d{20}|FR\\d{25}|NL\\d{2}[A-Z]{4}\\d{10}"},
    // GIR 0AA is a bank's that is gone.
    {"postcode",
     "[A-PR-UWYZ](\\d{1,2}|\\d[A-HJKPSTUW]|[A-HK-Y]\\d{1,2}|[A-HK-Y]\\d[ABEHMNPRVWXY]) "
     "\\d[ABD-HJLNP-UW-Z]{2}"},
    {"luhn", "4\\d{15}|5[1-5]\\d{14}"},
    {"vrn", "(GB)?\\d{9}"},
    {"sepa-creditor", "(DE|FR|NL|AT)\\d{2}ZZZ\\d{11}"},
    {"iso7064-mod97-10", "\\d{6,10}"},
    {"iso7064-mod11-10", "\\d{7,11}"},
};

// How many characters stand together; the last number repeats.
constexpr std::pair<std::string_view, std::array<size_t, 3>> kGroups[] = {
    {"nino", {2, 2, 2}}, {"utr", {5, 5, 5}},       {"iban", {4, 4, 4}}, {"luhn", {4, 4, 4}},
    {"ssn", {3, 2, 4}},  {"sort-code", {2, 2, 2}}, {"ein", {2, 7, 7}},
};

std::string others_of_its_kind(char c) {
  const std::string_view kind = kDigits.find(c) != std::string_view::npos ? kDigits : kCapitals;
  return kind.find(c) == std::string_view::npos ? std::string(1, c) : std::string(kind);
}

// From the format's example by changes of one or two characters that keep it valid: for what has too many
// check digits to be met by chance (travel documents have five).
std::string walked_from_example(const IdentifierFormat& format, Random& random) {
  std::string text(format.example);
  for (int step = 0; step < kSteps; ++step) {
    std::string next = text;
    for (int changes = random.between(1, 2); changes > 0; --changes) {
      char& c = next[static_cast<size_t>(random.below(static_cast<int>(next.size())))];
      c = random.pick(others_of_its_kind(c));
    }
    if (is_identifier(format, next)) text = std::move(next);
  }
  return text;
}

}  // namespace

std::optional<std::string> make_shape(std::string_view pattern, Random& random) {
  try {
    return Shape(pattern, random).whole();
  } catch (const Unsupported&) {
    return std::nullopt;
  }
}

std::optional<std::string> make_identifier(const IdentifierFormat& format, int longest, Random& random) {
  std::string_view pattern = format.pattern;
  for (const auto& [name, issued] : kIssued)
    if (name == format.name) pattern = issued;
  for (int i = 0; i < kTries; ++i) {
    auto made = make_shape(pattern, random);
    if (!made) return std::nullopt;
    if (longest > 0 && static_cast<int>(made->size()) > longest) continue;
    if (format.check == nullptr || format.check(*made)) return made;
  }
  std::string walked = walked_from_example(format, random);
  if (longest > 0 && static_cast<int>(walked.size()) > longest) return std::nullopt;
  return walked;
}

std::string as_written(const IdentifierFormat& format, const std::string& identifier, Random& random) {
  for (const auto& [name, sizes] : kGroups) {
    if (name != format.name || random.chance(0.5)) continue;
    const bool hyphens = name == "ssn" || name == "ein" || name == "sort-code";
    std::string text;
    size_t group = 0, in_group = 0;
    for (const char c : identifier) {
      if (in_group == sizes[std::min<size_t>(group, sizes.size() - 1)]) {
        text += hyphens ? '-' : ' ';
        ++group, in_group = 0;
      }
      text += c, ++in_group;
    }
    return text;
  }
  return identifier;
}

}  // namespace mailroom::ocr::specimen
