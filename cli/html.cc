#include "cli/html.h"

#include "cli/terminal.h"

namespace mailroom::cli {

namespace {

// Colours have a contrast of 4.5 to 1 and more on their ground (WCAG 2.2, 1.4.3).
constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--quiet:#57606a;--line:#d0d7de;--panel:#f6f8fa;
--sure:#1a7f37;--unsure:#9a6700;--wrong:#cf222e;--lit:#fff3c4;--link:#0b57d0}
@media(prefers-color-scheme:dark){:root{--ground:#0f1318;--ink:#e6edf3;--quiet:#9da7b1;--line:#3a424c;
--panel:#181e25;--sure:#56d364;--unsure:#e3b341;--wrong:#ff8a80;--lit:#4a3c00;--link:#8ab4f8}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem;max-width:80rem;background:var(--ground);color:var(--ink);
font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .25rem}
p{margin:.25rem 0}.quiet{color:var(--quiet)}
table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.2rem .75rem .2rem 0}
a{color:var(--link)}:focus-visible{outline:3px solid var(--link);outline-offset:2px}
img{max-width:100%;background:#fff}
)";

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string html_picture(std::string_view png_base64, std::string_view what_it_shows) {
  return "<img alt=\"" + html_text(what_it_shows) + "\" src=\"data:image/png;base64," +
         std::string(png_base64) + "\">";
}

std::string html_page(std::string_view title, std::string_view body, std::string_view style,
                      std::string_view script) {
  std::string page = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  page += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n";
  page +=
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'\">\n";
  page += "<title>" + html_text(title) + "</title>\n<style>" + std::string(kStyle) + std::string(style) +
          "</style>\n</head>\n<body>\n<main>\n" + std::string(body) + "</main>\n";
  if (!script.empty()) page += "<script>" + std::string(script) + "</script>\n";
  return page + "</body>\n</html>\n";
}

}  // namespace mailroom::cli
