#include "ocr/overlay.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ocr/canvas.h"

namespace mailroom::ocr {

namespace {

struct Look {
  Standing standing;
  Colour colour;
  LineStyle style;
  std::string_view mark;
  std::string_view name;
};
// Told apart in the common kinds of colour blindness, and in grey by line and letter.
constexpr Look kLooks[] = {
    {Standing::accepted, {0, 122, 61}, LineStyle::solid, "", "accepted"},
    {Standing::unsure, {200, 110, 0}, LineStyle::dashed, "?", "unsure"},
    {Standing::disputed, {200, 16, 46}, LineStyle::solid, "!", "altered or disputed"},
    {Standing::empty, {120, 120, 120}, LineStyle::dotted, "", "empty"},
};
constexpr Look kNoteLook{Standing::unsure, {0, 70, 160}, LineStyle::dashed, "n", "beside the fields"};
constexpr Colour kWhite{255, 255, 255}, kBlack{20, 20, 20}, kBlue{0, 70, 160};
constexpr double kPointsPerInch = 72;

const Look& look_of(Standing standing) {
  return *std::ranges::find(kLooks, standing, &Look::standing);
}

// Pixels a dot of a letter: about 6 points high letters.
int letter_scale(double dpi) {
  return std::max(1, static_cast<int>(std::lround(dpi / 100)));
}

PixelBox box_of(const Zone& zone, double dpi) {
  const auto pixel = [dpi](double points) {
    return static_cast<int>(std::lround(std::clamp(points, -1e5, 1e5) * dpi / kPointsPerInch));
  };
  return {pixel(zone.x0), pixel(zone.y0), pixel(zone.x1), pixel(zone.y1)};
}

void draw_mark(Canvas& canvas, const PixelBox& box, const Look& look, int scale) {
  if (look.mark.empty()) return;
  const int width = Canvas::text_width(look.mark, scale) + scale,
            height = Canvas::text_height(scale) + 2 * scale;
  // Above its corner, so that it hides no writing.
  const PixelBox tab{box.x1 - width, box.y0 - height, box.x1, box.y0};
  canvas.fill(tab, look.colour);
  canvas.write(tab.x0 + scale, tab.y0 + scale, look.mark, kWhite, scale);
}

void draw_field(Canvas& canvas, const FieldReading& field, double dpi, int scale) {
  const Look& look = look_of(standing_of(field));
  const PixelBox box = box_of(field.zone, dpi);
  if (look.standing != Standing::empty) canvas.tint(box, look.colour);
  canvas.outline(box, look.colour, look.style, scale);
  if (look.standing == Standing::disputed) {
    const int gap = 2 * scale;
    canvas.outline({box.x0 - gap, box.y0 - gap, box.x1 + gap, box.y1 + gap}, look.colour, look.style, scale);
  }
  draw_mark(canvas, box, look, scale);
}

void draw_note(Canvas& canvas, const Note& note, double dpi, int scale) {
  const PixelBox box = box_of(note.zone, dpi);
  canvas.tint(box, kNoteLook.colour);
  canvas.outline(box, kNoteLook.colour, kNoteLook.style, scale);
  draw_mark(canvas, box, kNoteLook, scale);
}

// What tells something of the page as a whole: a barcode, a letter's phrase; and what it is.
void draw_finding(Canvas& canvas, const Zone& zone, std::string_view name, double dpi, int scale) {
  const PixelBox box = box_of(zone, dpi);
  const int gap = 3 * scale;
  canvas.outline({box.x0 - gap, box.y0 - gap, box.x1 + gap, box.y1 + gap}, kBlue, LineStyle::dotted, scale);
  canvas.write(box.x0, box.y1 + gap + scale, name, kBlue, scale);
}

// The picture with room for a strip below.
Picture with_strip(const Picture& page, int height) {
  Picture coloured = in_colour(page);
  coloured.pixels.resize(
      coloured.pixels.size() + static_cast<size_t>(page.width) * 3 * static_cast<size_t>(height), 255);
  coloured.height += height;
  return coloured;
}

void draw_legend(Canvas& canvas, int top, int scale, const std::array<int, std::size(kLooks)>& counts,
                 size_t notes) {
  const int letter = Canvas::text_height(scale), pad = letter;
  int x = pad;
  const auto explain = [&](const Look& look, size_t count) {
    const PixelBox sample{x, top + pad, x + 4 * letter, top + pad + 2 * letter};
    if (look.standing != Standing::empty) canvas.tint(sample, look.colour);
    canvas.outline(sample, look.colour, look.style, scale);
    draw_mark(canvas, sample, look, scale);
    const std::string text = std::to_string(count) + " " + std::string(look.name);
    canvas.write(sample.x1 + letter / 2, top + pad + letter / 2, text, kBlack, scale);
    x = sample.x1 + letter / 2 + Canvas::text_width(text, scale) + 2 * letter;
  };
  for (size_t i = 0; i < std::size(kLooks); ++i) explain(kLooks[i], static_cast<size_t>(counts[i]));
  if (notes > 0) explain(kNoteLook, notes);
}

}  // namespace

Standing standing_of(const FieldReading& field) {
  if (field.altered || field.conflict) return Standing::disputed;
  const bool is_empty =
      field.type == FieldType::checkbox ? !field.value.is_true() : field.value.text_or("").empty();
  if (!field.accepted) return Standing::unsure;
  return is_empty ? Standing::empty : Standing::accepted;
}

std::optional<Picture> overlay(const PageReading& page, const std::vector<FieldReading>& fields) {
  if (!page.picture || page.picture_dpi <= 0) return std::nullopt;
  const int scale = letter_scale(page.picture_dpi);
  const int strip = Canvas::text_height(scale) * 4;
  Picture drawn = with_strip(*page.picture, strip);
  Canvas canvas(drawn);
  std::array<int, std::size(kLooks)> counts{};
  for (const CodeReading& code : page.codes)
    draw_finding(canvas, code.zone, to_string(code.kind), page.picture_dpi, scale);
  if (page.letter) {
    for (const LetterKind& letter : *page.letter)
      if (letter.zone.width() > 0) draw_finding(canvas, letter.zone, letter.kind, page.picture_dpi, scale);
  }
  // What needs a person is drawn last, over its neighbours.
  for (const Standing standing :
       {Standing::empty, Standing::accepted, Standing::unsure, Standing::disputed}) {
    for (const FieldReading& field : fields) {
      if (field.page != page.page || standing_of(field) != standing) continue;
      draw_field(canvas, field, page.picture_dpi, scale);
      ++counts[static_cast<size_t>(&look_of(standing) - std::begin(kLooks))];
    }
  }
  for (const Note& note : page.notes) draw_note(canvas, note, page.picture_dpi, scale);
  draw_legend(canvas, page.picture->height, scale, counts, page.notes.size());
  return drawn;
}

Picture draw_template(const Picture& blank, double dpi, const Form& form, int page) {
  Picture drawn = in_colour(blank);
  Canvas canvas(drawn);
  const int scale = std::max(1, letter_scale(dpi) / 2);
  for (const Field& field : form.fields) {
    if (field.page != page) continue;
    const PixelBox box = box_of(field.zone, dpi);
    canvas.tint(box, kBlue);
    canvas.outline(box, kBlue, field.required ? LineStyle::solid : LineStyle::dashed, scale);
    canvas.write(box.x0 + 2 * scale, box.y0 + 2 * scale, field.id, kBlue, scale);
  }
  return drawn;
}

}  // namespace mailroom::ocr
