// What barcodes on a page say (declared in read_page.h): which form's page it is, that it is a separator
// sheet, what stands in fields. The code says where to look; the print must agree, or a person is asked.
#include <algorithm>

#include "ocr/reader/barcode.h"
#include "ocr/reader/code_fields.h"
#include "ocr/reader/read_page.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kInkDpi = 200;     // of pages rendered to be looked at
constexpr double kByCode = 0.9999;  // sureness of a page whose code and print agree

// The page is nobody's: not even its print counts, for its code says something else.
void leave_to_a_person(PageWork& work, const std::vector<CodedPage>& named, std::string why) {
  PageReading& reading = work.reading;
  work.is_for_a_person = true;
  work.fields.clear();
  reading.form.clear();
  reading.form_page = 0;
  reading.confidence = 0;
  reading.why = std::move(why);
  reading.candidates.clear();
  for (const CodedPage& one : named) {
    const Value id(one.form->id);
    const auto is_there = [&](const Alternative& other) { return other.value == id; };
    if (std::none_of(reading.candidates.begin(), reading.candidates.end(), is_there))
      reading.candidates.push_back({id, 1.0 / static_cast<double>(named.size())});
  }
}

std::string in_words(const CodedPage& page) {
  std::string words = "form '" + page.form->id + "'";
  if (page.form_page > 0) words += ", page " + std::to_string(page.form_page);
  return words;
}

}  // namespace

std::vector<CodedPage> PageReader::named_by_codes(const PageWork& work, const Forms& among) const {
  std::vector<CodedPage> named = form_codes_.named_by(work.codes.upright(0));
  std::erase_if(named, [&](const CodedPage& page) {
    return !among.empty() && std::find(among.begin(), among.end(), page.form) == among.end();
  });
  return named;
}

// False if the codes name one page of one form, which is to be read.
bool PageReader::is_settled_by_codes(PageWork& work, const std::vector<CodedPage>& named) const {
  const auto is_separator = [](const CodedPage& page) {
    return page.form->layout == Form::Layout::separator;
  };
  const auto separator = std::find_if(named.begin(), named.end(), is_separator);
  if (named.size() == 1 && separator != named.end()) {
    work.reading.separator = separator->form->id;
    work.reading.why = "it is a separator sheet";
    return true;
  }
  if (named.size() == 1) return false;
  leave_to_a_person(work, named,
                    "its barcodes say that it is " + in_words(named[0]) + ", and " + in_words(named[1]));
  return true;
}

// What its print makes of a page of which the code has said what it is. True if they agree.
bool PageReader::agrees_with_code(PageWork& work, const CodedPage& coded) const {
  PageReading& reading = work.reading;
  const bool is_known = !reading.form.empty();
  if (is_known && (coded.form_page == 0 || coded.form_page == reading.form_page)) {
    reading.confidence = std::max(reading.confidence, kByCode);
    return true;
  }
  std::string why = "its barcode says that it is " + in_words(coded) + ", but ";
  if (is_known)
    why += "its print is that of page " + std::to_string(reading.form_page);
  else if (!reading.why.empty() && !reading.candidates.empty())
    why = reading.why;  // of another edition, or not flat enough
  else
    why += "the form's print is not found on it";
  leave_to_a_person(work, {coded}, std::move(why));
  return false;
}

bool PageReader::read_coded_picture(PageWork& work, const Forms& among) const {
  if (form_codes_.empty()) return false;
  const OpenedPage& page = work.page;
  if (!work.codes.has_looked_for(form_codes_.kinds()))
    work.codes.look(page.image, page.dpi_x, page.dpi_y, 0, form_codes_.kinds());
  const std::vector<CodedPage> named = named_by_codes(work, among);
  if (named.empty()) return false;
  if (is_settled_by_codes(work, named)) {
    if (work.reading.separator.empty()) read_words(work);
  } else if (named.front().form->layout == Form::Layout::free) {
    read_words(work, named.front().form);
  } else {
    place_and_read(work, {named.front().form});
    if (!agrees_with_code(work, named.front())) read_words(work);
  }
  return true;
}

// Before its words are read, which costs ten times as much, a better look at what may be its code.
bool PageReader::read_coded_picture_again(PageWork& work, const Forms& among) const {
  if (form_codes_.empty()) return false;
  const OpenedPage& page = work.page;
  work.codes.look(
      page.image, page.dpi_x, page.dpi_y, 0, form_codes_.kinds(),
      [&](const std::vector<CodeReading>& codes) { return !form_codes_.named_by(codes).empty(); });
  return read_coded_picture(work, among);
}

bool PageReader::read_coded_text(Document& document, PageWork& work, const Forms& among) const {
  if (form_codes_.empty()) return false;
  const int index = work.page.number - 1;
  work.codes.look(document.render(index, kInkDpi), kInkDpi, kInkDpi, 0, form_codes_.kinds());
  const std::vector<CodedPage> named = named_by_codes(work, among);
  if (named.empty()) return false;
  const Form* form = named.front().form;
  if (is_settled_by_codes(work, named)) {
    if (work.reading.separator.empty()) read_by_labels(work);
  } else if (form->layout == Form::Layout::free) {
    read_by_labels(work, form);
  } else {
    if (!read_text_layer(document, work, {form}) && ink_ != nullptr) read_rendered(document, work, {form});
    if (!agrees_with_code(work, named.front())) read_by_labels(work);
  }
  return true;
}

// The values that are printed as codes: those of fields that are nothing else, and those of a whole form.
void PageReader::weigh_codes(PageWork& work, const Raster& image, double dpi_x, double dpi_y,
                             const Form& form) const {
  if (image == nullptr) return;
  const int rotation = work.reading.rotation;
  if (!work.codes.has_looked_for(kValueCodes))
    work.codes.look(image, dpi_x, dpi_y, rotation, form_codes_.kinds());
  const CodeFields fields(form, work.reading.form_page);
  if (!fields.empty()) {
    const auto are_all_in = [&](const std::vector<CodeReading>& codes) {
      return fields.are_all_in(codes, work.fields);
    };
    if (!work.codes.has_looked_for(fields.kinds()) || !are_all_in(work.codes.upright(rotation)))
      work.codes.look(image, dpi_x, dpi_y, rotation, fields.kinds(), are_all_in);
    fields.read(work.codes.upright(rotation), work.fields);
  }
  for (const CodeReading& code : work.codes.upright(rotation)) {
    if (const auto values = values_of(code, form)) apply_barcode(*values, form, work.fields);
  }
}

void PageReader::weigh_codes_of_free_layout(Document& document, PageWork& work) const {
  const auto form = std::find_if(forms_.begin(), forms_.end(), [&](const Form& f) {
    return f.layout == Form::Layout::free && f.id == work.reading.form;
  });
  if (form == forms_.end() || CodeFields(*form, 1).empty()) return;
  const OpenedPage& page = work.page;
  if (page.image != nullptr)
    weigh_codes(work, page.image, page.dpi_x, page.dpi_y, *form);
  else
    weigh_codes(work, document.render(page.number - 1, kInkDpi), kInkDpi, kInkDpi, *form);
}

}  // namespace mailroom::ocr::reader
