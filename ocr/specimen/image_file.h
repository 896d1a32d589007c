// Files in and out: the template's blank, and scans as they leave machines (Leptonica; cairo for PDF). The
// blank is our own template's; no incoming document is ever opened here. Functions are pure and thread safe.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ocr/picture.h"
#include "ocr/specimen/scan.h"

namespace mailroom::ocr::specimen {

// The pages of a bilevel multi-page TIFF, in grey. Error{usage, "blank_unreadable"}.
std::vector<Picture> read_blank(const std::filesystem::path& file);

// A TIFF of several pages, each Group 4 (ITU-T T.6).
std::string to_tiff(const std::vector<ScannedPage>& pages);
std::string to_jpeg(const ScannedPage& page, int quality);
// A PDF whose pages are JPEGs.
std::string to_pdf(const std::vector<ScannedPage>& pages, int quality);

}  // namespace mailroom::ocr::specimen
