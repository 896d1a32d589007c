#include "ocr/reader/pdf_look.h"

#include <leptonica/allheaders.h>

#include <cctype>
#include <cmath>
#include <qpdf/Buffer.hh>

namespace mailroom::ocr::reader {
namespace {

constexpr double kScanCover = 0.7;   // share of the page that pictures cover
constexpr int kMinScanPixels = 300;  // smaller pictures are backgrounds and logos
constexpr int kMaxFormDepth = 4;

using Matrix = std::array<double, 6>;

Matrix multiply(const Matrix& a, const Matrix& b) {
  return {a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3],        a[2] * b[0] + a[3] * b[2],
          a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5]};
}

bool is_named(QPDFObjectHandle object, const char* name) {
  return object.isName() && object.getName() == name;
}

long long integer(QPDFObjectHandle object) {
  return object.isInteger() ? object.getIntValue() : 0;
}

std::string contents_of(QPDFObjectHandle stream) {
  const auto data = stream.getStreamData(qpdf_dl_generalized);
  return std::string(reinterpret_cast<const char*>(data->getBuffer()), data->getSize());
}

// "3 Tr" or "7 Tr" somewhere in the operators: text that is not painted (ISO 32000-1, 9.3.6).
bool mentions_unseen_text(std::string_view operators) {
  for (size_t at = operators.find("Tr"); at != std::string_view::npos; at = operators.find("Tr", at + 2)) {
    size_t i = at;
    while (i > 0 && std::isspace(static_cast<unsigned char>(operators[i - 1])) != 0) --i;
    if (i > 0 && i < at && (operators[i - 1] == '3' || operators[i - 1] == '7')) return true;
  }
  return false;
}

// Walks a page's operators and keeps account of pictures and of everything else that is painted.
class Painter final : public QPDFObjectHandle::ParserCallbacks {
 public:
  Painter(QPDFObjectHandle pictures, const std::array<double, 4>& box) : pictures_(pictures), box_(box) {}

  void handleObject(QPDFObjectHandle object, size_t, size_t) override {
    if (!object.isOperator()) {
      if (operands_.size() < 16) operands_.push_back(object);
      return;
    }
    run(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

  double cover() const { return cover_; }
  // The one picture when it is all that is seen and fills the page upright.
  QPDFObjectHandle only_picture() const {
    return pictures_painted_ == 1 && fills_page_ && !paints_else_ ? last_picture_
                                                                  : QPDFObjectHandle::newNull();
  }

 private:
  void run(const std::string& op) {
    if (op == "q") {
      if (stack_.size() < 1000) stack_.push_back({matrix_, text_mode_});
    } else if (op == "Q") {
      if (!stack_.empty()) {
        matrix_ = stack_.back().first;
        text_mode_ = stack_.back().second;
        stack_.pop_back();
      }
    } else if (op == "cm" && operands_.size() == 6) {
      Matrix m{};
      for (size_t i = 0; i < 6; ++i) m[i] = operands_[i].isNumber() ? operands_[i].getNumericValue() : 0;
      matrix_ = multiply(m, matrix_);
    } else if (op == "Tr" && operands_.size() == 1) {
      text_mode_ = integer(operands_[0]);
    } else if (op == "Do" && operands_.size() == 1 && operands_[0].isName()) {
      paint(operands_[0].getName());
    } else if (op == "Tj" || op == "TJ" || op == "'" || op == "\"") {
      paints_else_ = paints_else_ || (text_mode_ != 3 && text_mode_ != 7);
    } else if (op == "S" || op == "s" || op == "f" || op == "F" || op == "f*" || op == "B" || op == "B*" ||
               op == "b" || op == "b*" || op == "sh" || op == "BI" || op == "EI") {
      paints_else_ = true;
    }
  }

  void paint(const std::string& name) {
    QPDFObjectHandle object = pictures_.isDictionary() ? pictures_.getKey(name) : QPDFObjectHandle::newNull();
    if (!object.isStream() || !is_named(object.getDict().getKey("/Subtype"), "/Image")) {
      paints_else_ = true;
      return;
    }
    QPDFObjectHandle dict = object.getDict();
    if (integer(dict.getKey("/Width")) < kMinScanPixels || integer(dict.getKey("/Height")) < kMinScanPixels) {
      paints_else_ = true;
      return;
    }
    // The unit square's corners.
    const auto& m = matrix_;
    const double xs[] = {m[4], m[4] + m[0], m[4] + m[2], m[4] + m[0] + m[2]};
    const double ys[] = {m[5], m[5] + m[1], m[5] + m[3], m[5] + m[1] + m[3]};
    const double x0 = *std::min_element(xs, xs + 4), x1 = *std::max_element(xs, xs + 4);
    const double y0 = *std::min_element(ys, ys + 4), y1 = *std::max_element(ys, ys + 4);
    const double w = box_[2] - box_[0], h = box_[3] - box_[1];
    const double seen_w = std::min(x1, box_[2]) - std::max(x0, box_[0]);
    const double seen_h = std::min(y1, box_[3]) - std::max(y0, box_[1]);
    if (seen_w <= 0 || seen_h <= 0 || w <= 0 || h <= 0) return;
    cover_ += seen_w * seen_h / (w * h);
    const auto near = [](double a, double b, double size) { return std::abs(a - b) < 0.01 * size; };
    fills_page_ = m[0] > 0 && m[3] > 0 && std::abs(m[1]) < 0.001 * w && std::abs(m[2]) < 0.001 * h &&
                  near(x0, box_[0], w) && near(x1, box_[2], w) && near(y0, box_[1], h) &&
                  near(y1, box_[3], h);
    last_picture_ = object;
    ++pictures_painted_;
  }

  QPDFObjectHandle pictures_;
  std::array<double, 4> box_;
  std::vector<QPDFObjectHandle> operands_;
  std::vector<std::pair<Matrix, long long>> stack_;
  Matrix matrix_{1, 0, 0, 1, 0, 0};
  long long text_mode_ = 0;
  double cover_ = 0;
  int pictures_painted_ = 0;
  bool fills_page_ = false, paints_else_ = false;
  QPDFObjectHandle last_picture_ = QPDFObjectHandle::newNull();
};

struct Resources {
  bool has_pictures = false, has_large_picture = false, has_unseen_text = false;
};

void look_into(QPDFObjectHandle resources, int depth, Resources& found) {
  if (!resources.isDictionary() || depth > kMaxFormDepth) return;
  QPDFObjectHandle objects = resources.getKey("/XObject");
  if (!objects.isDictionary()) return;
  for (const std::string& key : objects.getKeys()) {
    QPDFObjectHandle object = objects.getKey(key);
    if (!object.isStream()) continue;
    QPDFObjectHandle dict = object.getDict();
    if (is_named(dict.getKey("/Subtype"), "/Image")) {
      found.has_pictures = true;
      found.has_large_picture |= integer(dict.getKey("/Width")) >= kMinScanPixels &&
                                 integer(dict.getKey("/Height")) >= kMinScanPixels;
    } else if (is_named(dict.getKey("/Subtype"), "/Form")) {
      found.has_unseen_text = found.has_unseen_text || mentions_unseen_text(contents_of(object));
      look_into(dict.getKey("/Resources"), depth + 1, found);
    }
  }
}

bool shows_annotations(QPDFPageObjectHelper& page) {
  QPDFObjectHandle annotations = page.getObjectHandle().getKey("/Annots");
  if (!annotations.isArray()) return false;
  for (QPDFObjectHandle annotation : annotations.getArrayAsVector()) {
    if (annotation.isDictionary() && annotation.getKey("/AP").isDictionary()) return true;
  }
  return false;
}

}  // namespace

PdfPageLook look_at_page(QPDFPageObjectHelper& page, const std::array<double, 4>& box, int rotation) {
  PdfPageLook look;
  Resources found;
  QPDFObjectHandle resources = page.getAttribute("/Resources", false);
  look_into(resources, 0, found);
  look.has_pictures = found.has_pictures;
  look.has_unseen_text = found.has_unseen_text;
  for (QPDFObjectHandle& content : page.getPageContents()) {
    look.has_unseen_text = look.has_unseen_text || mentions_unseen_text(contents_of(content));
  }
  if (!found.has_large_picture) return look;
  Painter painter(resources.getKey("/XObject"), box);
  page.parseContents(&painter);
  look.is_scan = painter.cover() >= kScanCover;
  QPDFObjectHandle picture = painter.only_picture();
  if (look.is_scan && picture.isStream() && !shows_annotations(page)) {
    look.picture = take_out_picture(picture);
    if (look.picture != nullptr && rotation != 0) {
      look.picture.reset(pixRotateOrth(look.picture.get(), rotation / 90));
    }
  }
  return look;
}

}  // namespace mailroom::ocr::reader
