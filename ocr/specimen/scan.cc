#include "ocr/specimen/scan.h"

#include "ocr/form.h"
#include "ocr/specimen/optics.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr std::pair<Scan, std::string_view> kNames[] = {{Scan::none, "none"},
                                                        {Scan::office, "office"},
                                                        {Scan::grey, "grey"},
                                                        {Scan::fax, "fax"},
                                                        {Scan::photo, "photo"}};

}  // namespace

std::string_view to_string(Scan scan) {
  for (const auto& [known, name] : kNames)
    if (known == scan) return name;
  return "none";
}

std::optional<Scan> parse_scan(std::string_view name) {
  for (const auto& [scan, known] : kNames)
    if (known == name) return scan;
  return std::nullopt;
}

int sheet_dpi(Scan scan) {
  return scan == Scan::grey ? 300 : kBlankDpi;
}

bool is_bilevel(Scan scan) {
  return scan != Scan::grey && scan != Scan::photo;
}

ScannedPage scan_sheet(Scan scan, Sheet sheet, const Random& random) {
  switch (scan) {
    case Scan::office:
      return scan_in_office(sheet, random);
    case Scan::grey:
      return scan_in_grey(sheet, random);
    case Scan::fax:
      return scan_by_fax(sheet, random);
    case Scan::photo:
      return photograph(sheet, random);
    case Scan::none:
      break;
  }
  to_bilevel(sheet.picture, 128, 0, 0, random);
  return {std::move(sheet.picture), kBlankDpi, kBlankDpi};
}

}  // namespace mailroom::ocr::specimen
