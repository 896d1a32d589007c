#include "ocr/specimen/filling.h"

#include <algorithm>

#include "ocr/specimen/values.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kSmallest = 7;   // points: nobody writes smaller
constexpr double kWidest = 0.62;  // of the size: a letter of the widest typefaces, on average
constexpr double kLine = 1.25;    // of the size: from line to line
constexpr double kMargins = 4;    // points

Room room_in(const Field& field, double size) {
  if (field.comb && field.max_length > 0) return {field.max_length, field.max_length, 1};
  const double width = std::max(field.zone.width() - kMargins, 0.0);
  const double wanted = std::max(std::min(size, field.zone.height() * 0.8), kSmallest);
  Room room;
  room.wanted = static_cast<int>(width / (wanted * kWidest));
  room.most = std::max(static_cast<int>(width / (kSmallest * kWidest)), room.wanted);
  room.lines = std::max(1, static_cast<int>(field.zone.height() / (size * kLine)));
  return room;
}

std::string in_capitals(std::string text) {
  if (text.find('@') != std::string::npos) return text;
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

void fill_text(const Form& form, const Field& field, const Writer& writer, bool struck, Random& random,
               Entry& entry) {
  const Room room = room_in(field, writer.size);
  entry.value = make_value(form, field, room, random);
  if (writer.capitals && field.pattern.empty()) entry.value = in_capitals(std::move(entry.value));
  const bool one_line = entry.value.find('\n') == std::string::npos;
  if (!struck || field.comb || entry.value.empty() || !one_line) return;
  entry.altered = true;
  entry.struck = std::move(entry.value);
  // Once in a while nothing is put in its place; otherwise what comes instead stands beside it.
  Room beside = room;
  beside.most = beside.wanted = std::max(1, room.most - static_cast<int>(entry.struck.size()) - 1);
  entry.value = random.chance(0.15) ? std::string() : make_value(form, field, beside, random);
  if (writer.capitals && field.pattern.empty()) entry.value = in_capitals(std::move(entry.value));
}

}  // namespace

Filling fill(const Form& form, const Writer& writer, const FillOptions& options, const Random& random) {
  Filling filling(form.fields.size());
  for (size_t i = 0; i < form.fields.size(); ++i) {
    const Field& field = form.fields[i];
    Random own = random.fork(i);
    const bool filled = own.chance(options.filled), struck = own.chance(options.struck);
    if (!filled) continue;
    if (field.type != FieldType::checkbox) {
      fill_text(form, field, writer, struck, own, filling[i]);
    } else {
      filling[i].altered = struck;  // ticked by mistake and taken back
      filling[i].ticked = !struck;
    }
  }
  return filling;
}

}  // namespace mailroom::ocr::specimen
