#include "ocr/specimen/specimen.h"

#include "base/error.h"
#include "ocr/specimen/annotations.h"
#include "ocr/specimen/homography.h"
#include "ocr/specimen/image_file.h"
#include "ocr/specimen/ink_layer.h"
#include "ocr/specimen/optics.h"
#include "ocr/specimen/print.h"
#include "ocr/specimen/vocabulary.h"
#include "ocr/specimen/wear.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr double kRounding =
    0.45;  // pixels of blur that take a bilevel blank's stairs away before it is enlarged

Picture enlarged(const Picture& blank, double by) {
  Picture soft = blank;
  blur(soft, kRounding);
  return seen_through(soft, scale(1 / by, 1 / by), static_cast<int>(blank.width * by),
                      static_cast<int>(blank.height * by), 255);
}

}  // namespace

SpecimenMaker::SpecimenMaker(Form form) : form_(std::move(form)) {
  if (form_.blank.empty()) {
    const bool is_free = form_.layout == Form::Layout::free;
    throw Error(Fault::usage, "no_blank",
                is_free ? "form '" + form_.id + "' has no blank: its fields are found by their labels"
                        : "form '" + form_.id + "' has no picture of its blank beside it",
                form_.file.string(),
                is_free ? "only forms with zones can be filled in"
                        : "make the template again with 'mailroom form new'");
  }
  blank_ = read_blank(form_.blank);
  if (form_.pages.empty() || blank_.size() % form_.pages.size() != 0) {
    throw Error(Fault::usage, "blank_unreadable",
                "expected a picture of " + std::to_string(form_.pages.size()) + " pages, got " +
                    std::to_string(blank_.size()),
                form_.blank.string(), "make the template again with 'mailroom form new'");
  }
}

const std::vector<Picture>& SpecimenMaker::blank_at(int dpi) {
  if (dpi == kBlankDpi) return blank_;
  if (larger_.empty())
    for (const Picture& page : blank_)
      larger_.push_back(enlarged(page, dpi / static_cast<double>(kBlankDpi)));
  return larger_;
}

Specimen SpecimenMaker::make(uint64_t number, const SpecimenOptions& options) {
  const Random random = Random(options.seed).fork(form_.id).fork(number);
  const Writer writer =
      choose_writer(options.by_hand, vocabulary_abroad(form_.language) != nullptr, random.fork("writer"));
  Specimen specimen{&form_, options.scan, {}, {}, random.fork("jpeg").between(60, 92), {}};
  const FillOptions filling{options.filled, options.with.struck ? options.struck : 0, options.overwritten};
  specimen.filling = fill(form_, writer, filling, random.fork("values"));
  if (options.rewrite) options.rewrite(specimen.filling);
  const int dpi = sheet_dpi(options.scan);
  const auto& blank = blank_at(dpi);
  const int pages = options.scan == Scan::photo ? 1 : static_cast<int>(form_.pages.size());
  const size_t settings = blank.size() / form_.pages.size();
  const auto setting = static_cast<size_t>(random.fork("setting").below(static_cast<int>(settings)));
  for (int page = 1; page <= pages; ++page) {
    const Random own = random.fork("page").fork(static_cast<uint64_t>(page));
    Sheet sheet{blank[setting * form_.pages.size() + static_cast<size_t>(page) - 1], static_cast<double>(dpi),
                page, pages};
    InkLayer ink(sheet.picture.width, sheet.picture.height, dpi);
    write_page(form_, page, specimen.filling, writer, own.fork("entries"), ink);
    PageSpace space(form_, page, specimen.filling, blank_[static_cast<size_t>(page) - 1]);
    const auto tell = [&](std::vector<Annotation> annotations) {
      for (Annotation& annotation : annotations) {
        annotation.page = page;
        space.occupy(annotation.zone);
        specimen.annotations.push_back(std::move(annotation));
      }
    };
    if (options.with.signatures) tell(add_signatures(form_, page, space, own.fork("signatures"), ink));
    if (options.with.stamps) tell(add_stamps(space, own.fork("stamps"), ink));
    if (options.with.notes) tell(add_notes(space, own.fork("notes"), ink));
    ink.print_on(sheet.picture, writer.spread);
    if (options.with.folds) fold(space, own.fork("folds"), sheet);
    if (options.with.holes) punch(own.fork("holes"), sheet);
    if (options.with.crops) crop(space, own.fork("crops"), sheet);
    specimen.pages.push_back(scan_sheet(options.scan, std::move(sheet), own.fork("scan")));
  }
  return specimen;
}

SpecimenFile to_file(const Specimen& specimen) {
  if (is_bilevel(specimen.scan)) return {".tif", to_tiff(specimen.pages)};
  if (specimen.scan == Scan::photo) return {".jpg", to_jpeg(specimen.pages.front(), specimen.jpeg_quality)};
  return {".pdf", to_pdf(specimen.pages, specimen.jpeg_quality)};
}

}  // namespace mailroom::ocr::specimen
