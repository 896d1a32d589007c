#include "ocr/reader/ink.h"

#include <leptonica/allheaders.h>

#include <algorithm>

#include "ocr/language.h"
#include "ocr/reader/accented_line.h"
#include "ocr/reader/altered.h"
#include "ocr/reader/confidence.h"
#include "ocr/reader/identify.h"
#include "ocr/reader/ink_balance.h"
#include "ocr/reader/marks.h"
#include "ocr/reader/plain_page.h"
#include "ocr/reader/text_reading.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kWhatHolds = 0.5;     // what any reading of an altered entry is worth at most
constexpr double kSureResidual = 2.0;  // points; a page that fits worse is not read as if it fitted

// That the templates declare, each once; English where there are none.
std::vector<std::string> languages_of(const std::vector<Form>& forms) {
  std::vector<std::string> languages;
  const auto add = [&](const std::string& language) {
    if (std::ranges::find(languages, language) == languages.end()) languages.push_back(language);
  };
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::separator) add(form.language);
    for (const std::string& language : form.field_languages) add(language);
  }
  if (languages.empty()) add(std::string(kEnglish));
  return languages;
}

// Where on the upright page the zone lies, in its points.
Zone zone_on_page(const Area& zone, const Homography& blank_to_upright, double dpi_x, double dpi_y) {
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const Point corner : {Point{static_cast<double>(zone.x0), static_cast<double>(zone.y0)},
                             Point{static_cast<double>(zone.x1), static_cast<double>(zone.y0)},
                             Point{static_cast<double>(zone.x0), static_cast<double>(zone.y1)},
                             Point{static_cast<double>(zone.x1), static_cast<double>(zone.y1)}}) {
    const Point p = blank_to_upright(corner);
    x0 = std::min(x0, p.x), y0 = std::min(y0, p.y), x1 = std::max(x1, p.x), y1 = std::max(y1, p.y);
  }
  return {x0 * 72 / dpi_x, y0 * 72 / dpi_y, x1 * 72 / dpi_x, y1 * 72 / dpi_y};
}

// What a recogniser claims holds for writing that it knows.
void doubt_strange_writing(std::vector<FieldReading>& readings) {
  const auto is_writing = [](const FieldReading& r) { return r.source == Source::ocr && !r.text.empty(); };
  int written = 1, surely = 1;  // a page with few entries says little about its writer
  for (const FieldReading& r : readings) {
    if (!is_writing(r) || r.altered) continue;
    ++written;
    surely += r.confidence >= kReadSurely;
  }
  for (FieldReading& r : readings)
    if (is_writing(r)) r.confidence = in_such_writing(r.confidence, static_cast<double>(surely) / written);
}

// What is written in a field.
struct WrittenEntry {
  size_t reading;  // its place among the page's readings
  const Field* field;
  std::vector<LineStrokes> strokes;
};

}  // namespace

struct PlacedInk {
  InkPage page;  // upright; `to_native` leads to the upright picture
  Bits print;    // the blank's full picture, which `registration` lays on `page`
  FineRegistration registration;
  double dpi_x = 0, dpi_y = 0;  // of the upright picture
};

namespace {

// `pieces`: labels of those in which it shows that the field's entry was altered.
void take_altered(const Form& form, const Field& field, const std::vector<int>& pieces,
                  const PlacedInk& placed, const PageSource& source, const LineReaders& readers,
                  FieldReading& reading) {
  reading.altered = true;
  reading.confidence = std::min(reading.confidence, kWhatHolds);
  FieldInk ink = field_ink(field, placed.print, placed.page, placed.registration);
  std::erase_if(ink.pieces,
                [&](const Component& c) { return std::ranges::find(pieces, c.label) != pieces.end(); });
  if (ink.pieces.empty()) return;
  // What stands beside what was struck out may be what holds.
  TextReading rest = read_text(form, field, ink, source, readers);
  if (!rest.value.empty() && rest.value != reading.text)
    reading.alternatives.insert(reading.alternatives.begin(),
                                {Value(std::move(rest.value)), std::min(rest.confidence, kWhatHolds)});
}

}  // namespace

struct InkReader::Implementation {
  std::vector<TemplatePage> templates;
  LineNet net;
  LineRecogniser recogniser;
  std::optional<LineNet> accented;
  PlainFor pages = PlainFor::text;

  explicit Implementation(const std::vector<Form>& forms)
      : templates(load_template_pages(forms)), recogniser(languages_of(forms)) {
    if (std::ranges::any_of(recogniser.languages(), has_accents)) accented = LineNet::for_accents();
    const auto has_tables = [](const Form& form) { return !form.tables.empty(); };
    if (std::ranges::any_of(forms, has_tables)) pages = PlainFor::tables;
  }
};

InkReader::InkReader(const std::vector<Form>& forms)
    : implementation_(std::make_unique<Implementation>(forms)) {}
InkReader::~InkReader() = default;

void InkReader::load_tesseract() {
  implementation_->recogniser.load();
}

bool InkReader::has_loaded_tesseract() const {
  return implementation_->recogniser.has_loaded();
}

Placement InkReader::place(const Raster& image, double dpi, Raster& upright,
                           const std::vector<const Form*>& among) const {
  Placement placement;
  auto ink = std::make_shared<PlacedInk>();
  const std::vector<TemplatePage>& all = implementation_->templates;
  std::vector<const TemplatePage*> wanted;
  for (const TemplatePage& page : all)
    if (among.empty() || std::find(among.begin(), among.end(), page.form) != among.end())
      wanted.push_back(&page);
  Identification found = identify(wanted, prepare_page(image, dpi));
  placement.dark = found.upright.ink;
  placement.rotation = found.rotation;
  placement.why = std::move(found.why);
  for (const auto& [page, share] : found.candidates)
    placement.candidates.push_back({Value(page->form->id), share});
  Raster grey(pixGetDepth(image.get()) == 1 || pixGetDepth(image.get()) == 8 ? pixClone(image.get())
                                                                             : pixConvertTo8(image.get(), 0));
  upright = turned(grey, found.rotation);
  if (found.page == nullptr) return placement;
  if (found.registration.residual > kSureResidual) {
    placement.why =
        "the page looks like form '" + found.page->form->id + "' but does not lie flat enough to be read";
    return placement;
  }
  ink->page = std::move(found.upright);
  ink->print = std::move(found.print);
  ink->registration = std::move(found.registration);
  placement.form = found.page->form;
  placement.form_page = found.page->number;
  placement.confidence = found.confidence;
  placement.residual = ink->registration.residual;
  const Homography to_upright = ink->page.to_native * ink->registration.blank_to_page *
                                Homography::scale(kPixelsPerPoint, kPixelsPerPoint);
  placement.blank_to_page = to_upright.m;
  // The upright page's own resolution, which the work at kBlankDpi was scaled from.
  const Point origin = ink->page.to_native({0, 0}), x = ink->page.to_native({1, 0}),
              y = ink->page.to_native({0, 1});
  ink->dpi_x = kBlankDpi * std::max(std::abs(x.x - origin.x), std::abs(y.x - origin.x));
  ink->dpi_y = kBlankDpi * std::max(std::abs(x.y - origin.y), std::abs(y.y - origin.y));
  placement.ink = std::move(ink);
  return placement;
}

std::vector<FieldReading> InkReader::read(const Raster& upright, const Placement& placement) const {
  std::vector<FieldReading> readings;
  if (placement.form == nullptr || !placement.ink) return readings;
  const PlacedInk& placed = *placement.ink;
  std::vector<WrittenEntry> written;
  const PageSource source{upright.get(), placed.page.to_native, placed.registration.residual};
  const LineReaders line_readers = readers();
  for (const Field& field : placement.form->fields) {
    if (field.page != placement.form_page) continue;
    FieldReading reading;
    reading.id = field.id;
    reading.acroform = field.acroform;
    reading.type = field.type;
    if (field.barcode) {  // no writing: code_fields.h
      if (field.zone != Zone{}) {
        const Area zone{static_cast<int>(field.zone.x0), static_cast<int>(field.zone.y0),
                        static_cast<int>(field.zone.x1), static_cast<int>(field.zone.y1)};
        reading.zone = zone_on_page(zone, Homography{placement.blank_to_page}, placed.dpi_x, placed.dpi_y);
      }
      readings.push_back(std::move(reading));
      continue;
    }
    const FieldInk ink = field_ink(field, placed.print, placed.page, placed.registration);
    reading.zone =
        zone_on_page(ink.zone, placed.page.to_native * ink.blank_to_page, placed.dpi_x, placed.dpi_y);
    if (field.type == FieldType::checkbox) {
      const MarkReading mark = read_mark(ink);
      reading.value = Value(mark.ticked);
      reading.confidence = mark.confidence;
      reading.altered = mark.struck;
      reading.source = Source::mark;
      reading.text = mark.ticked ? "ticked" : "";
    } else {
      TextReading text = read_text(*placement.form, field, ink, source, line_readers);
      reading.source = Source::ocr;
      written.push_back({readings.size(), &field, std::move(text.strokes)});
      reading.text = text.value;
      reading.repaired = text.repaired;
      reading.confidence = text.confidence;
      for (auto& [value, confidence] : text.alternatives)
        reading.alternatives.push_back({Value(value), confidence});
      reading.value = Value(std::move(text.value));
    }
    readings.push_back(std::move(reading));
  }
  // What is usual on the page shows only when all of it has been seen.
  std::vector<std::span<const LineStrokes>> strokes;
  for (const WrittenEntry& entry : written) strokes.emplace_back(entry.strokes);
  const std::vector<JudgedEntry> judged = judge_alterations(implementation_->net, strokes);
  for (size_t i = 0; i < written.size(); ++i)
    if (judged[i].alteration == Alteration::found)
      take_altered(*placement.form, *written[i].field, judged[i].pieces, placed, source, line_readers,
                   readings[written[i].reading]);
  doubt_strange_writing(readings);
  for (size_t i = 0; i < written.size(); ++i) {
    FieldReading& reading = readings[written[i].reading];
    if (judged[i].alteration == Alteration::perhaps)
      reading.confidence = std::min(reading.confidence, kWhatHolds);
  }
  return readings;
}

std::vector<Note> InkReader::notes(const Placement& placement, bool has_code) const {
  std::vector<Note> notes;
  if (placement.form == nullptr || !placement.ink) return notes;
  const PlacedInk& placed = *placement.ink;
  for (const LeftInk& left : ink_balance(*placement.form, placement.form_page, placed.print, placed.page.full,
                                         placed.registration, has_code))
    notes.push_back({left.kind,
                     zone_on_page(left.place, placed.page.to_native * placed.registration.blank_to_page,
                                  placed.dpi_x, placed.dpi_y),
                     std::nullopt});
  return notes;
}

std::optional<Bits> InkReader::blank(const Form& form, int form_page) const {
  for (const TemplatePage& page : implementation_->templates)
    if (page.form == &form && page.number == form_page) return page.full();
  return std::nullopt;
}

const std::vector<std::string>& InkReader::languages() const {
  return implementation_->recogniser.languages();
}

LineReaders InkReader::readers() const {
  const auto& accented = implementation_->accented;
  return {implementation_->net, accented ? &*accented : nullptr, implementation_->recogniser};
}

std::string InkReader::read_line(const Raster& line, const std::string& language) const {
  return implementation_->recogniser.read(line, language, "").text;
}

std::vector<Word> InkReader::read_page(const Raster& image, double dpi, const std::string& language) const {
  const Resolution resolution = resolution_of(image, dpi);
  const Raster page = plain_page(image, resolution.x, resolution.y, implementation_->pages);
  return implementation_->recogniser.read_page(page, resolution.x, resolution.y, language);
}

}  // namespace mailroom::ocr::reader
