#include "ocr/specimen/print.h"

#include <algorithm>

#include "base/text.h"
#include "ocr/specimen/code.h"
#include "ocr/specimen/fonts.h"
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
    if (field.barcode) {
      if (!entry.value.empty()) print_code(field, entry.value);
    } else if (field.type == FieldType::checkbox) {
      if (entry.ticked || entry.altered) draw_mark(field.zone, writer_, random, ink_);
      if (entry.how == Alteration::scribble) scribble_out(field.zone, writer_, random, ink_);
      if (entry.how == Alteration::line || entry.how == Alteration::two_lines)
        strike_mark(field.zone, entry.how == Alteration::two_lines, writer_, random, ink_);
    } else if (field.comb && field.max_length > 0) {
      comb(field, entry, random);
    } else if (entry.altered && entry.how != Alteration::overwritten) {
      struck_out(field, entry, random);
    } else if (entry.value.find('\n') != std::string::npos) {
      lines(field.zone, entry.value, random);
    } else {
      line(field, entry, random);
    }
  }

 private:
  // As large as its zone allows, with the quiet zone that it needs.
  void print_code(const Field& field, const std::string& value) {
    const auto& kinds = field.barcode->kinds;
    const PrintedCode code = encode(kinds.empty() ? CodeKind::code128 : kinds.front(), value);
    constexpr double kQuiet = 10;  // modules on either side
    const Zone& zone = field.zone;
    double module = zone.width() / (code.width + 2 * kQuiet);
    if (!code.is_bars()) module = std::min(module, zone.height() / (code.height + 2 * kQuiet));
    draw_code(code,
              {zone.x0 + kQuiet * module, zone.y0 + (code.is_bars() ? 0.1 * zone.height() : kQuiet * module)},
              module, 0.8 * zone.height(), ink_);
  }

  // One character in the middle of each cell; figures of amounts end at the right one.
  void comb(const Field& field, const Entry& entry, Random& random) {
    const bool struck = entry.altered && entry.how != Alteration::overwritten;
    const std::string& value = struck ? entry.struck : entry.value;
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
      if (entry.how == Alteration::overwritten && i == entry.at) {
        const double middle = zone.x0 + (first + static_cast<double>(i) + 0.5) * cell;
        write_over(entry.struck.substr(i, 1), letter, size, {middle, y}, random);
      }
    }
    if (!struck) return;
    const double x0 = zone.x0 + first * cell, x1 = x0 + cell * static_cast<double>(value.size());
    strike(entry.how, x0 + 0.2 * cell, x1 - 0.2 * cell, y, size, writer_, random, ink_);
    if (!entry.value.empty()) write_above(zone, x0, entry.value, size, random);
  }

  // What stood in this place first, and what holds again, firmly and by hand: `middle` is of the two.
  void write_over(const std::string& before, const std::string& now, double size, Point middle,
                  Random& random) {
    Face face = face_of(writer_, size);
    ink_.write(before, face, {middle.x - ink_.width_of(before, face) / 2, middle.y}, writer_.ink);
    const auto hands = installed_fonts(FontStyle::hand);
    if (!hands.empty() && random.chance(0.5)) face.family = random.pick(hands), face.bold = false;
    face.size *= random.uniform(1, 1.2);
    face.pen += random.uniform(0.3, 0.8);
    ink_.write(now, face,
               {middle.x - ink_.width_of(now, face) / 2 + random.normal(0.05 * size),
                middle.y + random.normal(0.05 * size)},
               std::min(1.0, writer_.ink + 0.1), random.normal(3));
  }

  void write_above(const Zone& zone, double x, const std::string& text, double size, Random& random) {
    const double small = std::max(6.5, size * 0.8);
    write_line(text, writer_, small, {x, zone.y0 - 1 + random.uniform(0, 0.1) * size}, random, ink_);
  }

  void line(const Field& field, const Entry& entry, Random& random) {
    const std::string& value = entry.value;
    if (value.empty()) return;
    const Zone& zone = field.zone;
    const double size = size_for(zone, value, room(zone));
    const double width = ink_.width_of(value, face_of(writer_, size));
    double x = zone.x0 + std::min(writer_.indent, std::max(0.5, (zone.width() - width) / 2));
    const bool figures = value.find_first_not_of("0123456789,.-()") == std::string::npos;
    if (figures && field.max_length == 0 && random.chance(writer_.right_aligned)) x = zone.x1 - width - 2;
    const double y = baseline(zone, size, random.chance(writer_.low));
    write_line(value, writer_, size, {x, y}, random, ink_);
    if (entry.how != Alteration::overwritten) return;
    const double before = ink_.width_of(value.substr(0, entry.at), face_of(writer_, size));
    const std::string now = value.substr(entry.at, 1);
    const double middle = x + before + ink_.width_of(now, face_of(writer_, size)) / 2;
    write_over(entry.struck.substr(entry.at, 1), now, size, {middle, y}, random);
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
    const double size =
        size_for(zone, entry.above ? entry.struck : entry.struck + " " + entry.value, room(zone));
    const double x = zone.x0 + std::min(writer_.indent, 2.0), y = baseline(zone, size, false);
    const double width = ink_.width_of(entry.struck, face_of(writer_, size));
    write_line(entry.struck, writer_, size, {x, y}, random, ink_);
    strike(entry.how, x, x + width, y, size, writer_, random, ink_);
    if (entry.value.empty()) return;
    if (entry.above) return write_above(zone, x, entry.value, size, random);
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
