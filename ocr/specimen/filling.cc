#include "ocr/specimen/filling.h"

#include <algorithm>

#include "base/letters.h"
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

std::string in_capitals(const std::string& text) {
  return text.find('@') != std::string::npos ? text : to_upper_latin(text);
}

constexpr std::pair<Alteration, std::string_view> kAlterations[] = {
    {Alteration::none, "none"},
    {Alteration::line, "line"},
    {Alteration::two_lines, "two_lines"},
    {Alteration::slash, "slash"},
    {Alteration::cross, "cross"},
    {Alteration::scribble, "scribble"},
    {Alteration::overwritten, "overwritten"},
};

// There is another field where something could be written above this one.
bool is_below_another(const Form& form, const Field& field) {
  constexpr double kRoom = 11;  // points
  return std::any_of(form.fields.begin(), form.fields.end(), [&](const Field& other) {
    return other.page == field.page && other.zone.x0 < field.zone.x1 && field.zone.x0 < other.zone.x1 &&
           other.zone.y0 < field.zone.y0 && other.zone.y1 > field.zone.y0 - kRoom;
  });
}

bool is_figure(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Another character of the same kind in one place, as if it had been written first.
void write_over(Entry& entry, Random& random) {
  constexpr std::string_view kFigures = "0123456789", kLetters = "abdeghkmnoprstuvwxyz";
  std::vector<size_t> places;
  const bool figures = std::any_of(entry.value.begin(), entry.value.end(), is_figure);
  for (size_t i = 0; i < entry.value.size(); ++i)
    if (figures ? is_figure(entry.value[i]) : is_letter(entry.value[i])) places.push_back(i);
  if (places.empty()) return;
  entry.how = Alteration::overwritten;
  entry.altered = true;
  entry.at = random.pick(places);
  entry.struck = entry.value;
  char& before = entry.struck[entry.at];
  const char now = before;
  while (before == now) {
    before = random.pick(figures ? kFigures : kLetters);
    if (!figures && now >= 'A' && now <= 'Z') before = static_cast<char>(before - 'a' + 'A');
  }
}

// `overwritten`: the share of altered entries in which it is one character that is.
void fill_text(const Form& form, const Field& field, const Writer& writer, bool struck, double overwritten,
               Random& random, Entry& entry) {
  const Room room = room_in(field, writer.size);
  entry.value = make_value(form, field, room, random);
  if (writer.capitals && field.pattern.empty()) entry.value = in_capitals(entry.value);
  const bool one_line = entry.value.find('\n') == std::string::npos;
  if (!struck || entry.value.empty() || !one_line) return;
  Random how = random.fork("alteration");
  if (how.chance(overwritten)) write_over(entry, how);
  if (entry.altered) return;
  constexpr Alteration kStrikes[] = {Alteration::line,  Alteration::line,  Alteration::two_lines,
                                     Alteration::slash, Alteration::cross, Alteration::scribble};
  entry.how = how.pick(kStrikes);
  entry.altered = true;
  entry.struck = std::move(entry.value);
  // Once in a while nothing is put in its place; otherwise what comes instead stands beside it, or above.
  Room beside = room;
  beside.most = beside.wanted = std::max(1, room.most - static_cast<int>(entry.struck.size()) - 1);
  entry.value = random.chance(0.15) ? std::string() : make_value(form, field, beside, random);
  if (writer.capitals && field.pattern.empty()) entry.value = in_capitals(entry.value);
  entry.above = field.comb || how.chance(0.2);
  if (!entry.above || !is_below_another(form, field)) return;
  entry.above = false;
  if (field.comb) entry.value.clear();
}

}  // namespace

std::string_view to_string(Alteration alteration) {
  for (const auto& [known, name] : kAlterations)
    if (known == alteration) return name;
  return "none";
}

Filling fill(const Form& form, const Writer& writer, const FillOptions& options, const Random& random) {
  Filling filling(form.fields.size());
  for (size_t i = 0; i < form.fields.size(); ++i) {
    const Field& field = form.fields[i];
    Random own = random.fork(i);
    const bool filled = own.chance(options.filled), struck = own.chance(options.struck);
    // A number, unless the template wants another text: whoever prints a form prints its codes always.
    if (field.barcode) {
      if (field.barcode->pattern.empty() && field.zone != Zone{})
        filling[i].value = std::to_string(own.between(10'000'000, 99'999'999));
      continue;
    }
    if (!filled) continue;
    if (field.type != FieldType::checkbox) {
      fill_text(form, field, writer, struck, options.overwritten, own, filling[i]);
    } else {
      filling[i].altered = struck;  // ticked by mistake and taken back
      filling[i].ticked = !struck;
      constexpr Alteration kTakenBack[] = {Alteration::scribble, Alteration::scribble, Alteration::line,
                                           Alteration::two_lines};
      if (struck) filling[i].how = own.fork("alteration").pick(kTakenBack);
    }
  }
  return filling;
}

}  // namespace mailroom::ocr::specimen
