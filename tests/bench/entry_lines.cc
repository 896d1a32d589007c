// Entries as the reader sees them, for training what tells altered ones
// (scripts/train-recogniser/alterations.py): specimens are made up, many of their entries struck out or
// written over, scanned by each machine and cut into lines.
// usage: entry_lines FORMS COUNT SEED OUT [ALTERED [OVERWRITTEN]]
// COUNT specimens of each form and machine; ALTERED of their entries are altered (0.35), OVERWRITTEN of these
// by a letter over another (0.25).
//
// OUT holds for each filled text field, as little-endian numbers of 32 bits: how it was altered (0: not;
// specimen/filling.h), the page it stands on, counted through all of OUT, how many lines it has; for each
// line its width, whether the second plane follows, and the planes' bytes (line_net.h).
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "ocr/form_file.h"
#include "ocr/reader/beneath.h"
#include "ocr/reader/document.h"
#include "ocr/reader/identify.h"
#include "ocr/reader/line_layout.h"
#include "ocr/reader/line_picture.h"
#include "ocr/reader/template_page.h"
#include "ocr/specimen/specimen.h"

namespace {

using namespace mailroom;  // NOLINT(google-build-using-namespace): a program of one file
using namespace mailroom::ocr;
using namespace mailroom::ocr::reader;

void put(std::ostream& out, size_t number) {
  const auto bytes = static_cast<uint32_t>(number);
  out.write(reinterpret_cast<const char*>(&bytes), sizeof bytes);
}

void put(std::ostream& out, const std::vector<uint8_t>& plane) {
  out.write(reinterpret_cast<const char*>(plane.data()), static_cast<std::streamsize>(plane.size()));
}

void write_entry(const Field& field, const specimen::Entry& entry, size_t page, const Identification& found,
                 const Pix& upright, std::ostream& out) {
  const FieldInk ink = field_ink(field, found.print, found.upright, found.registration);
  if (ink.blackened) return;
  const int cells = field.comb ? std::max(field.max_length, 1) : 1;
  const auto lines = lines_of(ink);
  put(out, static_cast<size_t>(entry.how));
  put(out, page);
  put(out, lines.size());
  for (const auto& line : lines) {
    const bool over_print = cells == 1 && printed_beneath(ink, line) != Beneath::nothing;
    const LinePicture picture = line_picture(ink, line, cells, over_print, upright, found.upright.to_native);
    put(out, static_cast<size_t>(picture.width));
    put(out, picture.print.empty() ? 0 : 1);
    put(out, picture.ink);
    put(out, picture.print);
  }
}

// `page`: of OUT, counted on.
void write_specimen(const specimen::Specimen& made, const std::vector<TemplatePage>& templates, size_t& page,
                    std::ostream& out) {
  const specimen::SpecimenFile file = specimen::to_file(made);
  const auto document = open_document(file.bytes, {});
  for (size_t number = 1; number <= made.pages.size(); ++number, ++page) {
    const OpenedPage opened = document->page(static_cast<int>(number) - 1);
    std::vector<const TemplatePage*> wanted;
    for (const TemplatePage& t : templates)
      if (t.form->id == made.form->id && t.number == static_cast<int>(number)) wanted.push_back(&t);
    const Identification found = identify(wanted, prepare_page(opened.image, opened.dpi_x));
    if (found.page == nullptr) continue;
    const Raster upright = turned(opened.image, found.rotation);
    for (size_t i = 0; i < made.filling.size(); ++i) {
      const Field& field = made.form->fields[i];
      const specimen::Entry& entry = made.filling[i];
      if (field.page == static_cast<int>(number) && field.type != FieldType::checkbox && !field.barcode &&
          (entry.altered || !entry.value.empty()))
        write_entry(field, entry, page, found, *upright, out);
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) {
    std::fprintf(stderr, "usage: entry_lines FORMS COUNT SEED OUT [ALTERED [OVERWRITTEN]]\n");
    return 2;
  }
  std::vector<Diagnostic> problems;
  const std::vector<Form> forms = load_forms(arguments[1], problems);
  const std::vector<TemplatePage> templates = load_template_pages(forms);
  const int specimens = std::max(1, std::atoi(arguments[2]));
  std::ofstream out(arguments[4], std::ios::binary);
  size_t page = 0;
  for (const Form& form : forms) {
    if (form.layout != Form::Layout::fixed) continue;
    specimen::SpecimenMaker maker(form);
    for (const auto scan :
         {specimen::Scan::office, specimen::Scan::grey, specimen::Scan::fax, specimen::Scan::photo}) {
      for (int i = 0; i < specimens; ++i) {
        specimen::SpecimenOptions options;
        options.scan = scan;
        options.filled = 0.9;
        options.with.struck = true;
        options.struck = count > 5 ? std::atof(arguments[5]) : 0.35;
        if (count > 6) options.overwritten = std::atof(arguments[6]);
        options.by_hand = i % 5 == 4;
        options.seed = static_cast<uint64_t>(std::atoll(arguments[3]));
        write_specimen(maker.make(static_cast<uint64_t>(i), options), templates, page, out);
      }
    }
  }
  return 0;
}
