// Machines that look at a sheet of paper: the office's scanner, a fax, somebody's telephone. Each takes a
// sheet in grey (0 is black) and gives what it would have sent. Pure functions of their arguments.
#pragma once

#include <optional>
#include <string_view>

#include "ocr/picture.h"
#include "ocr/specimen/random.h"

namespace mailroom::ocr::specimen {

enum class Scan {
  none,    // 200 dpi bilevel, straight and clean
  office,  // 200 dpi bilevel: skew, shift, scale, specks, another threshold each time
  grey,    // 300 dpi grey, as JPEG
  fax,     // 204 × 196 or 204 × 98 lines (ITU-T T.4): stretched, noisy, crooked, with lines lost
  photo,   // one grey picture of the first page: perspective, uneven light, blur, noise
};

std::string_view to_string(Scan scan);
std::optional<Scan> parse_scan(std::string_view name);

// The resolution of the sheet that it wants.
int sheet_dpi(Scan scan);
bool is_bilevel(Scan scan);

// A sheet on its way through a machine.
struct Sheet {
  Picture picture;
  double dpi = 200;
  int page = 1, pages = 1;  // for the fax's header line
  uint8_t beyond = 255;     // what the scanner sees beside the paper: its lid
  double dx = 0, dy = 0;    // points by which it was laid wrongly; what is shifted out is cut off
};

struct ScannedPage {
  Picture picture;  // one channel; bilevel ones hold 0 and 255
  int dpi_x = 200, dpi_y = 200;
};

ScannedPage scan_sheet(Scan scan, Sheet sheet, const Random& random);

// One each, for scan_sheet.
ScannedPage scan_in_office(const Sheet& sheet, Random random);
ScannedPage scan_in_grey(const Sheet& sheet, Random random);
ScannedPage scan_by_fax(const Sheet& sheet, Random random);
ScannedPage photograph(const Sheet& sheet, Random random);

}  // namespace mailroom::ocr::specimen
