// How much ink of each accent is left on a specimen once it was scanned: it is printed and scanned again by
// the same seed with that one letter written without its accent, and the two pages are compared, pixel by
// pixel. Where they are the same nobody can tell from the page what was written, whatever they know of
// reading. For machines that know black and white alone.
//
// usage: accent_ink MACHINE COUNT SEED FILLED FORM...
//
// The specimens are those of `mailroom form fill --scan MACHINE --random COUNT --seed SEED --filled FILLED`.
// Prints for each value with accents a line of JSON: "form", "number", "field", and in "ink" for each letter
// beyond ASCII how many pixels differ; null for what is no letter with an accent ("ß").
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "base/json.h"
#include "base/letters.h"
#include "base/text.h"
#include "ocr/form_file.h"
#include "ocr/specimen/specimen.h"

namespace {

using namespace mailroom;                 // NOLINT(google-build-using-namespace): a program of one file
using namespace mailroom::ocr;            // NOLINT(google-build-using-namespace)
using namespace mailroom::ocr::specimen;  // NOLINT(google-build-using-namespace)

int64_t differing_pixels(const Specimen& one, const Specimen& other) {
  int64_t count = 0;
  for (size_t page = 0; page < one.pages.size(); ++page) {
    const Picture &a = one.pages[page].picture, &b = other.pages[page].picture;
    if (a.pixels.size() != b.pixels.size()) throw std::runtime_error("two scans of one page differ in size");
    for (size_t i = 0; i < a.pixels.size(); ++i) count += a.pixels[i] != b.pixels[i];
  }
  return count;
}

// The value with its letter at `index` written without an accent; "" if that is not one letter for another.
std::string with_plain_letter(const std::string& value, size_t index) {
  std::vector<uint32_t> letters = code_points(value);
  const std::string plain = without_accents(to_utf8({letters[index]}));
  if (plain.size() != 1) return {};
  letters[index] = static_cast<uint32_t>(plain[0]);
  return to_utf8(letters);
}

void tell_ink(SpecimenMaker& maker, uint64_t number, const SpecimenOptions& options) {
  const Specimen written = maker.make(number, options);
  for (size_t field = 0; field < written.filling.size(); ++field) {
    const std::string& value = written.filling[field].value;
    const std::vector<uint32_t> letters = code_points(value);
    List ink;
    for (size_t i = 0; i < letters.size(); ++i) {
      if (letters[i] < 0x80) continue;
      const std::string plain = with_plain_letter(value, i);
      if (plain.empty()) {
        ink.push_back(Value());
        continue;
      }
      SpecimenOptions changed = options;
      changed.rewrite = [&](Filling& filling) { filling[field].value = plain; };
      ink.push_back(Value(differing_pixels(written, maker.make(number, changed))));
    }
    if (ink.empty()) continue;
    const Field& asked = maker.form().fields[field];
    Context line;
    line.put("form", maker.form().id);
    line.put("number", Value(static_cast<int64_t>(number)));
    line.put("field", asked.acroform.empty() ? asked.id : asked.acroform);
    line.put("ink", Value(std::move(ink)));
    std::printf("%s\n", to_json(Value(std::move(line))).c_str());
  }
}

}  // namespace

int main(int argc, char** argv) try {
  constexpr int kFirstForm = 5;
  if (argc <= kFirstForm) throw std::runtime_error("usage: accent_ink MACHINE COUNT SEED FILLED FORM...");
  SpecimenOptions options;
  const auto scan = parse_scan(argv[1]);
  if (!scan || !is_bilevel(*scan))
    throw std::runtime_error(std::string("no machine in black and white: '") + argv[1] + "'");
  options.scan = *scan;
  options.seed = std::strtoull(argv[3], nullptr, 10);
  options.filled = std::atof(argv[4]);
  for (int i = kFirstForm; i < argc; ++i) {
    SpecimenMaker maker(load_form(argv[i]));
    for (int number = 1; number <= std::atoi(argv[2]); ++number)
      tell_ink(maker, static_cast<uint64_t>(number), options);
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "accent_ink: %s\n", error.what());
  return 1;
}
