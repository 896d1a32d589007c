#include "ocr/reader/figure_pitch.h"

#include <algorithm>

#include "ocr/reader/line_picture.h"
#include "ocr/reader/punctuation.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kTall = 0.62;  // of a figure's height: what is lower is a sign
// Of the pitch of neighbours: a point or comma adds a half, a 1 beside a 1 takes an eighth away in some
// faces.
constexpr double kNoRoom = 1.15, kRoom = 1.34;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

enum class Between { nothing, sign, other };

struct Pair {
  double pitch = 0;  // from middle to middle
  Between between = Between::nothing;
};

// Each two neighbouring figures; none if pieces and characters do not match one by one.
std::vector<Pair> pairs_of(std::string_view text, const std::vector<Component>& line) {
  constexpr std::string_view kTallSigns = "()/";
  const double tall = kTall * letter_height(line);
  std::vector<Component> pieces = letters_of(line);
  std::erase_if(pieces, [&](const Component& c) { return c.height() < tall; });
  std::vector<Pair> pairs;
  Between between = Between::other;  // since the last figure, if there was one
  size_t next = 0;
  for (const char c : text) {
    if (c == '.' || c == ',') {
      between = between == Between::nothing ? Between::sign : Between::other;
    } else if (!is_digit(c) && kTallSigns.find(c) == std::string_view::npos) {
      between = Between::other;
    } else {
      if (next == pieces.size()) return {};
      if (is_digit(c) && between != Between::other)
        pairs.push_back({pieces[next].cx() - pieces[next - 1].cx(), between});
      between = is_digit(c) ? Between::nothing : Between::other;
      ++next;
    }
  }
  return next == pieces.size() ? pairs : std::vector<Pair>();
}

}  // namespace

bool signs_fit_pitch(std::string_view text, const std::vector<Component>& line) {
  if (text.find_first_not_of("0123456789.,-()/ ") != std::string_view::npos) return true;
  const std::vector<Pair> pairs = pairs_of(text, line);
  std::vector<double> close;
  for (const Pair& pair : pairs)
    if (pair.between == Between::nothing) close.push_back(pair.pitch);
  if (pairs.size() < 2 || close.empty()) return true;
  // The lower quartile: gaps that should not be there are among them.
  const auto quartile = close.begin() + static_cast<std::ptrdiff_t>(close.size() / 4);
  std::nth_element(close.begin(), quartile, close.end());
  const double pitch = *quartile;
  return std::none_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
    return (pair.between == Between::nothing && pair.pitch > kRoom * pitch) ||
           (pair.between == Between::sign && pair.pitch < kNoRoom * pitch);
  });
}

}  // namespace mailroom::ocr::reader
