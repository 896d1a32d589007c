#include "ocr/reader/read_page.h"

#include <algorithm>
#include <new>

#include "base/text.h"
#include "ocr/reader/born_digital.h"
#include "ocr/reader/code_fields.h"
#include "ocr/reader/free_layout.h"
#include "ocr/reader/ink_page.h"
#include "ocr/reader/layered_scan.h"
#include "ocr/reader/letter.h"
#include "ocr/reader/page_language.h"
#include "ocr/reader/page_picture.h"
#include "ocr/reader/read_free_scan.h"
#include "ocr/reader/read_tables.h"
#include "ocr/reader/slant.h"
#include "ocr/reader/text_direction.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kInkDpi = 200;       // of pages rendered to be read as pictures
constexpr double kBlankInk = 0.0004;  // share of dark pixels: less is a blank sheet with specks
constexpr double kLetterCover =
    0.25;  // of a letter's box that is ink: an estimate for pages without a picture
constexpr size_t kMaxText = 200'000;  // bytes of a page's text that travel on

std::string limited(std::string text) {
  if (text.size() <= kMaxText) return text;
  text.resize(kMaxText);
  while (!text.empty() && !is_valid_utf8(text)) text.pop_back();
  return text;
}

double estimated_ink(const OpenedPage& page) {
  double area = 0;
  for (const Word& word : page.words) area += word.zone.width() * word.zone.height();
  const double sheet = page.width * page.height;
  return sheet > 0 ? std::min(1.0, kLetterCover * area / sheet) : 0;
}

// Words that stand on end, as those of a page that lies on its side.
bool stand_on_end(const std::vector<Word>& words) {
  constexpr size_t kLong = 4;  // letters: such a word is wider than high
  int long_words = 0, on_end = 0;
  for (const Word& word : words) {
    if (word.text.size() < kLong) continue;
    ++long_words;
    on_end += word.zone.height() > word.zone.width();
  }
  return 2 * on_end > long_words;
}

constexpr size_t kHardlyAny = 10;  // words that are found in a page of print that lies on its side

// Whether the words look as if the page lay wrongly.
bool may_lie_wrongly(const std::vector<Word>& words) {
  constexpr double kPoor = 0.6;  // print that lies rightly is read at 0.8 to 0.95, upside down at 0.2 to 0.5
  double letters = 0, sure = 0;
  for (const Word& word : words) {
    letters += static_cast<double>(word.text.size());
    sure += static_cast<double>(word.text.size()) * word.confidence;
  }
  return words.size() < kHardlyAny || sure <= kPoor * letters || stand_on_end(words);
}

// How it may have to be turned, the likeliest first.
std::vector<int> turns_to_try(const Raster& image, const std::vector<Word>& words) {
  if (!may_lie_wrongly(words)) return {};
  std::vector<int> turns{180};
  if (words.size() < kHardlyAny) turns = {90, 270, 180};
  if (stand_on_end(words)) turns = {90, 270};
  const int likely = degrees_to_upright(image);
  std::stable_sort(turns.begin(), turns.end(), [&](int a, int b) { return (a == likely) > (b == likely); });
  if (likely != 0 && turns.front() != likely) turns.insert(turns.begin(), likely);
  return turns;
}

void note_page(std::vector<FieldReading>& fields, int page) {
  for (FieldReading& field : fields) field.page = page;
}

}  // namespace

PageReader::PageReader(const std::vector<Form>& forms, std::shared_ptr<const PrintIndex> index,
                       const InkReader* ink)
    : forms_(forms), ink_(ink), text_identifier_(forms, std::move(index)), form_codes_(forms) {}

PageWork PageReader::read(Document& document, int index, Words words, const Forms& among) const {
  PageWork work;
  work.page = document.page(index);
  const OpenedPage& page = work.page;
  work.reading.page = page.number;
  if (!page.text.empty() || (page.words.empty() && page.image == nullptr && page.widgets.empty())) {
    work.reading.text = limited(page.text);
    work.reading.why = "it is plain text, not a form";
    if (!page.text.empty()) {
      work.reading.letter = read_plain_letter(forms_, page.text);
      if (!work.reading.letter->empty()) work.reading.why = why_letter(*work.reading.letter);
    }
  } else if (page.image != nullptr) {
    read_picture(work, words, among);
  } else if (!read_text_layer(document, work, among) && !read_coded_text(document, work, among)) {
    read_by_labels(work);
    // A page whose words tell nothing may still look like a form: its letters may be drawn as curves.
    if (work.reading.form.empty() && work.reading.candidates.empty() && ink_ != nullptr) {
      read_rendered(document, work, among);
    }
  }
  weigh_codes_of_free_layout(document, work);
  work.reading.codes = work.codes.upright(work.reading.rotation);
  return work;
}

bool PageReader::read_text_layer(Document& document, PageWork& work, const Forms& among) const {
  const OpenedPage& page = work.page;
  work.reading.ink = estimated_ink(page);
  const TextPage text(page.words);
  TextPlacement placement = text_identifier_.identify(page, text, among);
  if (placement.form == nullptr) {
    work.reading.candidates = std::move(placement.candidates);
    work.reading.why = placement.why;
    return false;
  }
  const Form& form = *placement.form;
  work.reading.form = form.id;
  work.reading.form_page = placement.form_page;
  work.reading.confidence = placement.confidence;
  PictureEvidence picture;
  picture.proof = [&] { return document.render(page.number - 1, kProofDpi); };
  if (ink_ != nullptr) {
    picture.blank = [&] { return ink_->blank(form, placement.form_page); };
    picture.read = [&] { return read_rendered_fields(document, work, placement); };
  }
  const Unexplained unexplained(page.painting, placement.fit, picture.blank);
  work.fields = read_born_digital(page, text, placement, unexplained, picture);
  weigh_unseen_text(page, form, placement.form_page, work.fields);
  if (unexplained.may_hold_a_code() || !CodeFields(form, placement.form_page).empty()) {
    weigh_codes(work, document.render(page.number - 1, kInkDpi), kInkDpi, kInkDpi, form);
  }
  return true;
}

// The fields of a page of known form as its picture shows them.
std::vector<FieldReading> PageReader::read_rendered_fields(Document& document, const PageWork& work,
                                                           const TextPlacement& placement) const {
  const Raster image = document.render(work.page.number - 1, kInkDpi);
  if (image == nullptr) return {};
  Raster upright;
  const Placement placed = ink_->place(image, kInkDpi, upright, {placement.form});
  if (placed.form_page != placement.form_page || placed.rotation != 0) return {};
  return ink_->read(upright, placed);
}

void PageReader::read_rendered(Document& document, PageWork& work, const Forms& among) const {
  PageWork other;
  other.page.number = work.page.number;
  other.page.image = document.render(work.page.number - 1, kInkDpi);
  other.page.dpi_x = other.page.dpi_y = kInkDpi;
  if (other.page.image == nullptr) return;
  other.page.words = std::move(work.page.words);
  other.page.widgets = std::move(work.page.widgets);
  other.page.unseen_words = std::move(work.page.unseen_words);
  if (place_and_read(other, among)) {
    work = std::move(other);
  } else {
    work.reading.candidates = std::move(other.reading.candidates);
  }
}

void PageReader::read_picture(PageWork& work, Words words, const Forms& among) const {
  PageReading& reading = work.reading;
  reading.ink = ink_share(work.page.image);
  if (reading.ink < kBlankInk) {
    reading.why = "the sheet is blank";
  } else if (ink_ == nullptr) {
    reading.why = "pictures are not read here";
  } else if (!read_coded_picture(work, among) && !place_and_read(work, among) &&
             !read_coded_picture_again(work, among)) {
    work.is_unread = words == Words::unless_forms_fit && !reading.candidates.empty();
    if (!work.is_unread) read_words(work);
  }
}

bool PageReader::place_and_read(PageWork& work, const Forms& among) const {
  const OpenedPage& page = work.page;
  PageReading& reading = work.reading;
  const Placement placement = ink_->place(page.image, page.dpi_x, work.upright, among);
  reading.page = page.number;
  reading.rotation = placement.rotation;
  reading.residual = placement.residual;
  reading.why = placement.why;
  reading.candidates = placement.candidates;
  const bool is_turned = placement.rotation % 180 != 0;
  work.dpi_x = is_turned ? page.dpi_y : page.dpi_x;
  work.dpi_y = is_turned ? page.dpi_x : page.dpi_y;
  if (placement.form == nullptr) return false;
  const Form& form = *placement.form;
  reading.form = form.id;
  reading.form_page = placement.form_page;
  reading.confidence = placement.confidence;
  reading.ink = ink_share(page.image);
  work.fields = ink_->read(work.upright, placement);
  note_page(work.fields, page.number);
  // What else the page says of itself stands where the page lies as it came.
  if (placement.rotation == 0) {
    weigh_text_over_picture(page, form, placement.form_page, work.fields);
    weigh_unseen_text(page, form, placement.form_page, work.fields);
  }
  weigh_codes(work, page.image, page.dpi_x, page.dpi_y, form);
  reading.notes = ink_->notes(placement, !work.codes.upright(0).empty());
  return true;
}

// A letter, or a form of free layout: the words, recognised.
void PageReader::read_words(PageWork& work, const Form* coded) const {
  const RecognisedPage page =
      recognise(work, coded != nullptr ? std::vector{coded->language} : ink_->languages());
  if (!page.words.empty()) work.reading.language = page.language;
  const Raster& image = work.upright != nullptr ? work.upright : work.page.image;
  const Resolution dpi = resolution_of(image, work.dpi_x);
  const Slant slant = slant_of(page.words, image, dpi.x);
  const std::vector<Word> words = slant.levelled(page.words);
  const std::vector<Line> lines = lines_of(words);
  const Form* form = known_by_words(work, lines, Source::ocr, coded);
  if (form == nullptr) return;
  const Raster level = levelled(image, dpi.x, dpi.y, slant);
  if (level == nullptr) throw std::bad_alloc();
  take_fields(work, read_free_scan(*ink_, *form, {level, dpi.x, dpi.y, words, lines}), Source::ocr);
  for (FieldReading& field : work.fields)
    if (field.zone != Zone{}) field.zone = slant.on_page(field.zone);
}

// The whole page's words; a page that lies wrongly is set upright.
RecognisedPage PageReader::recognise(PageWork& work, const std::vector<std::string>& languages) const {
  const Raster& image = work.upright != nullptr ? work.upright : work.page.image;
  RecognisedPage page = recognise_page(*ink_, image, work.dpi_x, languages);
  for (const int degrees : turns_to_try(image, page.words)) {
    Raster other = turned(image, degrees);
    const bool is_on_side = degrees % 180 != 0;
    RecognisedPage again = recognise_page(*ink_, other, is_on_side ? work.dpi_y : work.dpi_x, languages);
    if (may_lie_wrongly(again.words)) continue;
    work.upright = std::move(other);
    work.reading.rotation = (work.reading.rotation + degrees) % 360;
    if (is_on_side) std::swap(work.dpi_x, work.dpi_y);
    return again;
  }
  return page;
}

void PageReader::read_by_labels(PageWork& work, const Form* coded) const {
  const std::vector<Line> lines = lines_of(work.page.words);
  const Form* form = known_by_words(work, lines, Source::text, coded);
  if (form == nullptr) return;
  LabelSearch search(*form, lines, false);
  const std::vector<std::optional<FoundTable>> tables = find_tables(*form, lines, search);
  for (const auto& table : tables)
    if (table) search.leave_out(table->words);
  std::vector<FieldReading> fields;
  for (const Field& field : form->fields) fields.push_back(read_by_label(field, search));
  std::vector<FieldReading> cells = read_tables(*form, tables, fields, Evidence::text, read_cell_by_words);
  std::move(cells.begin(), cells.end(), std::back_inserter(fields));
  take_fields(work, std::move(fields), Source::text);
}

const Form* PageReader::known_by_words(PageWork& work, const std::vector<Line>& lines, Source source,
                                       const Form* coded) const {
  work.reading.text = limited(text_of(lines));
  if (work.is_for_a_person) return nullptr;
  std::vector<Alternative> candidates;
  const Form* form =
      coded != nullptr ? coded : identify_free_layout(forms_, lines, source == Source::ocr, candidates);
  if (form == nullptr) {
    if (!candidates.empty()) {
      work.reading.candidates = std::move(candidates);
      work.reading.why = "two forms fit it equally";
    } else if (work.reading.candidates.empty()) {
      work.reading.letter = read_letter(forms_, lines, source == Source::ocr);
      if (work.reading.letter) work.reading.why = why_letter(*work.reading.letter);
    }
    return nullptr;
  }
  work.reading.form = form->id;
  work.reading.form_page = 1;
  work.reading.why.clear();
  work.reading.candidates.clear();
  work.reading.confidence = source == Source::text ? 0.9999 : 0.999;
  return form;
}

void PageReader::take_fields(PageWork& work, std::vector<FieldReading> fields, Source source) {
  work.fields = std::move(fields);
  note_page(work.fields, work.page.number);
  for (FieldReading& field : work.fields) field.source = source;
}

}  // namespace mailroom::ocr::reader
