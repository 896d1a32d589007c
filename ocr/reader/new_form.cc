#include "ocr/reader/new_form.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "base/error.h"
#include "base/text.h"
#include "ocr/reader/fax_tiff.h"
#include "ocr/reader/field_names.h"
#include "ocr/reader/pdf_file.h"
#include "ocr/reader/pdf_pages.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kBlankDark = 160;      // of 255: darker is the blank's ink; grey panels are paper
constexpr double kMinFieldSide = 2;  // points; smaller ones are tricks of the form's makers

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

std::vector<Raster> pictures_of(PdfPages& pages, int count) {
  std::vector<Raster> pictures;
  for (int i = 0; i < count; ++i) {
    const Raster grey = pages.render(i, kBlankDpi);
    pictures.emplace_back(pixThresholdToBinary(grey.get(), kBlankDark));
    if (pictures.back() == nullptr) throw std::bad_alloc();
    pixSetResolution(pictures.back().get(), kBlankDpi, kBlankDpi);
  }
  return pictures;
}

bool are_same(const std::vector<Raster>& one, const std::vector<Raster>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](const Raster& a, const Raster& b) {
    int same = 0;
    return pixEqual(a.get(), b.get(), &same) == 0 && same != 0;
  });
}

}  // namespace

FormFiles new_form(std::string_view pdf, const std::string& id, const std::string& name) {
  if (pdf.substr(0, 1024).find("%PDF-") == std::string_view::npos) {
    throw Error(Fault::document, "unsupported", "'" + name + "' is not a PDF", {},
                "a template is made from a fillable PDF");
  }
  const ReaderLimits limits;
  const PdfFile file(pdf, limits);
  Form form;
  form.id = id;
  form.title = file.title();
  std::string locale = file.language().size() == 5 ? file.language() : std::string();

  std::set<std::string> taken;
  std::map<std::string, int> widgets_of_button;
  std::vector<std::vector<PdfField>> fields;
  for (int i = 0; i < file.page_count(); ++i) {
    fields.push_back(file.fields(i));
    for (const PdfField& field : fields.back()) widgets_of_button[field.name] += is_button(field);
  }
  for (int i = 0; i < file.page_count(); ++i) {
    const double width = file.width(i), height = file.height(i);
    form.pages.push_back({width, height, {}, {}});
    for (const PdfField& from : fields[static_cast<size_t>(i)]) {
      if (!is_wanted(from, width, height)) continue;
      Field field = to_field(from, i + 1);
      field.zone = within(from.zone, width, height);
      std::string wanted = field_id(from.name);
      // Buttons that share a name are told apart by what ticking them means.
      if (is_button(from) && widgets_of_button[from.name] > 1) {
        if (const std::string state = snake_case(from.on_value); !state.empty()) wanted += "_" + state;
      }
      field.id = unique_id(wanted, taken);
      if (const std::string by_script = locale_by_scripts(from.scripts); !by_script.empty())
        locale = by_script;
      form.fields.push_back(std::move(field));
    }
  }
  // Letter paper is North America's.
  if (locale.empty() && !form.pages.empty() && std::abs(form.pages[0].width - 612) < 1) locale = "en-US";
  if (!locale.empty()) form.locale = locale;

  const std::string printed = file.without_entries();
  PdfPages pages(printed, file.units());
  for (int i = 0; i < file.page_count(); ++i) {
    std::vector<BlankWord> words;
    for (Word& word : pages.words(i)) words.push_back({std::move(word.text), word.zone});
    form.pages[static_cast<size_t>(i)].words = PrintedWords(words);
  }
  std::vector<Raster> pictures = pictures_of(pages, file.page_count());
  if (const auto printed_elsewhere = file.without_entries_in_liberation()) {
    PdfPages other_pages(*printed_elsewhere, file.units());
    std::vector<Raster> others = pictures_of(other_pages, file.page_count());
    if (!are_same(pictures, others)) std::ranges::move(others, std::back_inserter(pictures));
  }
  std::vector<FaxPage> tiff;
  for (const Raster& picture : pictures) tiff.push_back(fax_page(picture.get(), kBlankDpi));
  FormFiles files = to_files(form);
  files.blank_tiff = fax_tiff(tiff);
  return files;
}

}  // namespace mailroom::ocr::reader
