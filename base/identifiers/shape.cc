#include "base/identifiers/shape.h"

#include <array>
#include <bit>
#include <cstdint>

namespace mailroom {
namespace {

// All places in the text that a match may have reached at once: no going back, whatever the pattern.
class Places {
 public:
  bool any() const { return (words_[0] | words_[1]) != 0; }
  bool has(size_t place) const { return (words_[place / 64] >> place % 64 & 1U) != 0; }
  void add(size_t place) { words_[place / 64] |= uint64_t{1} << place % 64; }
  void add(const Places& other) {
    words_[0] |= other.words_[0];
    words_[1] |= other.words_[1];
  }
  template <typename Visit>
  void for_each(Visit visit) const {
    for (size_t word = 0; word < words_.size(); ++word)
      for (uint64_t left = words_[word]; left != 0; left &= left - 1)
        visit(word * 64 + static_cast<size_t>(std::countr_zero(left)));
  }

 private:
  std::array<uint64_t, 2> words_{};
};
static_assert(kLongestShape < 128);

class Shape {
 public:
  Shape(std::string_view pattern, std::string_view text) : pattern_(pattern), text_(text) {}

  bool fits() {
    Places start;
    start.add(0);
    const Places ends = alternatives(start);
    return !broken_ && at_ == pattern_.size() && ends.has(text_.size());
  }

 private:
  bool at(char c) const { return at_ < pattern_.size() && pattern_[at_] == c; }
  bool more() const { return !broken_ && at_ < pattern_.size(); }

  Places alternatives(const Places& from) {
    Places ends = sequence(from);
    while (more() && at('|')) {
      ++at_;
      ends.add(sequence(from));
    }
    return ends;
  }

  Places sequence(Places places) {
    while (more() && !at('|') && !at(')')) places = repeated(places);
    return places;
  }

  // An atom with its quantifier: read again for each repetition.
  Places repeated(const Places& from) {
    const size_t start = at_;
    Places places = atom(from);
    const size_t behind = at_;
    int least = 1, most = 1;
    quantifier(least, most);
    const size_t end = at_;
    Places ends = least == 0 ? from : Places();
    for (int times = 1; times <= most && places.any() && !broken_; ++times) {
      if (times >= least) ends.add(places);
      if (times == most) break;
      at_ = start;
      places = atom(places);
      broken_ = broken_ || at_ != behind;
    }
    at_ = end;
    return ends;
  }

  void quantifier(int& least, int& most) {
    constexpr int kAny = static_cast<int>(kLongestShape);
    if (at('?')) {
      ++at_, least = 0;
    } else if (at('*')) {
      ++at_, least = 0, most = kAny;
    } else if (at('+')) {
      ++at_, most = kAny;
    } else if (at('{')) {
      ++at_;
      least = most = number();
      if (at(',')) ++at_, most = at('}') ? kAny : number();
      broken_ = broken_ || !at('}') || most < least;
      ++at_;
    }
  }

  int number() {
    int value = 0;
    const size_t start = at_;
    while (at_ < pattern_.size() && pattern_[at_] >= '0' && pattern_[at_] <= '9' && value < 1000)
      value = value * 10 + (pattern_[at_++] - '0');
    broken_ = broken_ || at_ == start;
    return value;
  }

  Places atom(const Places& from) {
    const char c = pattern_[at_++];
    switch (c) {
      case '(': {
        const Places ends = alternatives(from);
        broken_ = broken_ || !at(')');
        ++at_;
        return ends;
      }
      case '[': {
        const size_t end = pattern_.find(']', at_);
        if (end == std::string_view::npos || end == at_ || at('^')) return fail();
        const std::string_view members = pattern_.substr(at_, end - at_);
        at_ = end + 1;
        return stepped(from, [&](char t) { return is_member(members, t); });
      }
      case '\\':
        if (!at('d')) return fail();
        ++at_;
        return stepped(from, [](char t) { return t >= '0' && t <= '9'; });
      case '?':
      case '*':
      case '+':
      case '{':
      case '}':
      case ']':
      case ')':
      case '.':
      case '^':
      case '$':
        return fail();
      default:
        return stepped(from, [c](char t) { return t == c; });
    }
  }

  static bool is_member(std::string_view members, char t) {
    for (size_t i = 0; i < members.size(); ++i) {
      if (i + 2 < members.size() && members[i + 1] == '-') {
        if (members[i] <= t && t <= members[i + 2]) return true;
        i += 2;
      } else if (members[i] == t) {
        return true;
      }
    }
    return false;
  }

  template <typename Fits>
  Places stepped(const Places& from, Fits fits) const {
    Places ends;
    from.for_each([&](size_t i) {
      if (i < text_.size() && fits(text_[i])) ends.add(i + 1);
    });
    return ends;
  }

  Places fail() {
    broken_ = true;
    return {};
  }

  std::string_view pattern_, text_;
  size_t at_ = 0;
  bool broken_ = false;
};

}  // namespace

bool has_shape(std::string_view pattern, std::string_view text) {
  return text.size() <= kLongestShape && Shape(pattern, text).fits();
}

}  // namespace mailroom
