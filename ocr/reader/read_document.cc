#include "ocr/reader/read_document.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <new>

#include "base/error.h"
#include "base/text.h"
#include "ocr/reader/acceptance.h"
#include "ocr/reader/barcode.h"
#include "ocr/reader/born_digital.h"
#include "ocr/reader/confirm.h"
#include "ocr/reader/document.h"
#include "ocr/reader/free_layout.h"
#include "ocr/reader/page_picture.h"
#include "ocr/reader/text_identify.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kInkDpi = 200;       // of pages rendered to be read as pictures
constexpr double kBlankInk = 0.0004;  // share of dark pixels: less is a blank sheet with specks
constexpr double kSureOfForm = 0.95;  // below, no field of the page is accepted
constexpr double kLetterCover =
    0.25;  // of a letter's box that is ink: an estimate for pages without a picture
constexpr size_t kMaxText = 200'000;  // bytes of a page's text that travel on

// A page while it is being read: what was opened and what came of it.
struct PageWork {
  OpenedPage page;
  PageReading reading;
  std::vector<FieldReading> fields;
  Raster upright;  // what the fields' zones are places of; null until needed
  double dpi_x = 0, dpi_y = 0;
};

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

}  // namespace

struct DocumentReader::Implementation {
  const std::vector<Form>& forms;
  const InkReader* ink;
  Calibration calibration;
  TextIdentifier text_identifier;
  bool has_free_layouts;

  Implementation(const std::vector<Form>& all, const InkReader* ink_reader, Calibration worth)
      : forms(all), ink(ink_reader), calibration(std::move(worth)), text_identifier(all) {
    has_free_layouts =
        std::any_of(forms.begin(), forms.end(), [](const Form& f) { return f.layout == Form::Layout::free; });
  }

  void read_page(Document& document, PageWork& work) const {
    OpenedPage& page = work.page;
    work.reading.page = page.number;
    if (!page.text.empty() || (page.words.empty() && page.image == nullptr && page.widgets.empty())) {
      work.reading.text = limited(page.text);
      work.reading.why = "it is plain text, not a form";
      return;
    }
    if (page.image != nullptr) {
      read_picture(work);
      return;
    }
    work.reading.ink = estimated_ink(page);
    const TextPage text(page.words);
    TextPlacement placement = text_identifier.identify(page, text);
    if (placement.form != nullptr) {
      work.reading.form = placement.form->id;
      work.reading.form_page = placement.form_page;
      work.reading.confidence = placement.confidence;
      work.fields = read_born_digital(page, text, placement,
                                      [&] { return document.render(page.number - 1, kProofDpi); });
      return;
    }
    work.reading.candidates = std::move(placement.candidates);
    work.reading.why = placement.why;
    read_by_labels(work, page.words, Source::text);
    if (work.reading.form.empty() && work.reading.candidates.empty() && ink != nullptr) {
      read_rendered(document, work);
    }
  }

  // A page whose words tell nothing may still look like a form: its letters may be drawn as curves.
  void read_rendered(Document& document, PageWork& work) const {
    PageWork other;
    other.page.number = work.page.number;
    other.page.image = document.render(work.page.number - 1, kInkDpi);
    other.page.dpi_x = other.page.dpi_y = kInkDpi;
    if (other.page.image == nullptr || !place_and_read(other)) return;
    work.reading = std::move(other.reading);
    work.fields = std::move(other.fields);
    work.upright = std::move(other.upright);
    work.dpi_x = other.dpi_x;
    work.dpi_y = other.dpi_y;
  }

  void read_picture(PageWork& work) const {
    PageReading& reading = work.reading;
    reading.page = work.page.number;
    reading.ink = ink_share(work.page.image);
    if (reading.ink < kBlankInk) {
      reading.why = "the sheet is blank";
      return;
    }
    if (ink == nullptr) {
      reading.why = "pictures are not read here";
      return;
    }
    if (place_and_read(work)) return;
    read_page_text(work);
  }

  bool place_and_read(PageWork& work) const {
    const Placement placement = ink->place(work.page.image, work.page.dpi_x, work.upright);
    work.reading.page = work.page.number;
    work.reading.rotation = placement.rotation;
    work.reading.residual = placement.residual;
    work.reading.why = placement.why;
    work.reading.candidates = placement.candidates;
    note_upright(work, placement.rotation);
    if (placement.form == nullptr) return false;
    work.reading.form = placement.form->id;
    work.reading.form_page = placement.form_page;
    work.reading.confidence = placement.confidence;
    work.reading.ink = ink_share(work.page.image);
    work.fields = ink->read(work.upright, placement);
    for (FieldReading& field : work.fields) field.page = work.page.number;
    for (const Barcode& barcode : find_barcodes(*work.upright)) {
      if (const auto values = values_of(barcode, *placement.form)) {
        apply_barcode(*values, *placement.form, work.fields);
      }
    }
    return true;
  }

  void note_upright(PageWork& work, int rotation) const {
    const bool is_turned = rotation % 180 != 0;
    work.dpi_x = is_turned ? work.page.dpi_y : work.page.dpi_x;
    work.dpi_y = is_turned ? work.page.dpi_x : work.page.dpi_y;
  }

  // A letter, or a form of free layout: the words, recognised.
  void read_page_text(PageWork& work) const {
    const Raster& image = work.upright != nullptr ? work.upright : work.page.image;
    const std::string language = forms.empty() ? Form().language : forms.front().language;
    const std::vector<Word> words = ink->read_page(image, work.dpi_x, language);
    read_by_labels(work, words, Source::ocr);
    for (FieldReading& field : work.fields) {
      confirm_by_line(*ink, image, work.dpi_x, work.dpi_y, language, field);
    }
  }

  void read_by_labels(PageWork& work, const std::vector<Word>& words, Source source) const {
    const std::vector<Line> lines = lines_of(words);
    work.reading.text = limited(text_of(lines));
    if (!has_free_layouts) return;
    std::vector<Alternative> candidates;
    const Form* form = identify_free_layout(forms, lines, candidates);
    if (form == nullptr) {
      if (!candidates.empty()) {
        work.reading.candidates = std::move(candidates);
        work.reading.why = "two forms fit it equally";
      }
      return;
    }
    work.reading.form = form->id;
    work.reading.form_page = 1;
    work.reading.why.clear();
    work.reading.candidates.clear();
    work.reading.confidence = source == Source::text ? 0.9999 : 0.999;
    work.fields = read_free_layout(*form, lines);
    for (FieldReading& field : work.fields) {
      field.page = work.page.number;
      field.source = source;
    }
  }

  const Form* form_of(const PageReading& reading) const {
    for (const Form& form : forms) {
      if (form.id == reading.form) return &form;
    }
    return nullptr;
  }

  // No silent guess: exact, or confident beyond the threshold; never altered, never disputed.
  void accept(PageWork& work, const ReadOptions& options) const {
    const Form* form = form_of(work.reading);
    for (FieldReading& field : work.fields) {
      calibration.apply(field);
      const Field* known = form != nullptr ? form->find(field.id) : nullptr;
      const double own = known != nullptr ? known->threshold : 0;
      const double threshold = own > 0 ? own : acceptance_threshold(calibration, field, options.error_budget);
      field.accepted = !field.altered && !field.conflict && field.confidence >= threshold &&
                       work.reading.confidence >= kSureOfForm;
    }
  }

  void take_pictures(Document& document, PageWork& work, const ReadOptions& options) const {
    const bool wants_crops = options.crops && std::any_of(work.fields.begin(), work.fields.end(),
                                                          [](const FieldReading& f) { return !f.accepted; });
    if (!options.pictures && !wants_crops) return;
    if (work.upright == nullptr) {
      if (work.page.image != nullptr) {
        work.upright = std::move(work.page.image);
        work.dpi_x = work.page.dpi_x;
        work.dpi_y = work.page.dpi_y;
      } else {
        work.upright = document.render(work.page.number - 1, wants_crops ? kInkDpi : kPictureDpi);
        work.dpi_x = work.dpi_y = wants_crops ? kInkDpi : kPictureDpi;
      }
    }
    if (work.upright == nullptr) return;
    if (options.pictures) {
      work.reading.picture = reduced_picture(work.upright, work.dpi_x, work.dpi_y, kPictureDpi);
      work.reading.picture_dpi = std::min({kPictureDpi, work.dpi_x, work.dpi_y});
    }
    if (!wants_crops) return;
    for (FieldReading& field : work.fields) {
      if (!field.accepted && field.zone.width() > 0) {
        field.crop = crop_picture(work.upright, work.dpi_x, work.dpi_y, field.zone);
      }
    }
  }
};

DocumentReader::DocumentReader(const std::vector<Form>& forms, const InkReader* ink, Calibration calibration)
    : implementation_(std::make_unique<Implementation>(forms, ink, std::move(calibration))) {
  // What Leptonica says on stderr about a damaged picture is said in `failure`, in a clerk's words.
  setMsgSeverity(L_SEVERITY_NONE);
}
DocumentReader::~DocumentReader() = default;

DocumentReading DocumentReader::read(std::string_view bytes, const std::string& name,
                                     const ReadOptions& options, const ReaderLimits& limits) const {
  DocumentReading reading;
  reading.file = name;
  const auto fail = [&](std::string code, std::string message) {
    // Half a document is not an answer.
    reading.pages.clear();
    reading.fields.clear();
    reading.failure = ReadFailure{std::move(code), std::move(message)};
  };
  try {
    const std::unique_ptr<Document> document = open_document(bytes, limits);
    for (int i = 0; i < document->page_count(); ++i) {
      PageWork work;
      work.page = document->page(i);
      implementation_->read_page(*document, work);
      implementation_->accept(work, options);
      implementation_->take_pictures(*document, work, options);
      reading.pages.push_back(std::move(work.reading));
      std::move(work.fields.begin(), work.fields.end(), std::back_inserter(reading.fields));
    }
  } catch (const Error& e) {
    fail(e.code(), e.hint().empty() ? e.message() : e.message() + "; " + e.hint());
  } catch (const std::bad_alloc&) {
    fail("too_large", "the document needs more memory than a document may have");
  } catch (const std::exception&) {
    fail("damaged", "the document is damaged: it cannot be read");
  }
  return reading;
}

}  // namespace mailroom::ocr::reader
