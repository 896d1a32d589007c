// The words of forms in German, French, Spanish, Polish and Welsh (declared in vocabulary.h): our own lists,
// in which each language's own letters come often.
#include "ocr/language.h"
#include "ocr/specimen/vocabulary.h"

namespace mailroom::ocr::specimen {
namespace {

using Words = std::string_view[];

constexpr Words kGermanFirst = {"Jürgen", "Günther", "Käthe",  "Björn",  "Jörg",   "Anneliese",
                                "Sönke",  "Bärbel",  "Thomas", "Sabine", "Götz",   "Ümit",
                                "Öznur",  "Hans",    "Ruth",   "Lena",   "Paul",   "Mathilde",
                                "Änne",   "Zoë",     "Karl",   "Ingrid", "Moritz", "René"};
constexpr Words kGermanLast = {"Müller",  "Schäfer", "Krüger",   "Größl",    "Weiß",     "Schröder",
                               "Köhler",  "Jäger",   "Voß",      "Günther",  "Öztürk",   "Übelhör",
                               "Äckerle", "Schmidt", "Wagner",   "Hoffmann", "Süßmilch", "Böhm",
                               "Kühn",    "Löffler", "Preußler", "Möller",   "Bäumler",  "Neumann",
                               "Strauß",  "Fuchs",   "Grünwald", "Kästner",  "Zöllner",  "Thieß"};
constexpr Words kGermanStreets = {"Gärtnerstraße", "Mühlenweg",   "Königsallee",   "Am Weißen Stein",
                                  "Roßmarkt",      "Bäckergasse", "Kirchweg",      "Große Bleiche",
                                  "Übergangsweg",  "Ährenfeld",   "Ölmühlengasse", "Bahnhofstraße",
                                  "Lindenallee",   "Südring",     "Rößlerweg",     "Höhenweg"};
constexpr Words kGermanTowns = {"Köln",   "München", "Düsseldorf", "Gießen",     "Fürth",    "Nürnberg",
                                "Lübeck", "Görlitz", "Übersee",    "Öhringen",   "Tübingen", "Meißen",
                                "Fulda",  "Bremen",  "Göttingen",  "Großenhain", "Grünmühl", "Äpfingen"};
constexpr Words kGermanWork = {"Bäcker",    "Tischler",      "Büroangestellte", "Gärtnerin",
                               "Verkäufer", "Köchin",        "Ärztin",          "Schüler",
                               "Rentnerin", "Fußpfleger",    "Übersetzer",      "Handwerker",
                               "Lehrerin",  "Straßenwärter", "Maler",           "Öffentlicher Dienst"};
constexpr Words kGermanRemarks = {
    "siehe beigefügtes Schreiben", "die Miete wird erhöht",        "wir haben getrennte Küchen",
    "nur fürs erste Halbjahr",     "bitte schriftlich bestätigen", "zahle selbst für die Heizung",
    "außer der Nebenkosten",       "meine Tochter ist ausgezogen", "der Vertrag läuft weiter",
    "wie im März erklärt",         "größere Wohnung nötig",        "keine Änderungen"};

constexpr Words kFrenchFirst = {"François", "Hélène",    "Zoé",     "Gaël",      "Benoît", "Irène",
                                "Jérôme",   "Anaïs",     "Noël",    "Marie",     "Céline", "Élodie",
                                "Étienne",  "Françoise", "Raphaël", "Chloé",     "Paul",   "Léa",
                                "Solène",   "Maïté",     "Aurélie", "Sébastien", "Loïc",   "Agnès"};
constexpr Words kFrenchLast = {"Lefèvre", "Bérénger", "Français", "Mège",      "Garçon",   "Lemaître",
                               "Dubois",  "Prévôt",   "Hüe",      "Lacouture", "Moreau",   "Châtelain",
                               "Évrard",  "Éluard",   "Noël",     "Barrère",   "Crémieux", "Legrand",
                               "Dupré",   "Gérôme",   "Bœuf",     "Besançon",  "Maître",   "Forêt",
                               "Desprès", "Petit",    "Çelik",    "Aragonès",  "Rimbaud",  "Benoît"};
constexpr Words kFrenchStreets = {
    "rue de l'Église",    "avenue des Chênes", "rue du Château",   "place de la Liberté",
    "chemin des Prés",    "rue du Maréchal",   "impasse du Hêtre", "boulevard Voltaire",
    "allée des Tilleuls", "rue Molière",       "quai de l'Écluse", "rue de la Forêt",
    "rue Saint-Rémy",     "rue du Père Noël",  "rue des Frères",   "route d'Orléans"};
constexpr Words kFrenchTowns = {"Besançon",  "Orléans", "Nîmes",     "Béziers", "Évreux", "Saint-Étienne",
                                "Angoulême", "Châlons", "Mâcon",     "Alès",    "Genève", "Lyon",
                                "Périgueux", "Épinal",  "Compiègne", "Fécamp",  "Rouen",  "Sète"};
constexpr Words kFrenchWork = {"Infirmière", "Boulanger", "Employé de bureau", "Maçon",
                               "Ingénieur",  "Étudiante", "Retraité",          "Pâtissier",
                               "Comédienne", "Plâtrier",  "Éboueur",           "Vendeuse",
                               "Mécanicien", "Façadier",  "Conseillère",       "Libraire"};
constexpr Words kFrenchRemarks = {"voir la lettre ci-jointe",      "le loyer a augmenté en février",
                                  "déménagement prévu en août",    "même situation que l'année passée",
                                  "j'ai perdu mon emploi cet été", "payé en deux fois",
                                  "à confirmer par téléphone",     "où envoyer les reçus ?",
                                  "le bail a été renouvelé",       "ma sœur paie la moitié",
                                  "sans charges ni impôts",        "dès que possible"};

constexpr Words kSpanishFirst = {"José",   "María",  "Núria",  "Íñigo",  "Ángel",  "Begoña",
                                 "Adrián", "Sofía",  "Martín", "Lucía",  "Raúl",   "Belén",
                                 "Jesús",  "Inés",   "Óscar",  "Álvaro", "Pilar",  "Rubén",
                                 "Andrés", "Mónica", "Carlos", "Elena",  "Úrsula", "Iñaki"};
constexpr Words kSpanishLast = {"Núñez",     "García", "López",   "Peña",      "Muñoz",   "Ibáñez",
                                "Rodríguez", "Cañas",  "Jiménez", "Martín",    "Sánchez", "Ordóñez",
                                "Güell",     "Zúñiga", "Álvarez", "Íñiguez",   "Torres",  "Quiñones",
                                "Ramírez",   "Ávila",  "Pérez",   "Argüelles", "Castaño", "Méndez",
                                "Escribano", "Ríos",   "Sañudo",  "Vázquez",   "Beltrán", "Ocaña"};
constexpr Words kSpanishStreets = {
    "Calle de la Peña", "Calle Núñez de Balboa", "Avenida de América",   "Plaza de España",
    "Paseo del Río",    "Calle Alcalá",          "Calle del Muelle",     "Camino del Molino",
    "Calle Velázquez",  "Avenida de la Unión",   "Calle de los Ángeles", "Calle San Martín",
    "Calle Cigüeña",    "Ronda de Atocha",       "Calle del Pingüino",   "Calle Fuencarral"};
constexpr Words kSpanishTowns = {
    "Málaga", "Cádiz", "León",  "Logroño", "Ávila", "Córdoba",           "La Coruña", "Cáceres", "Almería",
    "Mérida", "Gijón", "Úbeda", "Sagunto", "Jaén",  "Alcalá de Henares", "Sigüenza",  "Águilas", "Toledo"};
constexpr Words kSpanishWork = {"Albañil",  "Médica",    "Panadero", "Jardinería", "Técnico", "Enseñante",
                                "Autónoma", "Camarero",  "Niñera",   "Diseñador",  "Músico",  "Peón",
                                "Óptica",   "Lingüista", "Abogada",  "Jubilado"};
constexpr Words kSpanishRemarks = {
    "véase la carta adjunta",         "el alquiler subió en otoño", "mi señora está enferma",
    "según lo acordado por teléfono", "pagué en dos plazos",        "mañana envío la nómina",
    "la niña empieza el colegio",     "no hay más ingresos",        "está pendiente de cobro",
    "contrato hasta el próximo año",  "además del depósito",        "vergüenza me da pedirlo"};

constexpr Words kPolishFirst = {"Łukasz", "Małgorzata",  "Józef",  "Grażyna", "Paweł",      "Zdzisław",
                                "Żaneta", "Świętosława", "Ewa",    "Tomasz",  "Bożena",     "Michał",
                                "Rafał",  "Kazimierz",   "Danuta", "Róża",    "Wacław",     "Elżbieta",
                                "Ścibor", "Stanisław",   "Błażej", "Jan",     "Bronisława", "Łucja"};
constexpr Words kPolishLast = {"Wiśniewski", "Dąbrowska", "Zieliński",  "Wójcik",    "Kowalczyk",  "Łuczak",
                               "Źrebiec",    "Piątek",    "Gęś",        "Kozłowski", "Szymańska",  "Woźniak",
                               "Żółkiewska", "Jabłoński", "Ćwiklińska", "Świątek",   "Nowak",      "Król",
                               "Pawłowski",  "Mączka",    "Zając",      "Gołąb",     "Stępień",    "Rożek",
                               "Śliwa",      "Czyż",      "Bąk",        "Mazur",     "Kędzierski", "Łoś"};
constexpr Words kPolishStreets = {
    "ul. Żeromskiego",  "ul. Łąkowa",      "ul. Świętokrzyska", "al. Niepodległości",
    "ul. Kościuszki",   "ul. Źródlana",    "ul. Różana",        "pl. Wolności",
    "ul. Ćwiklińskiej", "ul. Słowackiego", "ul. Dębowa",        "ul. Młyńska",
    "ul. Śląska",       "ul. Przemysłowa", "ul. Księża Góra",   "ul. Polna"};
constexpr Words kPolishTowns = {"Łódź",    "Kraków", "Gdańsk",    "Poznań",    "Wrocław", "Częstochowa",
                                "Rzeszów", "Żywiec", "Świdnica",  "Białystok", "Elbląg",  "Ząbki",
                                "Toruń",   "Kielce", "Bełchatów", "Łomża",     "Żory",    "Środa"};
constexpr Words kPolishWork = {"Piekarz",        "Księgowa",  "Ślusarz",      "Nauczyciel",
                               "Pielęgniarka",   "Żołnierz",  "Urzędniczka",  "Źródłoznawca",
                               "Sprzedawca",     "Fryzjerka", "Mąż zaufania", "Kucharz",
                               "Łącznościowiec", "Rolnik",    "Krawcowa",     "Tłumacz"};
constexpr Words kPolishRemarks = {
    "patrz załączony list", "czynsz wzrósł w styczniu",    "mąż jest bezrobotny",
    "mieszkamy z teściową", "proszę o odpowiedź listowną", "spłacam kredyt",
    "zgodnie z umową",      "córka wyprowadziła się",      "zmiana adresu od września",
    "nic się nie zmieniło", "dochód jest niższy niż był",  "źródło dochodu jak wyżej"};

constexpr Words kWelshFirst = {"Siân",   "Siôn", "Llŷr", "Gwenllïan", "Gŵen",     "Rhys",
                               "Meinir", "Huw",  "Elin", "Tomos",     "Gruffydd", "Bethan",
                               "Owain",  "Mêl",  "Iôr",  "Ŵyn",       "Angharad", "Dylan",
                               "Lowri",  "Ceri", "Nia",  "Ffion",     "Tŷfriog",  "Môrwen"};
constexpr Words kWelshLast = {"Ŵyn",     "Llwyd",   "Prys",  "Jones",  "Siôn",    "Llŷr",   "Môn",
                              "Parri",   "Gŵyr",    "Llŷn",  "Bowen",  "Tŷ-Mawr", "Dafydd", "Llewelyn",
                              "ap Siôn", "Penrhyn", "Tegid", "Evans",  "Hywel",   "Brân",   "Ŷd",
                              "Pugh",    "Ellis",   "Ifans", "ap Llŷr"};
constexpr Words kWelshStreets = {"Heol y Dŵr",   "Ffordd y Môr", "Stryd Fawr",   "Lôn Tŷ Gwyn",
                                 "Maes yr Ŷd",   "Heol Siôn",    "Rhodfa'r Tŵr", "Bryn Gŵydd",
                                 "Ffordd y Sêr", "Lôn yr Ŵyn",   "Cae Glas",     "Stryd y Bont",
                                 "Rhes y Frân",  "Clos yr Ŵydd", "Lôn Goed",     "Heol Llŷr"};
constexpr Words kWelshTowns = {"Llangefni",   "Aberystwyth", "Tŷ Croes",  "Caerffili", "Pen Llŷn",
                               "Bro Gŵyr",    "Ynys Môn",    "Bangor",    "Y Tŵr",     "Aberdâr",
                               "Tŷ Nant",     "Dinbych",     "Pen-y-dŵr", "Pwllheli",  "Llanfair",
                               "Clwyd-y-sêr", "Rhiw'r Frân", "Ŵyddfa"};
constexpr Words kWelshWork = {
    "Athrawes", "Nyrs",        "Pobydd",      "Gŵr busnes",   "Peiriannydd dŵr", "Cogydd",
    "Myfyriwr", "Gofalwr tŷ",  "Saer coed",   "Ffermwr",      "Clerc",           "Diffoddwr tân",
    "Plymwr",   "Gyrrwr trên", "Cyfreithiwr", "Wedi ymddeol", "Gŵr camera",      "Llên-gasglwr"};
constexpr Words kWelshRemarks = {"gweler y llythyr amgaeëdig", "mae'r tŷ yn oer a gwlyb",
                                 "symudodd fy ngŵr allan",     "dim dŵr poeth ers dydd Llun",
                                 "yr un fath â'r llynedd",     "rydw i'n byw gyda fy nhad",
                                 "mae'r tâl wedi codi",        "cysylltwch â mi wedi un",
                                 "mae'r rhent wedi codi",      "rhannwn y gegin",
                                 "dyma gopïau o'r biliau",     "nid oes incwm arall",
                                 "nôl o'r ysbyty ym mis Mai"};

constexpr Vocabulary kAbroad[] = {
    {"deu", kGermanFirst, kGermanLast, kGermanStreets, kGermanTowns, kGermanWork, kGermanRemarks, false, " "},
    {"fra", kFrenchFirst, kFrenchLast, kFrenchStreets, kFrenchTowns, kFrenchWork, kFrenchRemarks, true, ", "},
    {"spa", kSpanishFirst, kSpanishLast, kSpanishStreets, kSpanishTowns, kSpanishWork, kSpanishRemarks, false,
     ", "},
    {"pol", kPolishFirst, kPolishLast, kPolishStreets, kPolishTowns, kPolishWork, kPolishRemarks, false, " "},
    {"cym", kWelshFirst, kWelshLast, kWelshStreets, kWelshTowns, kWelshWork, kWelshRemarks, true, " "},
};

}  // namespace

const Vocabulary* vocabulary_abroad(std::string_view language) {
  const std::string first = packs_of(language).front();
  for (const Vocabulary& vocabulary : kAbroad)
    if (vocabulary.pack == first) return &vocabulary;
  return nullptr;
}

}  // namespace mailroom::ocr::specimen
