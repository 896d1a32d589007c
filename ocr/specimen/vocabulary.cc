#include "ocr/specimen/vocabulary.h"

namespace mailroom::ocr::specimen {
namespace {

constexpr std::string_view kFirstNames[] = {
    "Aaron",    "Abigail", "Adele",   "Ahmed",   "Aisha",   "Alan",   "Alice",   "Amara",  "Andrew",
    "Anita",    "Anna",    "Arjun",   "Astrid",  "Barbara", "Ben",    "Bethany", "Brian",  "Carol",
    "Chidi",    "Chloe",   "Clare",   "Colin",   "Craig",   "Daisy",  "Daniel",  "David",  "Deepa",
    "Diana",    "Dmitri",  "Donna",   "Edith",   "Elena",   "Emily",  "Eric",    "Esther", "Ethan",
    "Farah",    "Felix",   "Fiona",   "Frank",   "Gareth",  "George", "Gina",    "Grace",  "Graham",
    "Gwen",     "Hamza",   "Harriet", "Heather", "Henry",   "Holly",  "Hugh",    "Ian",    "Ingrid",
    "Irene",    "Isaac",   "Ivy",     "Jack",    "Jacob",   "James",  "Jamila",  "Janet",  "Jason",
    "Jenny",    "Joan",    "John",    "Jorge",   "Julia",   "Karen",  "Keith",   "Kelly",  "Kevin",
    "Khadija",  "Kofi",    "Laura",   "Leon",    "Lily",    "Linda",  "Louis",   "Lucy",   "Malik",
    "Margaret", "Mark",    "Martha",  "Mateo",   "Maya",    "Megan",  "Michael", "Mina",   "Mohamed",
    "Molly",    "Nadia",   "Naomi",   "Neil",    "Nicola",  "Nina",   "Noah",    "Oliver", "Olga",
    "Omar",     "Oscar",   "Pamela",  "Patrick", "Paul",    "Pavel",  "Peter",   "Philip", "Quincy",
    "Rachel",   "Rajesh",  "Rebecca", "Robert",  "Rosa",    "Ruth",   "Samira",  "Sarah",  "Sean",
    "Sofia",    "Stephen", "Susan",   "Tariq",   "Thomas",  "Tim",    "Tomasz",  "Ursula", "Vera",
    "Victor",   "Walter",  "William", "Xavier",  "Yasmin",  "Yuki",   "Zachary", "Zainab",
};

constexpr std::string_view kSurnames[] = {
    "Abbott",    "Adeyemi",   "Ahmed",    "Allen",     "Andersen", "Armstrong",    "Bailey",   "Banerjee",
    "Barker",    "Bennett",   "Bishop",   "Bradley",   "Brennan",  "Burns",        "Campbell", "Carter",
    "Chaudhry",  "Chen",      "Clarke",   "Collins",   "Cooper",   "Cox",          "Dalton",   "Davies",
    "Dawson",    "Diaz",      "Dixon",    "Donnelly",  "Dubois",   "Edwards",      "Ellis",    "Evans",
    "Farrell",   "Ferguson",  "Fischer",  "Fleming",   "Forster",  "Fraser",       "Garcia",   "Gibson",
    "Gordon",    "Graham",    "Green",    "Griffiths", "Gupta",    "Hall",         "Hamilton", "Harris",
    "Hayes",     "Henderson", "Hill",     "Hoffmann",  "Howard",   "Hughes",       "Hunter",   "Ivanov",
    "Jackson",   "Jenkins",   "Johnson",  "Kapoor",    "Kelly",    "Kennedy",      "Khan",     "King",
    "Knight",    "Kruger",    "Lambert",  "Lawson",    "Lee",      "Lewis",        "Li",       "Lloyd",
    "MacDonald", "Mahmood",   "Marshall", "Martin",    "McCarthy", "McGregor",     "Mehta",    "Miller",
    "Mitchell",  "Moore",     "Morgan",   "Murphy",    "Murray",   "Nakamura",     "Newton",   "Nguyen",
    "Nowak",     "O'Brien",   "O'Connor", "Okonkwo",   "Oliveira", "Owen",         "Palmer",   "Parker",
    "Patel",     "Pereira",   "Phillips", "Powell",    "Price",    "Quinn",        "Ramsey",   "Reid",
    "Reynolds",  "Richards",  "Rivera",   "Roberts",   "Robinson", "Rossi",        "Russell",  "Saunders",
    "Schmidt",   "Scott",     "Sharma",   "Shaw",      "Simpson",  "Singh",        "Smith",    "Smith-Jones",
    "Stewart",   "Sutton",    "Taylor",   "Thompson",  "Turner",   "van der Berg", "Vaughan",  "Wagner",
    "Walker",    "Wallace",   "Walsh",    "Ward",      "Watson",   "Weber",        "White",    "Wilkins",
    "Williams",  "Wilson",    "Wong",     "Wright",    "Yates",    "Yilmaz",       "Zhang",    "Zimmer",
};

constexpr std::string_view kStreetNames[] = {
    "Albert",  "Alma",     "Ashley",   "Beech",    "Bridge",  "Broad",      "Canal",  "Castle",  "Cedar",
    "Chapel",  "Chestnut", "Church",   "Clarence", "College", "Elm",        "Field",  "Garden",  "George",
    "Grange",  "Green",    "Grove",    "Hawthorn", "Hazel",   "High",       "Hill",   "Holly",   "Kings",
    "Lime",    "Manor",    "Maple",    "Market",   "Meadow",  "Mill",       "North",  "Oak",     "Orchard",
    "Park",    "Priory",   "Queens",   "Railway",  "River",   "Rowan",      "School", "South",   "Spring",
    "Station", "Thames",   "Victoria", "Walnut",   "Water",   "Wellington", "West",   "William", "York",
};

constexpr std::string_view kStreetKinds[] = {
    "Street", "Street",  "Road",     "Road",    "Avenue", "Lane",   "Close", "Drive", "Way", "Court",
    "Place",  "Gardens", "Crescent", "Terrace", "Walk",   "Square", "St",    "Rd",    "Ave",
};

constexpr std::string_view kTowns[] = {
    "Abingdon",    "Albany",     "Alnwick",   "Auburn",   "Banbury",   "Bedford", "Berwick",   "Boston",
    "Bristol",     "Burlington", "Cambridge", "Carlisle", "Chester",   "Concord", "Cork",      "Coventry",
    "Dayton",      "Denver",     "Derby",     "Dover",    "Dundee",    "Durham",  "Exeter",    "Fargo",
    "Galway",      "Glasgow",    "Hastings",  "Hereford", "Houston",   "Ipswich", "Jackson",   "Kendal",
    "Lancaster",   "Leeds",      "Lincoln",   "Ludlow",   "Madison",   "Malvern", "Newcastle", "New Haven",
    "Northampton", "Norwich",    "Oakham",    "Oxford",   "Penrith",   "Perth",   "Portland",  "Quebec",
    "Reading",     "Richmond",   "Ripon",     "Salem",    "Salisbury", "Selkirk", "Stirling",  "Swansea",
    "Taunton",     "Truro",      "Utica",     "Vernon",   "Wakefield", "Warwick", "Windsor",   "Yeovil",
};

constexpr std::string_view kOccupations[] = {
    "Accountant",    "Baker",        "Bricklayer", "Builder",         "Chef",
    "Cleaner",       "Clerk",        "Cook",       "Dentist",         "Designer",
    "Driver",        "Engineer",     "Farmer",     "Fitter",          "Gardener",
    "Hairdresser",   "Joiner",       "Labourer",   "Lecturer",        "Mechanic",
    "Midwife",       "Nurse",        "Painter",    "Pharmacist",      "Plumber",
    "Porter",        "Receptionist", "Retired",    "Sales assistant", "Secretary",
    "Self-employed", "Student",      "Surveyor",   "Teacher",         "Technician",
    "Unemployed",    "Waiter",       "Welder",
};

constexpr std::string_view kRemarks[] = {
    "see attached letter",
    "as agreed by telephone",
    "none",
    "not applicable",
    "paid in two instalments",
    "my partner moved out in May",
    "new address from next month",
    "please reply by post",
    "copy of the bill enclosed",
    "we share the kitchen and bath",
    "changed employer in spring",
    "sold in the same year",
    "rent is due on the first",
    "shares held since 2009",
    "includes interest from savings",
    "the same as last year",
    "to be confirmed",
    "my daughter pays part of it",
};

constexpr std::string_view kMarginNotes[] = {
    "rec'd",     "checked", "see letter", "called, no reply", "copy to file",  "o.k.",       "2nd copy",
    "ask again", "p.t.o.",  "urgent",     "entered",          "cf. last year", "not signed", "date?",
    "phoned",    "J.M.",    "A.K. 14/3",  "batch 7",
};

constexpr std::string_view kPleas[] = {
    "please, no food since Friday",
    "see letter attached",
    "we have moved out",
    "please call me before 9",
    "this is wrong",
    "I do not know",
    "my husband died in May",
    "heating is off",
    "paid already!",
    "not me, my sister",
    "urgent, please",
    "since 3 June",
    "ask my son",
    "sorry, form got wet",
    "same as last time",
    "no longer works here",
    "about 40 a week",
    "(estimate)",
};

constexpr std::string_view kStampWords[] = {
    "RECEIVED", "PAID", "COPY", "ENTERED", "SCANNED", "VERIFIED", "POSTED", "FILED", "DRAFT", "DUPLICATE",
};

}  // namespace

std::span<const std::string_view> first_names() {
  return kFirstNames;
}
std::span<const std::string_view> surnames() {
  return kSurnames;
}
std::span<const std::string_view> street_names() {
  return kStreetNames;
}
std::span<const std::string_view> street_kinds() {
  return kStreetKinds;
}
std::span<const std::string_view> towns() {
  return kTowns;
}
std::span<const std::string_view> occupations() {
  return kOccupations;
}
std::span<const std::string_view> remarks() {
  return kRemarks;
}
std::span<const std::string_view> margin_notes() {
  return kMarginNotes;
}
std::span<const std::string_view> pleas() {
  return kPleas;
}
std::span<const std::string_view> stamp_words() {
  return kStampWords;
}

}  // namespace mailroom::ocr::specimen
