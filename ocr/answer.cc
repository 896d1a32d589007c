#include "ocr/answer.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/json.h"
#include "base/text.h"

namespace mailroom::ocr {

namespace {

constexpr size_t kMaxValueBytes = 64 << 10;
constexpr int kMaxPictureSide = 20'000;

[[noreturn]] void refuse(const std::string& why) {
  throw Error(Fault::document, "answer_invalid", "the reader's answer " + why);
}

// The first frame's JSON and the byte frames after it.
struct Opened {
  Context head;
  std::vector<std::string_view> blobs;
};

Opened open_answer(std::string_view bytes, std::string_view kind) {
  const auto frames = wire::split_frames(bytes);
  if (!frames || frames->empty()) refuse("is cut short");
  if (frames->front().kind != wire::FrameKind::json) refuse("does not begin with JSON");
  Opened opened;
  Value head;
  try {
    head = parse_json(frames->front().payload, "answer");
  } catch (const Error&) {
    refuse("is not valid JSON");
  }
  if (!head.is(Value::Kind::context)) refuse("is not an object");
  if (const Value* error = head.context().find("error")) {
    if (const auto known = wire::error_from_value(*error)) throw *known;
    refuse("holds an error without a code");
  }
  if (!head.context().find(kind)) refuse("is of another kind");
  opened.head = head.context();
  for (size_t i = 1; i < frames->size(); ++i) {
    if ((*frames)[i].kind != wire::FrameKind::bytes) refuse("has JSON where bytes belong");
    opened.blobs.push_back((*frames)[i].payload);
  }
  return opened;
}

int integer(const Value& value, int least, int most) {
  if (value.is(Value::Kind::number)) {
    const auto number = value.number().to_integer();
    if (number && *number >= least && *number <= most) return static_cast<int>(*number);
  }
  refuse("has a number out of its range");
}

const List& list(const Value& value) {
  if (!value.is(Value::Kind::list)) refuse("lacks a list");
  return value.list();
}

const Context& context(const Value& value) {
  if (!value.is(Value::Kind::context)) refuse("lacks an object");
  return value.context();
}

Context describe(const Picture& picture, const char* owner, size_t index) {
  return Context{
      {owner, index}, {"width", picture.width}, {"height", picture.height}, {"channels", picture.channels}};
}

Picture picture_from(const Context& about, std::string_view pixels) {
  Picture picture;
  picture.width = integer(about.at("width"), 1, kMaxPictureSide);
  picture.height = integer(about.at("height"), 1, kMaxPictureSide);
  picture.channels = integer(about.at("channels"), 1, 3);
  const size_t size = static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height) *
                      static_cast<size_t>(picture.channels);
  if (picture.channels == 2 || size != pixels.size()) refuse("has a picture of the wrong size");
  picture.pixels.assign(pixels.begin(), pixels.end());
  return picture;
}

std::string_view bytes_of(const Picture& picture) {
  return {reinterpret_cast<const char*>(picture.pixels.data()), picture.pixels.size()};
}

void check_zone(const Zone& zone) {
  for (const double side : {zone.x0, zone.y0, zone.x1, zone.y1}) {
    if (!std::isfinite(side) || std::abs(side) > 1e6) refuse("has a zone off every page");
  }
}

bool is_probability(double p) {
  return p >= 0 && p <= 1;  // false for NaN
}

void check_field(const FieldReading& reading, const Form& form) {
  const Field* field = form.find(reading.id);
  if (!field || field->type != reading.type || field->acroform != reading.acroform) {
    refuse("has a field that the form does not have");
  }
  const bool is_box = field->type == FieldType::checkbox;
  if (!reading.value.is(is_box ? Value::Kind::boolean : Value::Kind::text)) {
    refuse("has a value of the wrong kind");
  }
  if (!is_box && reading.value.text().size() > kMaxValueBytes) refuse("has a value that is too long");
  if (!is_probability(reading.confidence)) refuse("has a confidence that is no probability");
  if (reading.accepted && (reading.altered || reading.conflict)) {
    refuse("accepts a field that only a person may accept");
  }
  check_zone(reading.zone);
}

// A letter is of the kinds that were loaded, and says what their templates ask for.
void check_letter(const std::vector<LetterKind>& kinds,
                  const std::map<std::string_view, const Form*>& by_id) {
  for (const LetterKind& one : kinds) {
    const auto form = by_id.find(one.kind);
    if (form == by_id.end() || form->second->layout != Form::Layout::letter)
      refuse("names a kind of letter that was not loaded");
    const auto& phrases = form->second->phrases;
    const bool is_ours = std::any_of(phrases.begin(), phrases.end(), [&](const std::string& phrase) {
      return phrase.find(one.phrase) != std::string::npos;
    });
    if (!is_ours) refuse("quotes a phrase that its template does not have");
    check_zone(one.zone);
  }
}

// Every form and field must be one of ours, of the kind that the template says.
void check_against_templates(const DocumentReading& reading, const std::vector<Form>& forms) {
  std::map<std::string_view, const Form*> by_id;
  for (const Form& form : forms) by_id[form.id] = &form;
  std::map<int, const Form*> form_of_page;
  for (const PageReading& page : reading.pages) {
    if (!is_probability(page.confidence)) refuse("has a confidence that is no probability");
    if (!page.separator.empty() && !by_id.contains(page.separator)) {
      refuse("names a separator sheet that was not loaded");
    }
    if (page.letter) check_letter(*page.letter, by_id);
    if (page.form.empty()) continue;
    const auto form = by_id.find(page.form);
    if (form == by_id.end()) refuse("names a form that was not loaded");
    form_of_page[page.page] = form->second;
  }
  for (const FieldReading& field : reading.fields) {
    const auto form = form_of_page.find(field.page);
    if (form == form_of_page.end()) refuse("has a field on a page that is unknown");
    check_field(field, *form->second);
  }
  for (const MissingPage& page : reading.missing) {
    if (!by_id.contains(page.form)) refuse("misses a page of a form that was not loaded");
  }
}

}  // namespace

bool write_answer(int fd, const DocumentReading& reading) {
  List pictures;
  std::vector<std::string_view> blobs;
  for (size_t i = 0; i < reading.pages.size(); ++i) {
    if (const auto& picture = reading.pages[i].picture) {
      Context about = describe(*picture, "page", i);
      about.put("dpi", static_cast<int64_t>(std::lround(reading.pages[i].picture_dpi * 1000)));
      pictures.emplace_back(std::move(about));
      blobs.push_back(bytes_of(*picture));
    }
  }
  for (size_t i = 0; i < reading.fields.size(); ++i) {
    if (const auto& crop = reading.fields[i].crop) {
      pictures.emplace_back(describe(*crop, "field", i));
      blobs.push_back(bytes_of(*crop));
    }
  }
  for (size_t i = 0; i < reading.pages.size(); ++i) {
    for (size_t k = 0; k < reading.pages[i].notes.size(); ++k) {
      const auto& crop = reading.pages[i].notes[k].crop;
      if (!crop) continue;
      Context about = describe(*crop, "note_on", i);
      about.put("note", static_cast<int64_t>(k));
      pictures.emplace_back(std::move(about));
      blobs.push_back(bytes_of(*crop));
    }
  }
  const Value head = Context{{"reading", to_value(reading)}, {"pictures", std::move(pictures)}};
  if (!wire::write_frame(fd, wire::FrameKind::json, to_json(head))) return false;
  for (std::string_view blob : blobs) {
    if (!wire::write_frame(fd, wire::FrameKind::bytes, blob)) return false;
  }
  return true;
}

DocumentReading reading_from_answer(std::string_view bytes, const std::vector<Form>& forms) {
  const Opened opened = open_answer(bytes, "reading");
  DocumentReading reading;
  try {
    reading = reading_from_value(opened.head.at("reading"));
  } catch (const Error& error) {
    refuse("has a reading of the wrong shape: " + error.message());
  }
  check_against_templates(reading, forms);
  const List& pictures = list(opened.head.at("pictures"));
  if (pictures.size() != opened.blobs.size()) refuse("has another number of pictures than it says");
  for (size_t i = 0; i < pictures.size(); ++i) {
    const Context& about = context(pictures[i]);
    const auto index = [&](const char* owner, size_t count) {
      return static_cast<size_t>(integer(about.at(owner), 0, static_cast<int>(count) - 1));
    };
    Picture picture = picture_from(about, opened.blobs[i]);
    if (about.find("page") != nullptr) {
      PageReading& page = reading.pages[index("page", reading.pages.size())];
      page.picture = std::move(picture);
      page.picture_dpi = integer(about.at("dpi"), 1, 10'000'000) / 1000.0;
    } else if (about.find("note_on") != nullptr) {
      PageReading& page = reading.pages[index("note_on", reading.pages.size())];
      page.notes[index("note", page.notes.size())].crop = std::move(picture);
    } else {
      reading.fields[index("field", reading.fields.size())].crop = std::move(picture);
    }
  }
  return reading;
}

bool write_answer(int fd, const Unpacked& unpacked) {
  List headers, parts;
  for (const auto& [name, value] : unpacked.headers) headers.emplace_back(List{name, value});
  for (const Part& part : unpacked.parts) {
    parts.emplace_back(Context{{"name", part.name}, {"media_type", part.media_type}});
  }
  Context head{{"unpacked", Value(unpacked.is_container)},
               {"headers", std::move(headers)},
               {"parts", std::move(parts)}};
  if (unpacked.failure) {
    head.put("failure", Context{{"code", unpacked.failure->code}, {"message", unpacked.failure->message}});
  }
  if (!wire::write_frame(fd, wire::FrameKind::json, to_json(head))) return false;
  for (const Part& part : unpacked.parts) {
    if (!wire::write_frame(fd, wire::FrameKind::bytes, part.bytes)) return false;
  }
  return true;
}

Unpacked unpacked_from_answer(std::string_view bytes, const ReaderLimits& limits) {
  const Opened opened = open_answer(bytes, "unpacked");
  Unpacked unpacked;
  unpacked.is_container = opened.head.at("unpacked").is_true();
  if (const Value* failure = opened.head.find("failure")) {
    unpacked.failure = {context(*failure).at("code").text_or("crashed"),
                        context(*failure).at("message").text_or("")};
  }
  for (const Value& header : list(opened.head.at("headers"))) {
    const List& pair = list(header);
    if (pair.size() != 2) refuse("has a header without a value");
    unpacked.headers.emplace_back(pair[0].text_or(""), pair[1].text_or(""));
  }
  const List& parts = list(opened.head.at("parts"));
  if (parts.size() != opened.blobs.size()) refuse("has another number of parts than it says");
  if (parts.size() > static_cast<size_t>(limits.parts)) refuse("has too many parts");
  for (size_t i = 0; i < parts.size(); ++i) {
    const Context& about = context(parts[i]);
    unpacked.parts.push_back(
        {about.at("name").text_or(""), about.at("media_type").text_or(""), std::string(opened.blobs[i])});
  }
  return unpacked;
}

bool write_answer(int fd, const CutDocument& cut) {
  if (!wire::write_frame(fd, wire::FrameKind::json, to_json(Context{{"cut", true}}))) return false;
  return std::all_of(cut.parts.begin(), cut.parts.end(), [&](const std::string& part) {
    return wire::write_frame(fd, wire::FrameKind::bytes, part);
  });
}

CutDocument cut_from_answer(std::string_view bytes, size_t count, const ReaderLimits& limits) {
  const Opened opened = open_answer(bytes, "cut");
  if (opened.blobs.size() != count) refuse("has another number of parts than were asked for");
  CutDocument cut;
  for (const std::string_view blob : opened.blobs) {
    if (blob.empty() || blob.size() > limits.bytes) refuse("has a part that is empty or too large");
    cut.parts.emplace_back(blob);
  }
  return cut;
}

bool write_answer(int fd, const FormFiles& files) {
  return wire::write_frame(fd, wire::FrameKind::json, to_json(Context{{"form", true}})) &&
         wire::write_frame(fd, wire::FrameKind::bytes, files.yaml) &&
         wire::write_frame(fd, wire::FrameKind::bytes, files.words) &&
         wire::write_frame(fd, wire::FrameKind::bytes, files.blank_tiff);
}

FormFiles form_files_from_answer(std::string_view bytes) {
  const Opened opened = open_answer(bytes, "form");
  if (opened.blobs.size() != 3) refuse("has not the three files of a template");
  return {std::string(opened.blobs[0]), std::string(opened.blobs[1]), std::string(opened.blobs[2])};
}

bool write_answer(int fd, const Error& error) {
  return wire::write_frame(fd, wire::FrameKind::json, to_json(Context{{"error", wire::to_value(error)}}));
}

}  // namespace mailroom::ocr
