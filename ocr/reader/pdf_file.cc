#include "ocr/reader/pdf_file.h"

#include <qpdf/Constants.h>
#include <cmath>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFLogger.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include "base/error.h"
#include "base/text.h"
#include "ocr/reader/limits.h"
#include "ocr/reader/pdf_look.h"
#include "ocr/reader/typefaces.h"

namespace mailroom::ocr::reader {
namespace {

constexpr int kMaxDepth = 64;  // of the field tree; a hostile file makes it a ring

[[noreturn]] void damaged() {
  throw Error(Fault::document, "damaged", "the PDF is damaged: its pages cannot be found", {},
              "ask the sender to send it again");
}

// A PDF ends in "startxref", a number and "%%EOF" (ISO 32000-1, 7.5.5), give or take a mail gateway's footer.
bool has_its_end(std::string_view bytes) {
  const std::string_view tail = bytes.substr(bytes.size() - std::min<size_t>(bytes.size(), 4096));
  return tail.find("%%EOF") != std::string_view::npos || tail.find("startxref") != std::string_view::npos;
}

// The crop box, the turn and the unit of a page, which all its places go through.
struct Frame {
  double x0 = 0, y0 = 0, x1 = 612, y1 = 792;
  int rotation = 0;
  double unit = 1;

  double width() const { return unit * (rotation % 180 == 0 ? x1 - x0 : y1 - y0); }
  double height() const { return unit * (rotation % 180 == 0 ? y1 - y0 : x1 - x0); }
  // From PDF user space to points of the displayed page, from its top left.
  Matrix to_display() const {
    const double u = unit;
    switch (rotation) {
      case 90:
        return {0, u, u, 0, -u * y0, -u * x0};
      case 180:
        return {-u, 0, 0, u, u * x1, -u * y0};
      case 270:
        return {0, -u, -u, 0, u * y1, u * x1};
      default:
        return {u, 0, 0, -u, -u * x0, u * y1};
    }
  }
  Zone displayed(const QPDFObjectHandle::Rectangle& r) const {
    const Matrix m = to_display();
    const double ax = m[0] * r.llx + m[2] * r.lly + m[4], ay = m[1] * r.llx + m[3] * r.lly + m[5];
    const double bx = m[0] * r.urx + m[2] * r.ury + m[4], by = m[1] * r.urx + m[3] * r.ury + m[5];
    return {std::min(ax, bx), std::min(ay, by), std::max(ax, bx), std::max(ay, by)};
  }
};

bool rectangle_of(QPDFObjectHandle object, QPDFObjectHandle::Rectangle& out) {
  if (!object.isRectangle()) return false;
  const auto r = object.getArrayAsRectangle();
  out = {std::min(r.llx, r.urx), std::min(r.lly, r.ury), std::max(r.llx, r.urx), std::max(r.lly, r.ury)};
  return true;
}

Frame frame_of(QPDFPageObjectHelper& page) {
  Frame frame;
  QPDFObjectHandle::Rectangle media{0, 0, 612, 792}, crop;
  rectangle_of(page.getAttribute("/MediaBox", false), media);
  if (rectangle_of(page.getAttribute("/CropBox", false), crop)) {
    crop = {std::max(crop.llx, media.llx), std::max(crop.lly, media.lly), std::min(crop.urx, media.urx),
            std::min(crop.ury, media.ury)};
    if (crop.llx < crop.urx && crop.lly < crop.ury) media = crop;
  }
  frame = {media.llx, media.lly, media.urx, media.ury, 0, 1};
  QPDFObjectHandle unit = page.getObjectHandle().getKey("/UserUnit");
  if (unit.isNumber() && unit.getNumericValue() > 0) frame.unit = unit.getNumericValue();
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  if (rotate.isInteger()) {
    const auto turn = static_cast<int>(rotate.getIntValue() % 360);
    frame.rotation = (turn < 0 ? turn + 360 : turn) / 90 * 90;
  }
  return frame;
}

std::string text_of(QPDFObjectHandle object) {
  if (object.isString()) return object.getUTF8Value();
  if (object.isName()) return object.getName().substr(1);
  if (object.isStream()) {
    const auto data = object.getStreamData(qpdf_dl_generalized);
    return std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
  }
  return {};
}

// What a field has or inherits from its parents.
QPDFObjectHandle inherited(QPDFObjectHandle node, const std::string& key) {
  for (int depth = 0; depth < kMaxDepth && node.isDictionary(); ++depth) {
    QPDFObjectHandle value = node.getKey(key);
    if (!value.isNull()) return value;
    node = node.getKey("/Parent");
  }
  return QPDFObjectHandle::newNull();
}

std::string qualified_name(QPDFObjectHandle node) {
  std::string name;
  for (int depth = 0; depth < kMaxDepth && node.isDictionary(); ++depth) {
    QPDFObjectHandle part = node.getKey("/T");
    if (part.isString()) {
      std::string text = part.getUTF8Value();
      name = name.empty() ? std::move(text) : text + "." + name;
    }
    node = node.getKey("/Parent");
  }
  return name;
}

// The value of a text or choice field; several chosen entries one a line.
std::string value_of(QPDFObjectHandle value) {
  if (!value.isArray()) return text_of(value);
  std::string out;
  for (QPDFObjectHandle entry : value.getArrayAsVector()) {
    if (!out.empty()) out += '\n';
    out += text_of(entry);
  }
  return out;
}

// The names a button's appearance has besides Off; the one when it is ticked.
std::string on_state(QPDFObjectHandle widget) {
  QPDFObjectHandle normal =
      widget.getKey("/AP").isDictionary() ? widget.getKey("/AP").getKey("/N") : QPDFObjectHandle::newNull();
  if (normal.isDictionary() && !normal.isStream()) {
    for (const std::string& key : normal.getKeys()) {
      if (key != "/Off") return key.substr(1);
    }
  }
  return {};
}

std::string scripts_of(QPDFObjectHandle node) {
  std::string out;
  QPDFObjectHandle actions = inherited(node, "/AA");
  if (!actions.isDictionary()) return out;
  for (const char* event : {"/F", "/K"}) {
    QPDFObjectHandle action = actions.getKey(event);
    if (action.isDictionary()) out += text_of(action.getKey("/JS")) + "\n";
  }
  return out;
}

PdfField field_of(QPDFObjectHandle widget, const Frame& frame) {
  PdfField field;
  QPDFObjectHandle::Rectangle box;
  if (rectangle_of(widget.getKey("/Rect"), box)) field.zone = frame.displayed(box);
  QPDFObjectHandle type = inherited(widget, "/FT");
  QPDFObjectHandle flags_object = inherited(widget, "/Ff");
  const auto flags = flags_object.isInteger() ? static_cast<unsigned>(flags_object.getIntValue()) : 0u;
  const auto has = [&](unsigned flag) { return (flags & flag) != 0; };
  if (type.isName()) {
    const std::string name = type.getName();
    if (name == "/Tx") field.kind = PdfField::Kind::text;
    if (name == "/Ch") field.kind = PdfField::Kind::choice;
    if (name == "/Sig") field.kind = PdfField::Kind::signature;
    if (name == "/Btn") {
      field.kind = has(ff_btn_pushbutton) ? PdfField::Kind::push_button
                   : has(ff_btn_radio)    ? PdfField::Kind::radio
                                          : PdfField::Kind::checkbox;
    }
  }
  field.name = qualified_name(widget);
  field.label = fold_space(text_of(inherited(widget, "/TU")));
  field.read_only = has(ff_all_read_only);
  field.required = has(ff_all_required);
  QPDFObjectHandle value = inherited(widget, "/V");
  if (field.kind == PdfField::Kind::text || field.kind == PdfField::Kind::choice) {
    field.value = value_of(value);
    field.multiline = field.kind == PdfField::Kind::text && has(ff_tx_multiline);
    field.comb = field.kind == PdfField::Kind::text && has(ff_tx_comb) &&
                 !has(ff_tx_multiline | ff_tx_password | ff_tx_file_select);
    QPDFObjectHandle length = inherited(widget, "/MaxLen");
    if (length.isInteger() && length.getIntValue() > 0 && length.getIntValue() < 100'000) {
      field.max_length = static_cast<int>(length.getIntValue());
    }
    if (field.max_length == 0) field.comb = false;
    field.scripts = scripts_of(widget);
  } else if (field.kind == PdfField::Kind::checkbox || field.kind == PdfField::Kind::radio) {
    field.on_value = on_state(widget);
    field.value_state = text_of(value);
    QPDFObjectHandle state = widget.getKey("/AS");
    if (state.isName()) field.appearance_state = text_of(state);
  }
  QPDFObjectHandle annotation_flags = widget.getKey("/F");
  if (annotation_flags.isInteger()) {
    field.is_hidden = (annotation_flags.getIntValue() & (an_hidden | an_no_view)) != 0;
  }
  QPDFObjectHandle appearances = widget.getKey("/AP");
  field.has_appearance = appearances.isDictionary() && appearances.getKey("/N").isStream();
  return field;
}

// The document asks who shows it to make its fields' appearances from their values: those it brings are
// stale.
bool appearances_are_to_be_made(QPDF& pdf) {
  QPDFObjectHandle form = pdf.getRoot().getKey("/AcroForm");
  QPDFObjectHandle flag = form.isDictionary() ? form.getKey("/NeedAppearances") : QPDFObjectHandle::newNull();
  return flag.isBool() && flag.getBoolValue();
}

bool is_widget(QPDFObjectHandle annotation) {
  return annotation.isDictionary() && annotation.getKey("/Subtype").isName() &&
         annotation.getKey("/Subtype").getName() == "/Widget";
}

// What the form's author filled in and nobody can change is print: rates, thresholds, amounts of a year.
bool is_preset(QPDFObjectHandle widget) {
  constexpr int kReadOnly = 1;
  QPDFObjectHandle appearances = widget.getKey("/AP");
  if (!appearances.isDictionary() || !appearances.getKey("/N").isStream()) return false;
  QPDFObjectHandle flags = inherited(widget, "/Ff");
  return flags.isInteger() && (flags.getIntValue() & kReadOnly) != 0 &&
         !fold_space(text_of(inherited(widget, "/V"))).empty();
}

std::string written(QPDF& pdf) {
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setPreserveEncryption(false);
  writer.setStreamDataMode(qpdf_s_preserve);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

}  // namespace

struct PdfFile::Implementation {
  QPDF pdf;
  std::vector<QPDFPageObjectHelper> pages;
  std::vector<Frame> frames;
};

PdfFile::PdfFile(std::string_view bytes, const ReaderLimits& limits)
    : implementation_(std::make_unique<Implementation>()) {
  QPDF& pdf = implementation_->pdf;
  pdf.setSuppressWarnings(true);
  const auto truncated = [] {
    return Error(Fault::document, "truncated", "the PDF was cut off: its end is missing", {},
                 "ask the sender to send it again");
  };
  try {
    pdf.processMemoryFile("document", bytes.data(), bytes.size(), "");
    for (const QPDFObjectHandle& page : pdf.getAllPages()) {
      implementation_->pages.emplace_back(page);
      implementation_->frames.push_back(frame_of(implementation_->pages.back()));
    }
  } catch (const QPDFExc& e) {
    if (e.getErrorCode() == qpdf_e_password) {
      throw Error(Fault::document, "password_protected", "the PDF is protected by a password", {},
                  "ask the sender for a copy without a password");
    }
    if (!has_its_end(bytes)) throw truncated();
    damaged();
  } catch (const std::exception&) {
    if (!has_its_end(bytes)) throw truncated();
    damaged();
  }
  // What could be saved of half a file is half a claim.
  if (!has_its_end(bytes)) throw truncated();
  if (implementation_->pages.empty()) {
    throw Error(Fault::document, "damaged", "the PDF has no pages", {}, "ask the sender to send it again");
  }
  if (page_count() > limits.pages) throw too_many_pages(page_count(), limits.pages);
}
PdfFile::~PdfFile() = default;

int PdfFile::page_count() const {
  return static_cast<int>(implementation_->pages.size());
}
double PdfFile::width(int page) const {
  return implementation_->frames.at(static_cast<size_t>(page)).width();
}
double PdfFile::height(int page) const {
  return implementation_->frames.at(static_cast<size_t>(page)).height();
}

std::vector<double> PdfFile::units() const {
  std::vector<double> units;
  for (const Frame& frame : implementation_->frames) units.push_back(frame.unit);
  return units;
}

std::vector<PdfField> PdfFile::fields(int page) const {
  std::vector<PdfField> fields;
  try {
    QPDFObjectHandle annotations =
        implementation_->pages.at(static_cast<size_t>(page)).getObjectHandle().getKey("/Annots");
    if (!annotations.isArray()) return fields;
    const bool are_to_be_made = appearances_are_to_be_made(implementation_->pdf);
    for (QPDFObjectHandle annotation : annotations.getArrayAsVector()) {
      if (!is_widget(annotation)) continue;
      PdfField field = field_of(annotation, implementation_->frames[static_cast<size_t>(page)]);
      field.has_appearance = field.has_appearance && !are_to_be_made;
      fields.push_back(std::move(field));
    }
  } catch (const std::exception&) {
    damaged();
  }
  return fields;
}

PdfPageLook PdfFile::look(int page) const {
  const Frame& frame = implementation_->frames.at(static_cast<size_t>(page));
  try {
    return look_at_page(implementation_->pages.at(static_cast<size_t>(page)), frame.to_display(),
                        frame.width(), frame.height(), frame.rotation);
  } catch (const Error&) {
    throw;
  } catch (const std::exception&) {
    damaged();
  }
}

std::string PdfFile::title() const {
  QPDFObjectHandle info = implementation_->pdf.getTrailer().getKey("/Info");
  return info.isDictionary() ? fold_space(text_of(info.getKey("/Title"))) : std::string();
}
std::string PdfFile::language() const {
  return text_of(implementation_->pdf.getRoot().getKey("/Lang"));
}

std::string PdfFile::without_entries() const {
  try {
    for (QPDFPageObjectHelper& page : implementation_->pages) {
      QPDFObjectHandle annotations = page.getObjectHandle().getKey("/Annots");
      if (!annotations.isArray()) continue;
      QPDFObjectHandle kept = QPDFObjectHandle::newArray();
      for (const QPDFObjectHandle& annotation : annotations.getArrayAsVector()) {
        if (!is_widget(annotation) || is_preset(annotation)) kept.appendItem(annotation);
      }
      page.getObjectHandle().replaceKey("/Annots", kept);
    }
    implementation_->pdf.getRoot().removeKey("/AcroForm");
    return written(implementation_->pdf);
  } catch (const std::exception&) {
    damaged();
  }
}

std::optional<std::string> PdfFile::without_entries_in_liberation() const {
  without_entries();
  try {
    if (!set_in_liberation(implementation_->pdf)) return std::nullopt;
    return written(implementation_->pdf);
  } catch (const std::exception&) {
    damaged();
  }
}

}  // namespace mailroom::ocr::reader
