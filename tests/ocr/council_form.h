// A form of two pages in two editions, as PDFs made by hand, with enough print to be known by its words and
// by its picture: the first page says which edition it is, the second is the same in both.
#pragma once

#include <leptonica/allheaders.h>

#include <string>
#include <vector>

#include "base/file.h"
#include "ocr/form_file.h"
#include "ocr/reader/document.h"
#include "ocr/reader/new_form.h"
#include "tests/ocr/small_pdf.h"

namespace mailroom::ocr::reader {

inline std::string ruled_box(double x, double y, double width, double height) {
  return "0.7 w " + std::to_string(x) + " " + std::to_string(y) + " " + std::to_string(width) + " " +
         std::to_string(height) + " re S\n";
}

inline std::string first_page(const std::string& year) {
  std::string page = "BT /F 18 Tf 50 750 Td (Claim for council support " + year + ") Tj ET\n";
  page +=
      words_at(50, 715, "Please write clearly in capital letters and keep a copy of this claim for yourself");
  page += words_at(50, 690, "Your surname or family name as it stands in your passport");
  page += ruled_box(50, 660, 250, 20);
  page += words_at(330, 690, "Amount claimed for each week in pounds and pence");
  page += ruled_box(330, 660, 150, 20);
  page += words_at(50, 620, "National Insurance number of the person who makes this claim");
  page += ruled_box(50, 590, 180, 20);
  for (int cell = 1; cell < 9; ++cell) {
    const std::string x = std::to_string(50 + cell * 20);
    page += "0.7 w " + x + " 590 m " + x + " 610 l S\n";
  }
  page += words_at(330, 620, "Tick if somebody else lives with you at this address");
  page += ruled_box(330, 594, 14, 14);
  const char* notes[] = {"You must tell us within one month if your income or your household changes",
                         "We may ask your landlord, your bank or your employer about what you tell us here",
                         "If you are not sure how to answer a question leave it empty and ask at the desk",
                         "A claim that reaches us after the last day of the month counts for the next one"};
  int y = 540;
  for (int round = 0; round < 3; ++round) {
    for (const char* note : notes) {
      page += words_at(50 + 7 * round, y, std::to_string(y) + " " + note);
      y -= 24;
    }
    page += "1 w 50 " + std::to_string(y + 14) + " m 550 " + std::to_string(y + 14) + " l S\n";
  }
  return page + words_at(50, 60, "Turn over and sign on the next page");
}

inline std::string second_page() {
  std::string page = "BT /F 16 Tf 50 750 Td (Declaration of the person who claims) Tj ET\n";
  const char* lines[] = {"I have read the notes on the first page and I have understood what they mean",
                         "What I have written on this form is true and complete as far as I know it",
                         "I agree that the council checks it with other offices before it pays anything",
                         "I know that a false statement can be a crime and that I must pay back the money"};
  for (int i = 0; i < 12; ++i) {
    page += words_at(50 + 11 * (i % 3), 700 - 30 * i, std::string(lines[i % 4]) + " " + std::to_string(i));
  }
  page += words_at(50, 300, "Name in capital letters") + ruled_box(50, 270, 250, 20);
  page += words_at(330, 300, "Date of signature") + ruled_box(330, 270, 120, 20);
  return page + "1.5 w 50 230 m 550 230 l S\n" + words_at(50, 200, "For the office: leave this part empty");
}

inline std::string first_fields(const std::string& surname = "", const std::string& amount = "",
                                const std::string& more = "") {
  const auto value = [](const std::string& text) { return text.empty() ? "" : "/V(" + text + ")"; };
  return text_field("c.surname", "50 660 300 680", value(surname) + more) +
         text_field(
             "c.amount", "330 660 480 680",
             "/AA<</F<</S/JavaScript/JS(AFNumber_Format\\(2, 0, 0, 0, \"\", true\\);)>>>>" + value(amount)) +
         text_field("c.nino", "50 590 230 610", "/MaxLen 9/Ff 16777216") +
         box_field("c.shared", "330 594 344 608", "Off");
}
inline std::string second_fields() {
  return text_field("c.signed_by", "50 270 300 290") + text_field("c.signed_on", "330 270 450 290");
}

inline std::string council_blank(const std::string& year) {
  return small_document({{first_page(year), first_fields()}, {second_page(), second_fields()}});
}

// Templates as `form new` makes them, blanks and all, in the folder.
inline std::vector<Form> council_forms(const TemporaryFolder& folder) {
  std::vector<Form> forms;
  for (const char* year : {"2025", "2026"}) {
    const std::string id = std::string("council-") + year;
    const auto file = folder.path() / (id + ".form.yaml");
    write_form_files(file, new_form(council_blank(year), id, id, {}));
    std::vector<Diagnostic> problems;
    forms.push_back(load_form(file, problems).value());
  }
  return forms;
}

// The page of a PDF as a picture in grey, for a scan of it: width, height, and its bytes as an image has
// them.
struct PagePicture {
  int width = 0, height = 0;
  std::string samples;
};
inline PagePicture picture_of_page(const std::string& pdf, int index, double dpi, bool upside_down = false) {
  Raster page = open_document(pdf, {})->render(index, dpi);
  if (upside_down) page.reset(pixRotateOrth(page.get(), 2));
  PagePicture picture{pixGetWidth(page.get()), pixGetHeight(page.get()), {}};
  for (int y = 0; y < picture.height; ++y) {
    const l_uint32* line = pixGetData(page.get()) + static_cast<ptrdiff_t>(y) * pixGetWpl(page.get());
    for (int x = 0; x < picture.width; ++x) picture.samples += static_cast<char>(GET_DATA_BYTE(line, x));
  }
  return picture;
}
inline std::string picture_object(int number, const PagePicture& picture) {
  return stream_object(number,
                       "/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8/Width " +
                           std::to_string(picture.width) + "/Height " + std::to_string(picture.height),
                       picture.samples);
}
// A page that is nothing but picture `number`, and what is painted before and after it.
inline SmallPage scan_page(int number, const std::string& under = "", const std::string& over = "") {
  const std::string name = "I" + std::to_string(number);
  return {under + "q 600 0 0 800 0 0 cm /" + name + " Do Q\n" + over, "", "",
          "/XObject<</" + name + " " + std::to_string(number) + " 0 R>>"};
}

// Letters as strokes, as a pen tool or a printer driver leaves them: no text at all.
inline std::string drawn_letters(double x, double y, double size) {
  std::string out = "1.2 w\n";
  const auto line = [&](double x0, double y0, double x1, double y1) {
    out += std::to_string(x + x0 * size) + " " + std::to_string(y + y0 * size) + " m " +
           std::to_string(x + x1 * size) + " " + std::to_string(y + y1 * size) + " l S\n";
  };
  for (int i = 0; i < 2; ++i, x += 1.6 * size) {  // "LI", twice
    line(0, 0, 0, 1);
    line(0, 0, 0.6, 0);
    line(1.1, 0, 1.1, 1);
  }
  return out;
}

}  // namespace mailroom::ocr::reader
