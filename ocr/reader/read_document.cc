#include "ocr/reader/read_document.h"

#include <leptonica/allheaders.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <optional>
#include <set>

#include "base/error.h"
#include "ocr/batch.h"
#include "ocr/reader/acceptance.h"
#include "ocr/reader/document.h"
#include "ocr/reader/limits.h"
#include "ocr/reader/page_picture.h"
#include "ocr/reader/pdf_pages.h"
#include "ocr/reader/read_page.h"
#include "ocr/reader/whole_document.h"

namespace mailroom::ocr::reader {
namespace {

constexpr double kCropDpi = 200;        // of fields cut from pages without a picture of their own
constexpr double kByNeighbours = 0.99;  // sureness of a page that only its neighbours tell apart

// No silent guess: exact, or confident beyond the threshold; never altered, never disputed.
void accept(PageWork& work, const Form* form, const Calibration& calibration, const ReadOptions& options) {
  for (FieldReading& field : work.fields) {
    calibration.apply(field);
    const Field* known = form != nullptr ? form->find(field.id) : nullptr;
    const double own = known != nullptr ? known->threshold : 0;
    const double threshold = own > 0 ? own : acceptance_threshold(calibration, field, options.error_budget);
    field.accepted = !field.altered && !field.conflict && field.confidence >= threshold &&
                     work.reading.confidence >= kSureOfForm;
  }
}

// Fetches the page's picture where it was not needed until now.
void make_upright(Document& document, PageWork& work, double dpi) {
  if (work.upright != nullptr) return;
  if (work.page.image != nullptr) {
    work.upright = std::move(work.page.image);
    work.dpi_x = work.page.dpi_x;
    work.dpi_y = work.page.dpi_y;
  } else {
    work.upright = document.render(work.page.number - 1, dpi);
    work.dpi_x = work.dpi_y = dpi;
  }
}

void take_pictures(Document& document, PageWork& work, const ReadOptions& options) {
  const bool wants_crops = options.crops && std::any_of(work.fields.begin(), work.fields.end(),
                                                        [](const FieldReading& f) { return !f.accepted; });
  const bool wants_notes = options.crops && !work.reading.notes.empty();
  if (!options.pictures && !wants_crops && !wants_notes) return;
  make_upright(document, work, wants_crops ? kCropDpi : kPictureDpi);
  if (work.upright == nullptr) return;
  if (options.pictures) {
    work.reading.picture = reduced_picture(work.upright, work.dpi_x, work.dpi_y, kPictureDpi);
    work.reading.picture_dpi = std::min({kPictureDpi, work.dpi_x, work.dpi_y});
  }
  if (wants_notes)
    for (Note& note : work.reading.notes)
      note.crop = crop_picture(work.upright, work.dpi_x, work.dpi_y, note.zone);
  if (!wants_crops) return;
  for (FieldReading& field : work.fields) {
    if (!field.accepted && field.zone.width() > 0) {
      field.crop = crop_picture(work.upright, work.dpi_x, work.dpi_y, field.zone);
    }
  }
}

}  // namespace

struct DocumentReader::Implementation {
  const std::vector<Form>& forms;
  Calibration calibration;
  PageReader pages;

  Implementation(const std::vector<Form>& all, std::shared_ptr<const PrintIndex> index, const InkReader* ink,
                 Calibration worth)
      : forms(all), calibration(std::move(worth)), pages(all, std::move(index), ink) {
    // What Leptonica says on stderr about a damaged picture is said in `failure`, in a clerk's words.
    setMsgSeverity(L_SEVERITY_NONE);
    load_pdf_tables();
  }

  const Form* form_of(const PageReading& reading) const {
    const auto form =
        std::find_if(forms.begin(), forms.end(), [&](const Form& f) { return f.id == reading.form; });
    return form != forms.end() ? &*form : nullptr;
  }

  // One page at a time: a long scan never lies in memory whole.
  void read(Document& document, const ReadOptions& options, DocumentReading& reading) const {
    std::set<int> unread;  // pages
    for (int i = 0; i < document.page_count(); ++i) {
      PageWork work =
          pages.read(document, i, document.page_count() > 1 ? Words::unless_forms_fit : Words::always);
      if (work.is_unread) unread.insert(work.reading.page);
      finish(document, work, options);
      reading.pages.push_back(std::move(work.reading));
      std::move(work.fields.begin(), work.fields.end(), std::back_inserter(reading.fields));
    }
    // What pages say of each other they say within one document of a batch.
    std::vector<DocumentReading> parts = split_batch(std::move(reading));
    for (DocumentReading& part : parts) read_as_a_whole(document, options, unread, part);
    reading = join_batch(std::move(parts));
  }

  // The page, if it is worth reading again now that the others are known.
  std::optional<PageWork> read_again(Document& document, const PageReading& page,
                                     const DocumentReading& reading, bool is_unread) const {
    if (const Form* form = form_by_neighbours(page, reading, forms)) {
      PageWork work = pages.read(document, page.page - 1, Words::unless_forms_fit, {form});
      work.reading.confidence = std::min(work.reading.confidence, kByNeighbours);
      if (!work.reading.form.empty()) return work;
    }
    if (is_unread) return pages.read(document, page.page - 1, Words::always);
    return std::nullopt;
  }

  void read_as_a_whole(Document& document, const ReadOptions& options, const std::set<int>& unread,
                       DocumentReading& reading) const {
    for (PageReading& page : reading.pages) {
      std::optional<PageWork> work = read_again(document, page, reading, unread.contains(page.page));
      if (!work) continue;
      finish(document, *work, options);
      const auto later = std::find_if(reading.fields.begin(), reading.fields.end(),
                                      [&](const FieldReading& field) { return field.page > page.page; });
      reading.fields.insert(later, std::make_move_iterator(work->fields.begin()),
                            std::make_move_iterator(work->fields.end()));
      page = std::move(work->reading);
    }
    note_duplicates(reading);
    note_missing(reading, forms);
  }

  void finish(Document& document, PageWork& work, const ReadOptions& options) const {
    accept(work, form_of(work.reading), calibration, options);
    take_pictures(document, work, options);
  }
};

DocumentReader::DocumentReader(const FormSet& set, const InkReader* ink, Calibration calibration)
    : implementation_(std::make_unique<Implementation>(set.forms, set.index, ink, std::move(calibration))) {}
DocumentReader::DocumentReader(const std::vector<Form>& forms, const InkReader* ink, Calibration calibration)
    : implementation_(
          std::make_unique<Implementation>(forms, PrintIndex::of(forms), ink, std::move(calibration))) {}
DocumentReader::~DocumentReader() = default;

DocumentReading DocumentReader::read(std::string_view bytes, const std::string& name,
                                     const ReadOptions& options, const ReaderLimits& limits) const {
  DocumentReading reading;
  reading.file = name;
  const auto fail = [&](const Error& error) {
    // Half a document is not an answer.
    reading.file = name;
    reading.missing.clear();
    reading.pages.clear();
    reading.fields.clear();
    reading.failure = ReadFailure{
        error.code(), error.hint().empty() ? error.message() : error.message() + "; " + error.hint()};
  };
  try {
    const std::unique_ptr<Document> document = open_document(bytes, limits);
    implementation_->read(*document, options, reading);
  } catch (const Error& error) {
    fail(error);
  } catch (const std::bad_alloc&) {
    fail(too_much_memory(limits.memory_bytes));
  } catch (const std::exception&) {
    fail(Error(Fault::document, "damaged", "the document is damaged: it cannot be read"));
  }
  return reading;
}

}  // namespace mailroom::ocr::reader
