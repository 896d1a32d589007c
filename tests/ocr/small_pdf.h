// PDFs for tests, written by hand: readers rebuild the cross-reference table that these lack.
#pragma once

#include <string>
#include <vector>

namespace mailroom::ocr {

struct SmallPage {
  std::string contents;        // the page's operators
  std::string fields = {};     // annotation dictionaries
  std::string keys = {};       // more keys of the page ("/Rotate 90")
  std::string resources = {};  // more resources ("/XObject<</I 20 0 R>>")
};

inline std::string stream_object(int number, const std::string& keys, const std::string& data) {
  return std::to_string(number) + " 0 obj <<" + keys + "/Length " + std::to_string(data.size()) +
         ">> stream\n" + data + "\nendstream endobj\n";
}

// Pages of 600 × 800 points with Helvetica as /F and ZapfDingbats as /Z. `objects`: more of them, numbered
// from 100; `form_keys`: more keys of the document's form ("/NeedAppearances true").
inline std::string small_document(const std::vector<SmallPage>& pages, const std::string& objects = "",
                                  const std::string& form_keys = "") {
  std::string kids, body;
  for (size_t i = 0; i < pages.size(); ++i) {
    const int number = 10 + 2 * static_cast<int>(i);
    kids += std::to_string(number) + " 0 R ";
    const bool has_box = pages[i].keys.find("/MediaBox") != std::string::npos;
    body += std::to_string(number) + " 0 obj <</Type/Page/Parent 2 0 R" +
            (has_box ? "" : "/MediaBox[0 0 600 800]") + "/Contents " + std::to_string(number + 1) +
            " 0 R/Resources<</Font<</F 5 0 R/Z 6 0 R>>" + pages[i].resources + ">>/Annots[" +
            pages[i].fields + "]" + pages[i].keys + ">> endobj\n" +
            stream_object(number + 1, "", pages[i].contents);
  }
  return "%PDF-1.7\n"
         "1 0 obj <</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]" +
         form_keys +
         ">>>> endobj\n"
         "2 0 obj <</Type/Pages/Kids[" +
         kids + "]/Count " + std::to_string(pages.size()) +
         ">> endobj\n"
         "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n"
         "6 0 obj <</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>> endobj\n" +
         body + objects + "trailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF\n";
}
inline std::string small_pdf(const std::string& contents, const std::string& fields = "",
                             const std::string& page_keys = "") {
  return small_document({{contents, fields, page_keys}});
}

// Text at a place: points from the bottom left, as PDF counts.
inline std::string words_at(double x, double y, const std::string& text, const std::string& font = "F") {
  return "BT /" + font + " 10 Tf " + std::to_string(x) + " " + std::to_string(y) + " Td (" + text +
         ") Tj ET\n";
}

// A text field; `more` holds further keys ("/V(x)").
inline std::string text_field(const std::string& name, const std::string& rectangle,
                              const std::string& more = "") {
  return "<</Type/Annot/Subtype/Widget/FT/Tx/T(" + name + ")/Rect[" + rectangle + "]" + more + ">>\n";
}
inline std::string box_field(const std::string& name, const std::string& rectangle, const std::string& state,
                             const std::string& more = "") {
  return "<</Type/Annot/Subtype/Widget/FT/Btn/T(" + name + ")/Rect[" + rectangle + "]/AS/" + state +
         "/AP<</N<</Yes<<>>/Off<<>>>>>>" + more + ">>\n";
}

// A form with enough wording to be known by, two text fields, a comb and a box.
inline std::string claim_words(const std::string& year) {
  return words_at(50, 750, "Claim for housing support " + year) +
         words_at(50, 700, "Surname or family name") + words_at(50, 640, "National Insurance number") +
         words_at(50, 580, "Amount claimed each week") +
         words_at(50, 520, "Tick if somebody else lives with you") +
         words_at(50, 480, "Send this claim before the end of the month to your council");
}
inline std::string claim_fields(const std::string& surname = "", const std::string& number = "",
                                const std::string& amount = "", const std::string& state = "Off") {
  const auto value = [](const std::string& text) { return text.empty() ? "" : "/V(" + text + ")"; };
  return text_field("claim.Surname", "50 670 250 690", "/TU(Surname \\(box 1\\))" + value(surname)) +
         text_field("claim.nino", "50 610 230 630", "/MaxLen 9/Ff 16777216" + value(number)) +
         text_field(
             "claim.amount", "50 550 150 570",
             "/AA<</F<</S/JavaScript/JS(AFNumber_Format\\(2, 0, 0, 0, \"\", true\\);)>>>>" + value(amount)) +
         box_field("claim.shared", "300 518 312 530", state);
}

}  // namespace mailroom::ocr
