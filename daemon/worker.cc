#include "daemon/worker.h"

#include <algorithm>

#include "base/error.h"
#include "base/failpoint.h"
#include "base/log.h"
#include "daemon/lost_disk.h"
#include "daemon/unpacked_item.h"
#include "ocr/batch.h"
#include "ocr/plain_document.h"

namespace mailroom::daemon {

namespace {

// Before the documents of a batch are stored; before they take its place.
const Failpoint kStore("split.store"), kCommit("split.commit");

constexpr std::chrono::microseconds kBetweenReopenings = std::chrono::seconds(1);

std::string_view stage_name(Work::Kind kind) {
  switch (kind) {
    case Work::Kind::unpack:
      return "unpack";
    case Work::Kind::read:
      return "read";
    case Work::Kind::file:
      return "file";
    case Work::Kind::advance:
      return "advance";
  }
  return "";
}

bool has_unknown_page(const ocr::DocumentReading& reading) {
  return std::any_of(reading.pages.begin(), reading.pages.end(), [](const ocr::PageReading& page) {
    return page.form.empty() && page.separator.empty();
  });
}

std::string milliseconds(std::chrono::microseconds duration) {
  return std::to_string(duration.count() / 1000);
}

}  // namespace

Worker::Worker(Store& store, ObjectStore& objects, const Clock& clock, const Stages& stages,
               Settings settings)
    : store_(store), objects_(objects), clock_(clock), stages_(stages), settings_(std::move(settings)) {}

bool Worker::step(const std::function<void()>& claimed) {
  const Instant start = clock_.now();
  if (settings_.takes != Takes::documents && start >= next_reopening_) (void)reopen_destinations();
  auto work = store_.claim(settings_.holder, start, start + settings_.lease, settings_.takes);
  if (!work && settings_.takes != Takes::documents && reopen_destinations()) {
    work = store_.claim(settings_.holder, start, start + settings_.lease, settings_.takes);
  }
  if (!work) return false;
  set_working(work);
  std::string reason;
  try {
    if (claimed) claimed();
    work_on(*work);
  } catch (const Error& error) {
    end_if_disk_is_lost(error);
    reason = error.code();
  } catch (const std::exception&) {
    reason = "internal";
  }
  set_working({});  // before what may fail as well: a lease that nobody works under must end
  if (reason == "lease_lost") {
    log::warning("lease_lost", {{"stage", std::string(stage_name(work->kind))}, {"id", work->id}});
  } else if (!reason.empty()) {
    // The work is not lost: it is claimed again after a rest.
    log::error("work_interrupted",
               {{"stage", std::string(stage_name(work->kind))}, {"id", work->id}, {"reason", reason}});
    store_.release(*work, clock_.now() + settings_.rest);
  }
  return true;
}

bool Worker::reopen_destinations() {
  next_reopening_ = clock_.now() + kBetweenReopenings;
  return stages_.reopen && stages_.reopen();
}

void Worker::set_working(const std::optional<Work>& work) {
  const std::lock_guard lock(mutex_);
  working_ = work;
}

void Worker::hand_back() {
  const std::lock_guard lock(mutex_);
  if (!working_) return;
  log::warning("work_handed_back",
               {{"stage", std::string(stage_name(working_->kind))}, {"id", working_->id}});
  store_.release(*working_);
}

void Worker::renew() {
  std::optional<Work> work;
  {
    const std::lock_guard lock(mutex_);
    work = working_;
  }
  // If it ended just now, or somebody took it over, nothing is renewed.
  if (work) (void)store_.renew(*work, clock_.now() + settings_.lease);
}

void Worker::work_on(const Work& work) {
  const Instant start = clock_.now();
  const UnderClaim fence(work);
  switch (work.kind) {
    case Work::Kind::unpack:
      unpack(work);
      break;
    case Work::Kind::read:
      read(work);
      break;
    case Work::Kind::file:
      file(work);
      break;
    case Work::Kind::advance: {
      store_.release(work, advance(work.id));
      break;
    }
  }
  log::info("stage_finished", {{"stage", std::string(stage_name(work.kind))},
                               {"id", work.id},
                               {"ms", milliseconds(clock_.now() - start)}});
}

void Worker::unpack(const Work& work) {
  Item item = store_.load_item(work.id);
  const std::string bytes = objects_.get(item.object);
  ocr::Unpacked unpacked;
  // What holds no other documents spares the reader a child: a third of what a page with text costs.
  if (const auto type = ocr::plain_document(bytes); !type.empty()) {
    unpacked.parts.push_back({item.file, std::string(type), {}});
  } else {
    unpacked = stages_.unpack(item.file, in_memory_file(bytes).get());
  }
  UnpackedItem result = documents_of(std::move(item), std::move(unpacked), clock_);
  if (stages_.accepted_types) refuse_other_types(result, stages_.accepted_types(result.item.inbox));
  std::vector<ObjectRecord> objects;
  for (const auto& [index, content] : result.contents) {
    objects.push_back(objects_.put(content));
    result.documents[index].object = objects.back().address;
  }
  if (!store_.unpacked(result.item, result.documents, objects, work, clock_.now())) {
    log::warning("lease_lost", {{"stage", "unpack"}, {"id", work.id}});
  }
}

std::vector<PictureRecord> Worker::keep_pictures(ocr::DocumentReading& reading) {
  std::vector<PictureRecord> pictures;
  const auto keep = [&](int page, const std::string& field, std::optional<ocr::Picture>& picture) {
    if (!picture || picture->pixels.empty()) return;
    pictures.push_back({page, field, objects_.put(ocr::to_png(*picture))});
    picture.reset();
  };
  for (ocr::PageReading& page : reading.pages) {
    keep(page.page, "", page.picture);
    for (size_t i = 0; i < page.notes.size(); ++i)
      keep(page.page, "note-" + std::to_string(i + 1), page.notes[i].crop);
  }
  for (ocr::FieldReading& field : reading.fields) keep(field.page, field.id, field.crop);
  return pictures;
}

// The documents of a batch become files of their own, so that one can be erased and the others stay. What
// cannot be cut stays one stored content of them all.
std::vector<ObjectRecord> Worker::cut_apart(std::vector<Document>& documents) {
  const Document& first = documents.front();
  std::vector<ocr::PageRange> pages;
  for (const Document& document : documents) pages.push_back({document.first_page, document.last_page});
  const ocr::CutDocument cut = stages_.cut(first.file, objects_.open(first.object).get(), pages);
  if (cut.failure) {
    log::warning("batch_not_cut", {{"id", first.id}, {"reason", cut.failure->code}});
    return {};
  }
  kStore.hit();
  std::vector<ObjectRecord> objects;
  for (size_t i = 0; i < documents.size(); ++i) {
    objects.push_back(objects_.put(cut.parts[i]));
    documents[i].object = objects.back().address;
    documents[i].is_cut = true;
  }
  return objects;
}

void Worker::read(const Work& work) {
  Document document = store_.load_document(work.id);
  ocr::DocumentReading reading;
  if (document.attempts > kMaxAttempts) {
    reading.file = document.file;
    reading.failure = ocr::ReadFailure{"gave_up", "reading it was tried several times and never ended"};
  } else {
    ocr::ReadOptions options;
    options.crops = true;
    reading = stages_.read(document.file, objects_.open(document.object).get(), options);
    if (has_unknown_page(reading)) {
      // A person will sort it and needs to see it; a known form is shown by its fields, which is cheaper.
      options.pictures = true;
      reading = stages_.read(document.file, objects_.open(document.object).get(), options);
    }
  }
  const bool is_part = document.first_page > 0;
  if (document.is_cut) {
    reading = ocr::numbered_from(std::move(reading), document.first_page);
  } else if (is_part) {
    reading = ocr::only_pages(std::move(reading), document.first_page, document.last_page);
  }
  const std::vector<PictureRecord> pictures = keep_pictures(reading);
  bool kept = false;
  if (is_part) {
    document.reading = std::move(reading);
    kept = store_.was_read(document, pictures, work, clock_.now());
  } else if (std::vector<Document> documents = documents_of_batch(document, std::move(reading), clock_);
             documents.size() == 1) {
    kept = store_.was_read(documents.front(), pictures, work, clock_.now());
  } else {
    const std::vector<ObjectRecord> objects = cut_apart(documents);
    kCommit.hit();
    kept = store_.was_split(documents, objects, pictures, work, clock_.now());
  }
  if (!kept) {
    log::warning("lease_lost", {{"stage", "read"}, {"id", work.id}});
  }
}

void Worker::file(const Work& work) {
  Document document = store_.load_document(work.id);
  if (!document.reading) {  // we slept beyond our lease, and who took it over has filed it
    log::warning("lease_lost", {{"stage", "file"}, {"id", work.id}});
    return;
  }
  workflows::ReadDocument read;
  read.document_id = document.id;
  read.file = document.file;
  read.received = document.received;
  read.metadata = document.metadata;
  read.arrival = arrival_of(
      document, stages_.arrival_rules ? stages_.arrival_rules(document.inbox) : std::vector<ArrivalRule>());
  read.reading = std::move(*document.reading);
  stages_.file(read);
  if (!store_.was_filed(work, clock_.now())) {
    log::warning("lease_lost", {{"stage", "file"}, {"id", work.id}});
  }
}

// When to claim it again, if it is due and did not move: it would be claimed at once, for ever.
std::optional<Instant> Worker::advance(const std::string& case_id) {
  const Instant rested = clock_.now() + settings_.rest;
  const auto before = store_.load(case_id);
  if (!before) return std::nullopt;
  while (stages_.advance(case_id)) {
  }
  stages_.deliver(case_id);
  const CaseLine after = store_.line_of(case_id);
  if (after.state != before->state) {
    log::info("case_moved", {{"case", after.number},
                             {"state", std::string(to_string(after.state))},
                             {"workflow", after.workflow}});
  }
  if (after.revision != before->revision) return std::nullopt;
  return after.due_at && *after.due_at <= clock_.now() ? std::optional(rested) : std::nullopt;
}

}  // namespace mailroom::daemon
