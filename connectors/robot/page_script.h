// What a robot does within a page: JavaScript that takes steps one after the other until one does not fit.
// A constant. It runs in the page by WebDriver's "execute script", once for all steps that need no mouse.
//
// Arguments: a list of steps, each {verb, what, with, css, unless}. Result: {done, end, why, read, element}:
// how many were taken; why the next one was not ("", "missing", "said_no", "unfit", "lost": the browser shows
// its own page of errors, "act": it wants a mouse or keys on `element`, which the caller has); what was read.
//
// Names are what a person would say: the accessible name (WAI accname 1.2, without its rarer sources), else
// the text beside it, as in forms that are laid out by tables. A name is compared whole, without case, ends
// and the marks ':' and '*' behind it; a name that several have is none.
#pragma once

#include <string_view>

namespace mailroom::connectors {

extern const std::string_view kPageScript;

}  // namespace mailroom::connectors
