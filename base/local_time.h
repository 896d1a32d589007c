// The office's calendar: which day it is there, and when that day begins. Documents are dated, deadlines end
// and letters are written by the office's day; a form that comes at eight in the evening in New York came
// that day, not on the next as in UTC. The zone is the process's (POSIX TZ). Thread safe, but for
// use_time_zone.
#pragma once

#include <ctime>
#include <string>

#include "base/calendar.h"
#include "base/clock.h"

namespace mailroom {

// "Europe/London"; empty: the machine's stays. Before there are threads.
void use_time_zone(const std::string& name);

std::tm local_time(Instant instant);
// The parts need not be in their ranges: mktime says what they mean, and what a change of clocks leaves out.
Instant instant_of(std::tm local);

Date local_date(Instant instant);
Instant start_of_local_day(const Date& date);
// East of Greenwich, in seconds, with summer time if it is.
int offset_of_local_time(Instant instant);

}  // namespace mailroom
