#include "ocr/reader/charsets.h"

#include <iconv.h>

namespace mailroom::ocr::reader {

namespace {

constexpr const char* kCharsets[] = {
    "ISO-8859-1", "ISO-8859-2", "ISO-8859-3",  "ISO-8859-4",  "ISO-8859-5",  "ISO-8859-6",  "ISO-8859-7",
    "ISO-8859-8", "ISO-8859-9", "ISO-8859-10", "ISO-8859-13", "ISO-8859-14", "ISO-8859-15", "ISO-8859-16",
    "CP1250",     "CP1251",     "CP1252",      "CP1253",      "CP1254",      "CP1255",      "CP1256",
    "CP1257",     "CP1258",     "KOI8-R",      "KOI8-U",      "CP437",       "CP850",       "MACINTOSH",
    "SHIFT_JIS",  "EUC-JP",     "ISO-2022-JP", "GBK",         "GB18030",     "BIG5",        "EUC-KR",
    "UTF-16",     "UTF-7"};

}  // namespace

void load_charsets() {
  // Never closed: the converters are to stay. An unknown one is left out by this system.
  for (const char* charset : kCharsets) ::iconv_open("UTF-8", charset);
}

}  // namespace mailroom::ocr::reader
