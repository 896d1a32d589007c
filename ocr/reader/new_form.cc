#include "ocr/reader/new_form.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <memory>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "ocr/language.h"
#include "ocr/reader/blank_wording.h"
#include "ocr/reader/document.h"
#include "ocr/reader/fax_tiff.h"
#include "ocr/reader/field_names.h"
#include "ocr/reader/find_fields.h"
#include "ocr/reader/ink_page.h"
#include "ocr/reader/label_names.h"
#include "ocr/reader/media_type.h"
#include "ocr/reader/overlap.h"
#include "ocr/reader/pdf_file.h"
#include "ocr/reader/pdf_pages.h"
#include "ocr/reader/proposals.h"
#include "ocr/reader/ruling.h"
#include "ocr/reader/skew.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kBlankDark = 160;              // of 255: darker is the blank's ink; grey panels are paper
constexpr double kPoint = 72.0 / kBlankDpi;  // points a pixel
constexpr double kSureWord = 0.5;            // Tesseract's own number
constexpr double kMinFieldSide = 2;          // points; smaller ones are tricks of the form's makers

bool is_button(const PdfField& field) {
  return field.kind == PdfField::Kind::checkbox || field.kind == PdfField::Kind::radio;
}

// What somebody can write into.
bool is_wanted(const PdfField& field, double width, double height) {
  using Kind = PdfField::Kind;
  const bool is_kind = field.kind == Kind::text || field.kind == Kind::choice || is_button(field);
  const Zone& z = field.zone;
  return is_kind && !field.is_hidden && !field.name.empty() && z.width() >= kMinFieldSide &&
         z.height() >= kMinFieldSide && z.x1 > 0 && z.y1 > 0 && z.x0 < width && z.y0 < height;
}

Zone within(const Zone& zone, double width, double height) {
  return {std::max(zone.x0, 0.0), std::max(zone.y0, 0.0), std::min(zone.x1, width),
          std::min(zone.y1, height)};
}

Field to_field(const PdfField& from, int page) {
  Field field;
  field.acroform = from.name;
  field.label = from.label;
  field.type = is_button(from) ? FieldType::checkbox : type_by_scripts(from.scripts);
  field.on_value = from.on_value;
  field.page = page;
  field.max_length = from.max_length;
  field.comb = from.comb;
  field.multiline = from.multiline;
  field.required = from.required;
  return field;
}

FaxPage picture_of(const Raster& grey) {
  const Raster bits(pixThresholdToBinary(grey.get(), kBlankDark));
  if (bits == nullptr) throw std::bad_alloc();
  pixSetResolution(bits.get(), kBlankDpi, kBlankDpi);
  return fax_page(bits.get(), kBlankDpi);
}

// A page of a blank as it is looked at.
struct BlankPage {
  double width = 0, height = 0;  // points
  Raster grey;                   // at kBlankDpi
  std::vector<Word> words;
};

bool is_image(std::string_view bytes) {
  const std::string type = media_type(bytes);
  return type.starts_with("image/");
}

// Letter paper is North America's.
bool is_letter_paper(const Form& form) {
  return !form.pages.empty() && std::abs(form.pages[0].width - 612) < 1;
}

class Maker {
 public:
  Maker(const std::string& id, const ReadWords& read_words) : read_words_(read_words) { form_.id = id; }

  void add_pdf(std::string_view pdf) {
    const PdfFile file(pdf, ReaderLimits());
    form_.title = file.title();
    if (const std::string tag = file.language(); !tag.empty()) {
      tongue_ = tongue_of_tag(tag);
      locale_ = tongue_->locale;
    }
    take_fields(file);
    const std::string printed = file.without_entries();
    PdfPages pages(printed, file.units());
    for (int i = 0; i < file.page_count(); ++i) {
      BlankPage page{file.width(i), file.height(i), pages.render(i, kBlankDpi), pages.words(i)};
      if (page.words.empty() && file.look(i).is_scan) page.words = words_of(page.grey);
      add(std::move(page));
    }
    add_other_setting(file);
  }

  void add_image(std::string_view image) {
    const std::unique_ptr<Document> document = open_document(image, ReaderLimits());
    for (int i = 0; i < document->page_count(); ++i) {
      BlankPage page;
      page.grey = levelled(document->render(i, kBlankDpi));
      page.width = pixGetWidth(page.grey.get()) * kPoint;
      page.height = pixGetHeight(page.grey.get()) * kPoint;
      page.words = words_of(page.grey);
      add(std::move(page));
    }
  }

  FormFiles files() {
    if (!tongue_) tongue_ = tongue_of_print(printed_);
    form_.language = tongue_->language;
    // The print knows the country better than a script, whose dates may be of the program's.
    if (!tongue_->locale.empty() && (locale_.empty() || form_.language != kEnglish))
      locale_ = tongue_->locale;
    if (locale_.empty() && is_letter_paper(form_)) locale_ = "en-US";
    if (!locale_.empty()) form_.locale = locale_;
    if (is_made_up_title(form_.title) && !form_.pages.empty())
      form_.title = printed_title(first_page_, form_.pages[0].height);
    name_nameless();
    form_.fields = FieldList(with_proposals());
    FormFiles files = to_files(form_);
    files.blank_tiff = fax_tiff(pictures_);
    return files;
  }

 private:
  void take_fields(const PdfFile& file);
  void add(BlankPage page);
  void add_other_setting(const PdfFile& file);
  void take_printed_labels(const std::vector<FoundField>& found, const BlankPage& page, int number);
  void name_nameless();
  std::vector<Field> with_proposals() const;
  static Raster levelled(Raster grey);
  // What was recognised for sure: rules, boxes and combs are no letters, though they look like some.
  std::vector<Word> words_of(const Raster& grey) const {
    std::vector<Word> words = read_words_ ? read_words_(grey, kBlankDpi) : std::vector<Word>();
    std::erase_if(words, [](const Word& word) {
      return word.confidence < kSureWord ||
             word.text.find_first_not_of("|[]{}_LIlJ/\\-.:;,'") == std::string::npos;
    });
    return words;
  }

  const ReadWords& read_words_;
  Form form_;
  std::string locale_;
  std::optional<Tongue> tongue_;  // as the PDF says; else as the print does
  std::vector<Word> printed_, first_page_;
  bool has_own_fields_ = false;
  std::set<std::string> taken_;
  std::vector<FaxPage> pictures_;
};

// Straight as a blank is that has been printed, however it was scanned.
Raster Maker::levelled(Raster grey) {
  const Raster bits(pixThresholdToBinary(grey.get(), kBlankDark));
  if (bits == nullptr) throw std::bad_alloc();
  const double degrees = skew(quartered(*bits));
  if (std::abs(degrees) < 0.05) return grey;
  Raster level(pixRotate(grey.get(), static_cast<l_float32>(degrees * M_PI / 180), L_ROTATE_AREA_MAP,
                         L_BRING_IN_WHITE, 0, 0));
  if (level == nullptr) throw std::bad_alloc();
  return level;
}

void Maker::take_fields(const PdfFile& file) {
  std::map<std::string, int> widgets_of_button;
  std::vector<std::vector<PdfField>> fields;
  for (int i = 0; i < file.page_count(); ++i) {
    fields.push_back(file.fields(i));
    for (const PdfField& field : fields.back()) widgets_of_button[field.name] += is_button(field);
  }
  for (int i = 0; i < file.page_count(); ++i) {
    const double width = file.width(i), height = file.height(i);
    for (const PdfField& from : fields[static_cast<size_t>(i)]) {
      if (!is_wanted(from, width, height)) continue;
      Field field = to_field(from, i + 1);
      field.zone = within(from.zone, width, height);
      std::string wanted = field_id(from.name);
      // Buttons that share a name are told apart by what ticking them means.
      if (is_button(from) && widgets_of_button[from.name] > 1) {
        if (const std::string state = snake_case(from.on_value); !state.empty()) wanted += "_" + state;
      }
      field.id = unique_id(wanted, taken_);
      if (const std::string by_script = locale_by_scripts(from.scripts); !by_script.empty())
        locale_ = by_script;
      form_.fields.push_back(std::move(field));
    }
  }
  has_own_fields_ = !form_.fields.empty();
}

// All pages once more as they are printed where the other typefaces are (typefaces.h), if that differs.
void Maker::add_other_setting(const PdfFile& file) {
  const auto printed = file.without_entries_in_liberation();
  if (!printed) return;
  PdfPages pages(*printed, file.units());
  std::vector<FaxPage> others;
  for (int i = 0; i < file.page_count(); ++i) others.push_back(picture_of(pages.render(i, kBlankDpi)));
  if (!std::ranges::equal(pictures_, others, {}, &FaxPage::code, &FaxPage::code))
    std::ranges::move(others, std::back_inserter(pictures_));
}

// Fields whose maker says nothing about them are called as the print beside them says, in the cells that it
// is found to have.
void Maker::take_printed_labels(const std::vector<FoundField>& found, const BlankPage& page, int number) {
  std::vector<Field> fields = form_.fields.list();
  std::vector<FoundField> places;
  std::vector<Field*> named;
  for (Field& field : fields) {
    if (field.page != number) continue;
    FoundField place;
    place.zone = place.cell = field.zone;
    place.kind = field.type == FieldType::checkbox ? FoundField::Kind::tick : FoundField::Kind::box;
    const auto cell = std::ranges::find_if(found, [&](const FoundField& one) {
      return one.kind != FoundField::Kind::tick && lies_in(field.zone, one.cell, 0.8);
    });
    if (cell != found.end()) place.cell = cell->cell;
    places.push_back(place);
    named.push_back(&field);
  }
  const std::vector<std::string> labels = printed_labels(places, page.words);
  for (size_t i = 0; i < named.size(); ++i)
    if (named[i]->label.empty()) named[i]->label = labels[i];
  form_.fields = FieldList(std::move(fields));
}

// What a program numbered gets its name from its label, once all are known.
void Maker::name_nameless() {
  std::vector<Field> fields = form_.fields.list();
  std::set<std::string> taken;
  const auto by_label = [](const Field& field) {
    return is_nameless(field.acroform) && !field.acroform.empty() ? id_of_label(field.label) : std::string();
  };
  for (const Field& field : fields)
    if (by_label(field).empty()) taken.insert(field.id);
  for (Field& field : fields)
    if (const std::string id = by_label(field); !id.empty()) field.id = unique_id(id, taken);
  form_.fields = FieldList(std::move(fields));
}

// What each field's label suggests, or its name in the PDF where it has none; where neither scripts nor the
// eye knew better.
std::vector<Field> Maker::with_proposals() const {
  std::vector<Field> fields = form_.fields.list();
  for (Field& field : fields) {
    const bool is_told = !field.acroform.empty() && field.type != FieldType::text;
    if (is_told) continue;
    const std::string wording =
        !field.label.empty() ? field.label : replace_all(field_id(field.acroform), "_", " ");
    const auto proposal = propose(wording, field, form_.locale);
    if (!proposal || (proposal->type == field.type && proposal->format.empty())) continue;
    field.type = proposal->type;
    field.format = proposal->format;
    field.proposed = true;
  }
  return fields;
}

void Maker::add(BlankPage page) {
  const int number = static_cast<int>(form_.pages.size()) + 1;
  const std::vector<FoundField> found = find_fields(ruling_of(*page.grey), page.words);
  if (has_own_fields_) {
    take_printed_labels(found, page, number);
  } else {
    for (Field& field : named_fields(found, page.words, number, taken_)) {
      field.zone = within(field.zone, page.width, page.height);
      form_.fields.push_back(std::move(field));
    }
  }
  if (number == 1) first_page_ = page.words;
  printed_.insert(printed_.end(), page.words.begin(), page.words.end());
  std::vector<BlankWord> words;
  for (Word& word : page.words) words.push_back({std::move(word.text), word.zone});
  form_.pages.push_back({page.width, page.height, PrintedWords(words), {}});
  pictures_.push_back(picture_of(page.grey));
}

}  // namespace

FormFiles new_form(std::string_view blank, const std::string& id, const std::string& name,
                   const ReadWords& read_words) {
  Maker maker(id, read_words);
  if (blank.substr(0, 1024).find("%PDF-") != std::string_view::npos) {
    maker.add_pdf(blank);
  } else if (is_image(blank)) {
    maker.add_image(blank);
  } else {
    throw Error(Fault::document, "unsupported", "'" + name + "' is neither a PDF nor a picture of a page", {},
                "a template is made from a blank as PDF, TIFF, PNG or JPEG");
  }
  return maker.files();
}

}  // namespace mailroom::ocr::reader
