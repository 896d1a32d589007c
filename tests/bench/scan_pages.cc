// Printed pages as a machine would have sent them: pictures in grey (PGM) through the specimen maker's
// scanners. usage: scan_pages MACHINE SEED OUT PGM...     MACHINE: none, office, grey, fax, photo; prints
// OUT's full name
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/file.h"
#include "ocr/specimen/image_file.h"
#include "ocr/specimen/scan.h"

namespace {

using namespace mailroom;       // NOLINT(google-build-using-namespace): a program of one file
using namespace mailroom::ocr;  // NOLINT(google-build-using-namespace)

constexpr int kJpegQuality = 80;

Picture read_pgm(const std::string& file) {
  const std::string bytes = read_file(file);
  Picture picture;
  int most = 0, length = 0;
  const int found =
      std::sscanf(bytes.c_str(), "P5 %d %d %d%n", &picture.width, &picture.height, &most, &length);
  const size_t pixels = static_cast<size_t>(picture.width) * static_cast<size_t>(picture.height);
  const size_t start = static_cast<size_t>(length) + 1;  // one blank ends the header
  if (found != 3 || most != 255 || picture.width <= 0 || picture.height <= 0 || bytes.size() < start + pixels)
    throw Error(Fault::usage, "not_pgm", "expected a binary PGM of 256 greys", file,
                "make it with pdftoppm -gray");
  picture.pixels.assign(bytes.begin() + static_cast<std::ptrdiff_t>(start),
                        bytes.begin() + static_cast<std::ptrdiff_t>(start + pixels));
  return picture;
}

int run(specimen::Scan scan, uint64_t seed, std::string out, const std::vector<std::string>& files) {
  const specimen::Random random(seed);
  std::vector<specimen::ScannedPage> pages;
  for (size_t i = 0; i < files.size(); ++i) {
    specimen::Sheet sheet;
    sheet.picture = read_pgm(files[i]);
    sheet.dpi = specimen::sheet_dpi(scan);
    sheet.page = static_cast<int>(i) + 1;
    sheet.pages = static_cast<int>(files.size());
    pages.push_back(specimen::scan_sheet(scan, std::move(sheet), random.fork(i)));
    if (scan == specimen::Scan::photo) break;
  }
  const bool is_bilevel = specimen::is_bilevel(scan);
  out += is_bilevel ? ".tif" : pages.size() == 1 ? ".jpg" : ".pdf";
  write_file(out, is_bilevel          ? specimen::to_tiff(pages)
                  : pages.size() == 1 ? specimen::to_jpeg(pages.front(), kJpegQuality)
                                      : specimen::to_pdf(pages, kJpegQuality));
  std::printf("%s\n", out.c_str());
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const auto scan = count > 1 ? specimen::parse_scan(arguments[1]) : std::nullopt;
  if (count < 5 || !scan) {
    std::fprintf(stderr, "usage: scan_pages none|office|grey|fax|photo SEED OUT PGM...\n");
    return 2;
  }
  try {
    return run(*scan, std::strtoull(arguments[2], nullptr, 10), arguments[3],
               {arguments + 4, arguments + count});
  } catch (const Error& error) {
    std::fprintf(stderr, "%s: %s\n", error.where().c_str(), error.message().c_str());
    return 2;
  }
}
