#include "ocr/reader/line_decoder.h"

#include <algorithm>
#include <cmath>

namespace mailroom::ocr::reader {
namespace {

constexpr size_t kBeams = 10,
                 kFollowed = 10;  // texts kept after a step; classes followed from each at a step
constexpr float kNever = -1e30F;
constexpr float kWorthwhile = -9.0F;  // of a class at a step, logarithm: less is not followed

float sum(float a, float b) {
  if (a < b) std::swap(a, b);
  return b - a < -15 ? a : a + std::log1p(std::exp(b - a));
}

// All prefixes met so far, each as its last character (a class) and what came before.
class Prefixes {
 public:
  static constexpr int kEmpty = 0;
  int longer(int prefix, uint8_t last) {
    for (int next = nodes_[static_cast<size_t>(prefix)].child; next != 0;
         next = nodes_[static_cast<size_t>(next)].sibling)
      if (nodes_[static_cast<size_t>(next)].last == last) return next;
    nodes_.push_back({prefix, 0, nodes_[static_cast<size_t>(prefix)].child, last});
    return nodes_[static_cast<size_t>(prefix)].child = static_cast<int>(nodes_.size()) - 1;
  }
  uint8_t last(int prefix) const { return nodes_[static_cast<size_t>(prefix)].last; }
  std::string text(int prefix, const std::vector<std::string>& characters) const {
    std::vector<const std::string*> reversed;
    for (; prefix != kEmpty; prefix = nodes_[static_cast<size_t>(prefix)].before)
      reversed.push_back(&characters[last(prefix) - size_t{1}]);
    std::string text;
    for (auto c = reversed.rbegin(); c != reversed.rend(); ++c) text += **c;
    return trim(text);
  }

 private:
  static std::string trim(const std::string& text) {
    const size_t from = text.find_first_not_of(' ');
    return from == std::string::npos ? std::string()
                                     : text.substr(from, text.find_last_not_of(' ') - from + 1);
  }
  struct Node {
    int before, child, sibling;
    uint8_t last;
  };
  std::vector<Node> nodes_{{0, 0, 0, 0}};
};

// A text so far, and how likely the line up to here says it: ending in nothing new, or in its last character.
struct Beam {
  int prefix = Prefixes::kEmpty;
  float still = kNever, ending = kNever;
  float total = kNever;
};

Beam& of(std::vector<Beam>& beams, int prefix) {
  for (Beam& beam : beams)
    if (beam.prefix == prefix) return beam;
  beams.push_back({prefix});
  return beams.back();
}

struct Candidate {
  float log = 0;
  uint8_t character = 0;  // its class
};

// What may stand at a step, likeliest first.
void find_candidates(const float* logs, size_t classes, const std::vector<bool>& allowed, float inside,
                     std::vector<Candidate>& found) {
  found.clear();
  for (size_t c = 1; c < classes; ++c)
    if (allowed[c] && logs[c] - inside >= kWorthwhile)
      found.push_back({logs[c] - inside, static_cast<uint8_t>(c)});
  const size_t kept = std::min(kFollowed, found.size());
  std::partial_sort(found.begin(), found.begin() + static_cast<ptrdiff_t>(kept), found.end(),
                    [](const Candidate& a, const Candidate& b) { return a.log > b.log; });
  found.resize(kept);
}

// The logarithm of what the step gives to all that may stand there.
float share_inside(const float* logs, size_t classes, const std::vector<bool>& allowed) {
  float share = 0;
  for (size_t c = 0; c < classes; ++c)
    if (allowed[c]) share += std::exp(logs[c]);
  return std::log(std::max(share, 1e-12F));
}

std::vector<bool> allowed_classes(const std::vector<std::string>& characters, std::string_view alphabet) {
  std::vector<bool> allowed(characters.size() + 1, true);
  if (alphabet.empty()) return allowed;
  for (size_t i = 0; i < characters.size(); ++i)
    allowed[i + 1] = characters[i] == " " || alphabet.find(characters[i]) != std::string_view::npos;
  return allowed;
}

}  // namespace

double likelihood(const LineSteps& line, const std::vector<WantedCharacter>& text) {
  // The forward variables of Graves et al. 2006, 4.1: on even places nothing new, before, between and after
  // the characters, which are on odd ones.
  const size_t states = 2 * text.size() + 1;
  std::vector<float> now(states, kNever), next(states, kNever);
  now[0] = 0;
  const auto share = [&](const float* logs, size_t state) {
    if (state % 2 == 0) return logs[0];
    if (text[state / 2].classes.empty()) return std::log1p(-std::min(std::exp(logs[0]), 0.9999999F));
    float all = kNever;
    for (const uint8_t c : text[state / 2].classes) all = sum(all, logs[c]);
    return all;
  };
  // Without nothing new between them, two characters are two only if they differ.
  const auto differ = [&](size_t state, size_t before) {
    const auto &a = text[state / 2].classes, &b = text[before / 2].classes;
    return a.empty() || b.empty() || std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) == a.end();
  };
  for (int step = 0; step < line.steps; ++step) {
    const float* logs = line.at(step);
    for (size_t state = 0; state < states; ++state) {
      float reached = now[state];
      if (state > 0) reached = sum(reached, now[state - 1]);
      if (state % 2 != 0 && state >= 3) {
        if (differ(state, state - 2)) reached = sum(reached, now[state - 2]);
        if (text[state / 2 - 1].may_be_left_out) {
          reached = sum(reached, now[state - 3]);
          if (state >= 5 && differ(state, state - 4)) reached = sum(reached, now[state - 4]);
        }
      }
      next[state] = reached <= kNever / 2 ? kNever : reached + share(logs, state);
    }
    std::swap(now, next);
  }
  float end = now[states - 1];
  for (size_t state = states - 1; state >= 2; state -= 2) {
    end = sum(end, now[state - 1]);
    if (!text[state / 2 - 1].may_be_left_out) break;
    end = sum(end, now[state - 2]);
  }
  return end <= kNever / 2 ? 0 : std::exp(static_cast<double>(std::min(end, 0.0F)));
}

LineTexts decode(const LineSteps& line, const std::vector<std::string>& characters, std::string_view alphabet,
                 size_t most) {
  LineTexts result;
  const std::vector<bool> allowed = allowed_classes(characters, alphabet);
  const auto classes = std::min(static_cast<size_t>(line.classes), allowed.size());
  const bool all = alphabet.empty();
  Prefixes prefixes;
  std::vector<Candidate> candidates;
  std::vector<Beam> beams(1), next;
  beams[0].still = beams[0].total = 0;
  for (int step = 0; step < line.steps; ++step) {
    const float* logs = line.at(step);
    const float inside = all ? 0 : share_inside(logs, classes, allowed);
    result.outside = std::max(result.outside, 1 - static_cast<double>(std::exp(std::min(inside, 0.0F))));
    find_candidates(logs, classes, allowed, inside, candidates);
    next.clear();
    for (const Beam& beam : beams) {
      const uint8_t last = prefixes.last(beam.prefix);
      Beam& same = of(next, beam.prefix);
      same.still = sum(same.still, beam.total + logs[0] - inside);
      if (last != 0) same.ending = sum(same.ending, beam.ending + logs[last] - inside);
      for (const Candidate& c : candidates) {
        Beam& grown = of(next, prefixes.longer(beam.prefix, c.character));
        grown.ending = sum(grown.ending, (c.character == last ? beam.still : beam.total) + c.log);
      }
    }
    for (Beam& beam : next) beam.total = sum(beam.still, beam.ending);
    const size_t kept = std::min(kBeams, next.size());
    std::partial_sort(next.begin(), next.begin() + static_cast<ptrdiff_t>(kept), next.end(),
                      [](const Beam& a, const Beam& b) { return a.total > b.total; });
    next.resize(kept);
    std::swap(beams, next);
  }
  for (const Beam& beam : beams) {
    const double probability = std::exp(static_cast<double>(std::min(beam.total, 0.0F)));
    std::string text = prefixes.text(beam.prefix, characters);
    const auto same = std::find_if(result.texts.begin(), result.texts.end(),
                                   [&](const LineText& t) { return t.text == text; });
    if (same != result.texts.end())
      same->probability += probability;
    else
      result.texts.push_back({std::move(text), probability});
  }
  std::sort(result.texts.begin(), result.texts.end(),
            [](const LineText& a, const LineText& b) { return a.probability > b.probability; });
  if (result.texts.size() > most) result.texts.resize(most);
  return result;
}

}  // namespace mailroom::ocr::reader
