#include "ocr/specimen/print.h"

#include <algorithm>

#include "base/text.h"
#include "ocr/specimen/pen.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kLine = 1.25;      // of the size, from line to line
constexpr double kCapHeight = 0.7;  // of the size
constexpr double kDescent = 0.24;   // of the size, below the baseline
constexpr double kGap = 0.5;        // of the size, between what was struck out and what holds

// One page's entries by one writer.
class Hand {
 public:
  Hand(const Writer& writer, InkLayer& ink) : writer_(writer), ink_(ink) {}

  void write(const Field& field, const Entry& entry, Random random) {
    if (field.type == FieldType::checkbox) {
      if (entry.ticked || entry.altered) draw_mark(field.zone, writer_, random, ink_);
      if (entry.altered) scribble_out(field.zone, writer_, random, ink_);
    } else if (field.comb && field.max_length > 0) {
      comb(field, entry.value, random);
    } else if (entry.altered) {
      struck_out(field, entry, random);
    } else if (entry.value.find('\n') != std::string::npos) {
      lines(field.zone, entry.value, random);
    } else {
      line(field, entry.value, random);
    }
  }

 private:
  // One character in the middle of each cell; figures of amounts end at the right one.
  void comb(const Field& field, const std::string& value, Random& random) {
    const Zone& zone = field.zone;
    const double cell = zone.width() / field.max_length;
    const double size = std::min({writer_.size, zone.height() * 0.85, cell * 1.4});
    const bool right = field.type == FieldType::amount && random.chance(writer_.right_aligned);
    const int first = right ? field.max_length - static_cast<int>(value.size()) : 0;
    const double y = baseline(zone, size, false);
    for (size_t i = 0; i < value.size(); ++i) {
      if (value[i] == ' ') continue;
      const std::string letter(1, value[i]);
      const double width = ink_.width_of(letter, face_of(writer_, size));
      const double wander = random.normal(writer_.by_hand ? 0.06 : 0.01) * cell;
      write_line(letter, writer_, size,
                 {zone.x0 + (first + static_cast<double>(i) + 0.5) * cell - width / 2 + wander, y}, random,
                 ink_);
    }
  }

  void line(const Field& field, const std::string& value, Random& random) {
    if (value.empty()) return;
    const Zone& zone = field.zone;
    const double size = size_for(zone, value, room(zone));
    const double width = ink_.width_of(value, face_of(writer_, size));
    double x = zone.x0 + std::min(writer_.indent, std::max(0.5, (zone.width() - width) / 2));
    const bool figures = value.find_first_not_of("0123456789,.-()") == std::string::npos;
    if (figures && field.max_length == 0 && random.chance(writer_.right_aligned)) x = zone.x1 - width - 2;
    write_line(value, writer_, size, {x, baseline(zone, size, random.chance(writer_.low))}, random, ink_);
  }

  void lines(const Zone& zone, const std::string& value, Random& random) {
    const auto all = split(value, '\n');
    double size = std::min(writer_.size, zone.height() / (kLine * static_cast<double>(all.size())));
    for (const auto text : all) size = fitted_size(std::string(text), writer_, size, room(zone), ink_);
    double y = zone.y0 + size;
    for (const auto text : all) {
      write_line(std::string(text), writer_, size, {zone.x0 + writer_.indent, y}, random, ink_);
      y += size * kLine;
    }
  }

  void struck_out(const Field& field, const Entry& entry, Random& random) {
    const Zone& zone = field.zone;
    const double size = size_for(zone, entry.struck + " " + entry.value, room(zone));
    const double x = zone.x0 + std::min(writer_.indent, 2.0), y = baseline(zone, size, false);
    const double width = ink_.width_of(entry.struck, face_of(writer_, size));
    write_line(entry.struck, writer_, size, {x, y}, random, ink_);
    strike(x, x + width, y, size, writer_, random, ink_);
    if (entry.value.empty()) return;
    write_line(entry.value, writer_, size, {x + width + kGap * size, y}, random, ink_);
  }

  double room(const Zone& zone) const { return std::max(zone.width() - 3, 1.0); }
  double size_for(const Zone& zone, const std::string& text, double width) {
    const double wanted = std::min(writer_.size, std::max(zone.height() * 0.85, 5.0));
    return fitted_size(text, writer_, wanted, width, ink_);
  }
  // In the middle of the zone, or with its feet on the rule below.
  static double baseline(const Zone& zone, double size, bool low) {
    if (low) return zone.y1 - 0.05 * size;
    return std::min((zone.y0 + zone.y1) / 2 + kCapHeight / 2 * size, zone.y1 - kDescent * size * 0.6);
  }

  const Writer& writer_;
  InkLayer& ink_;
};

}  // namespace

void write_page(const Form& form, int page, const Filling& filling, const Writer& writer,
                const Random& random, InkLayer& ink) {
  Hand hand(writer, ink);
  for (size_t i = 0; i < form.fields.size(); ++i)
    if (form.fields[i].page == page) hand.write(form.fields[i], filling[i], random.fork(i));
}

}  // namespace mailroom::ocr::specimen
