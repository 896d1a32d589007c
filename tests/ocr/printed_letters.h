// Letters that people might write, printed in some typeface and scanned by the specimens' machines: for
// counting how many are sorted rightly. Seeded: the same every time.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "ocr/specimen/fonts.h"
#include "ocr/specimen/image_file.h"
#include "ocr/specimen/ink_layer.h"
#include "ocr/specimen/random.h"
#include "ocr/specimen/scan.h"
#include "ocr/specimen/vocabulary.h"
#include "tests/ocr/printed_codes.h"

namespace mailroom::ocr::specimen {

struct WantedLetter {
  std::string kind;  // of the benefits office's templates; "" for what none of them speaks of
  Scan scan = Scan::office;
  int turned = 0;  // degrees clockwise
  uint64_t seed = 1;
};

// What a letter of a kind says once, somewhere in it.
inline const std::vector<std::string>& pleas(const std::string& kind) {
  static const std::map<std::string, std::vector<std::string>> kPleas{
      {"hardship",
       {"My landlord has sent me a notice to quit and I do not know what to do.",
        "There has been no food in the house since Friday and my daughter is only three.",
        "On Monday a bailiff stood at the door and wants to come back next week.",
        "If nothing happens we will be homeless before Christmas, all four of us.",
        "We are in severe hardship since the works closed and I have sold what I could.",
        "The children have had nothing to eat today but bread from a neighbour.",
        "At the end of the month I shall have nowhere to live, and neither will my mother."}},
      {"appeal",
       {"I wish to appeal against what you wrote to me on the third of the month.",
        "Please look at my claim again, because the sum for my rent cannot be right.",
        "I do not agree with your decision, since my son has not lived here since May.",
        "I ask for a mandatory reconsideration of the award for last year.",
        "With respect, your decision is wrong: I have never had a second account.",
        "I would like to appeal, and I should be glad to come and explain it in person.",
        "We ask you to reconsider your decision about the spare room, which is my mother's."}},
      {"complaint",
       {"I want to make a complaint about the way the counter was closed at noon.",
        "This is a formal complaint: three letters of mine have not been answered.",
        "The man at the desk was rude to me, and in front of everybody who was waiting.",
        "I would like to complain that nobody picks up the telephone in your office.",
        "To wait eleven weeks for an answer is simply not good enough."}},
      {"change-of-address",
       {"I have moved and since the first of the month live with my sister in the same town.",
        "Please note my new address, which stands at the top of this letter.",
        "This is to tell you of a change of address, which holds from the tenth.",
        "We have moved to a smaller flat; everything else has stayed as it was.",
        "From the fifteenth on our new address will be the one given above."}},
      {"",
       {"Could you tell me on which days the office in Harbour Road is open?",
        "Thank you for your letter and for the leaflet, which was very clear.",
        "Please send me two more copies of the form for my neighbours upstairs.",
        "I should like to know whether the allotments belong to the council.",
        "My husband has found his glasses, so nothing more needs to be sent."}}};
  return kPleas.at(kind);
}

inline std::vector<std::string> paragraphs_of(const WantedLetter& wanted, Random random) {
  static const std::vector<std::string> kBefore{
      "I am writing to you about my claim, which I made in the spring of this year.",
      "Thank you for your letter of last week. I have read it twice, and my son has read it to me as well.",
      "You may remember that I was at your office in June with all my papers.",
      "I have lived in this town for nineteen years and have always paid what I owed.",
      "I am sorry that I have not written earlier, but I was in hospital with my knee."};
  static const std::vector<std::string> kAfter{
      "I work at the bakery on three mornings a week and earn what is on the slip that you have already.",
      "Please write to me at the address above, as the telephone does not always work.",
      "My neighbour, who has helped me with this letter, says that you will know what to do.",
      "You will find everything else that you need in what I sent you in the summer.",
      "I have kept a copy of this letter and of all the others that went before it."};
  std::vector<std::string> paragraphs{random.pick(kBefore)};
  const std::string& plea = random.pick(pleas(wanted.kind));
  if (random.chance(0.5)) {
    paragraphs.push_back(random.pick(kAfter) + " " + plea);
  } else {
    paragraphs.push_back(plea + " " + random.pick(kAfter));
  }
  paragraphs.push_back(random.pick(kAfter));
  return paragraphs;
}

inline std::string printed_letter(const WantedLetter& wanted) {
  Random random = Random(wanted.seed).fork(wanted.kind).fork(to_string(wanted.scan));
  const int dpi = sheet_dpi(wanted.scan);
  constexpr double kWidth = 595.28, kHeight = 841.89;
  Picture page{static_cast<int>(kWidth * dpi / 72), static_cast<int>(kHeight * dpi / 72), 1, {}};
  page.pixels.assign(static_cast<size_t>(page.width) * static_cast<size_t>(page.height), 255);
  const FontStyle style = random.pick(std::vector{FontStyle::sans, FontStyle::serif, FontStyle::typewriter});
  std::vector<std::string> families;
  for (const std::string& family : installed_fonts(style))
    if (!is_hairline(family)) families.push_back(family);
  const Face face{families.empty() ? "serif" : random.pick(families), false,
                  style == FontStyle::typewriter ? 10.5 : random.uniform(10, 12)};
  InkLayer ink(page.width, page.height, dpi);
  const double left = random.uniform(56, 90), right = kWidth - left, leading = 1.35 * face.size;
  double y = random.uniform(70, 110);
  const auto write = [&](const std::string& text) { ink.write(text, face, {left, y}, 0.95), y += leading; };
  const std::string name =
      std::string(random.pick(first_names())) + " " + std::string(random.pick(surnames()));
  write(name);
  write(std::to_string(random.between(1, 180)) + " " + std::string(random.pick(street_names())));
  y += leading;
  write("Northmere Borough Council");
  y += leading;
  write(random.chance(0.5) ? "Dear Sir or Madam," : "To the benefits office,");
  y += leading / 2;
  for (const std::string& paragraph : paragraphs_of(wanted, random.fork("text"))) {
    std::string line;
    for (const std::string_view word : split(paragraph, ' ')) {
      const std::string longer = line.empty() ? std::string(word) : line + " " + std::string(word);
      if (left + ink.width_of(longer, face) > right) {
        write(line);
        line = word;
      } else {
        line = longer;
      }
    }
    write(line);
    y += leading / 2;
  }
  write("Yours faithfully,");
  y += 2 * leading;
  write(name);
  ink.print_on(page, random.uniform(-0.4, 0.6));
  const ScannedPage scanned = scan_sheet(
      wanted.scan, Sheet{turned(page, wanted.turned), static_cast<double>(dpi)}, random.fork("scan"));
  if (is_bilevel(wanted.scan)) return to_tiff({scanned});
  return wanted.scan == Scan::photo ? to_jpeg(scanned, 80) : to_pdf({scanned}, 80);
}

}  // namespace mailroom::ocr::specimen
