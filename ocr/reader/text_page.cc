#include "ocr/reader/text_page.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kRow = 8;        // points
constexpr double kSlack = 1.5;    // points that a letter may stand beside its place
constexpr size_t kMinPairs = 8;   // common words to judge a fit by
constexpr double kSamePlace = 3;  // points; nearer words have not moved
constexpr size_t kShortest = 3;   // bytes of a word that is looked for once

size_t row_of(double y) {
  return y <= 0 ? 0 : static_cast<size_t>(y / kRow);
}

// y = scale * x + offset by least squares, the worst pairs thrown out twice.
std::pair<double, double> fit_line(std::vector<std::pair<double, double>> pairs) {
  double scale = 1, offset = 0;
  for (int round = 0; round < 3 && pairs.size() >= kMinPairs / 2; ++round) {
    double sx = 0, sy = 0, sxx = 0, sxy = 0;
    const auto n = static_cast<double>(pairs.size());
    for (const auto& [x, y] : pairs) {
      sx += x;
      sy += y;
      sxx += x * x;
      sxy += x * y;
    }
    const double spread = n * sxx - sx * sx;
    scale = spread > 1 ? (n * sxy - sx * sy) / spread : 1;
    offset = (sy - scale * sx) / n;
    const auto off = [&](const std::pair<double, double>& p) {
      return std::abs(scale * p.first + offset - p.second);
    };
    std::sort(pairs.begin(), pairs.end(), [&](const auto& a, const auto& b) { return off(a) < off(b); });
    pairs.resize(pairs.size() * 4 / 5);
  }
  return {scale, offset};
}

}  // namespace

TextPage::TextPage(const std::vector<Word>& words) {
  double bottom = 0;
  for (size_t w = 0; w < words.size(); ++w) {
    if (words[w].text.size() >= kShortest) {
      const auto [at, is_new] = once_.emplace(words[w].text, WordOnce{once_.size(), &words[w].zone});
      if (!is_new) at->second.zone = nullptr;
    }
    const std::vector<uint32_t> codes = code_points(words[w].text);
    for (size_t i = 0; i < codes.size() && i < words[w].letters.size(); ++i) {
      letters_.push_back({codes[i], words[w].letters[i], static_cast<int>(w)});
      bottom = std::max(bottom, letters_.back().y());
    }
  }
  rows_.resize(row_of(std::min(bottom, 20'000.0)) + 1);
  for (size_t i = 0; i < letters_.size(); ++i) {
    rows_[std::min(row_of(letters_[i].y()), rows_.size() - 1)].push_back(i);
  }
}

std::vector<size_t> TextPage::inside(const Zone& zone) const {
  std::vector<size_t> found;
  find_inside(zone, found);
  return found;
}

void TextPage::find_inside(const Zone& zone, std::vector<size_t>& found) const {
  found.clear();
  const size_t last = std::min(row_of(zone.y1), rows_.size() - 1);
  for (size_t row = row_of(zone.y0); row <= last; ++row) {
    for (const size_t i : rows_[row]) {
      const double x = letters_[i].x(), y = letters_[i].y();
      if (x >= zone.x0 && x <= zone.x1 && y >= zone.y0 && y <= zone.y1) found.push_back(i);
    }
  }
  std::sort(found.begin(), found.end());
}

Fit TextPage::fit(const std::vector<BlankWord>& print) const {
  std::vector<const Zone*> here(once_.size()), there(once_.size());
  std::vector<int> times(once_.size());
  std::vector<size_t> shared;
  for (const BlankWord& word : print) {
    if (word.text.size() < kShortest) continue;
    const auto at = once_.find(word.text);
    if (at == once_.end() || at->second.zone == nullptr) continue;
    const size_t i = at->second.index;
    if (++times[i] > 1) continue;
    here[i] = at->second.zone;
    there[i] = &word.zone;
    shared.push_back(i);
  }
  std::vector<std::pair<double, double>> xs, ys;
  size_t same = 0;
  for (const size_t i : shared) {
    if (times[i] > 1) continue;
    xs.emplace_back((there[i]->x0 + there[i]->x1) / 2, (here[i]->x0 + here[i]->x1) / 2);
    ys.emplace_back((there[i]->y0 + there[i]->y1) / 2, (here[i]->y0 + here[i]->y1) / 2);
    same += std::abs(xs.back().first - xs.back().second) < kSamePlace &&
            std::abs(ys.back().first - ys.back().second) < kSamePlace;
  }
  Fit fit;
  if (xs.size() < kMinPairs || same * 10 > xs.size() * 7) return fit;
  std::tie(fit.scale_x, fit.offset_x) = fit_line(std::move(xs));
  std::tie(fit.scale_y, fit.offset_y) = fit_line(std::move(ys));
  const auto is_print_to_fit = [](double scale) { return scale > 0.5 && scale < 2; };
  return is_print_to_fit(fit.scale_x) && is_print_to_fit(fit.scale_y) ? fit : Fit{};
}

TextPage::Match TextPage::match(const std::vector<BlankWord>& print, const Fit& fit) const {
  Match match;
  match.is_print.assign(letters_.size(), false);
  std::vector<size_t> near, claimed;  // kept from word to word: this is the hot loop of identification
  for (const BlankWord& word : print) {
    Zone place = fit(word.zone);
    place = {place.x0 - kSlack, place.y0 - kSlack, place.x1 + kSlack, place.y1 + kSlack};
    const std::vector<uint32_t> wanted = code_points(word.text);
    claimed.clear();
    // The word's letters in their order; others may stand between them.
    find_inside(place, near);
    for (const size_t i : near) {
      if (claimed.size() < wanted.size() && !match.is_print[i] &&
          letters_[i].code == wanted[claimed.size()]) {
        claimed.push_back(i);
      }
    }
    if (claimed.size() == wanted.size()) {
      for (const size_t i : claimed) match.is_print[i] = true;
      match.found += static_cast<int>(wanted.size());
    } else {
      match.missing += static_cast<int>(wanted.size());
      ++match.missing_words;
    }
  }
  return match;
}

}  // namespace mailroom::ocr::reader
