"""One claim form in five languages: a city that does not exist asks in the language of its people.

The fields' ids are the same in all of them, so that one test can speak of any; the labels are the languages' own.
"""

from dataclasses import dataclass

from fields import Form, Office


@dataclass(frozen=True)
class Words:
    id: str
    office: str
    strapline: str
    title: str
    subtitle: str
    part: str            # "Part" of a form
    page_of: str         # "Page {} of {}"
    currency: str
    parts: tuple         # about you; your home; who lives with you; declaration
    labels: dict


LABELS = ("surname", "first_names", "street", "town", "postcode", "date_of_birth", "occupation", "employer_name", "landlord_name",
          "rent", "income", "savings", "start_date", "household_size", "remarks", "date_signed", "member", "relationship", "born")


def words(*texts, labels, **more):
    return Words(*texts, labels=dict(zip(LABELS, labels, strict=True)), **more)


GERMAN = words(
    "wohngeld-2026", "Stadt Grünmühl", "Amt für Wohnen und Soziales · Rathausstraße 4, Grünmühl", "Antrag auf Wohngeld",
    "Für Mieterinnen und Mieter in Grünmühl. Füllen Sie alle Felder aus, die auf Sie zutreffen, und schicken Sie den Antrag an das Rathaus.",
    part="Teil", page_of="Seite {} von {}", currency="€",
    parts=("Angaben zur Person", "Ihre Wohnung und Ihre Einkünfte", "Weitere Personen im Haushalt", "Erklärung"),
    labels=("Familienname", "Vornamen", "Straße und Hausnummer", "Wohnort", "Postleitzahl", "Geburtsdatum", "Beruf", "Name des Arbeitgebers",
            "Name des Vermieters", "Monatliche Miete", "Monatliches Einkommen", "Ersparnisse", "Antrag ab", "Personen im Haushalt",
            "Bemerkungen", "Datum der Unterschrift", "Vor- und Nachname", "Beruf", "Geburtsdatum"))
FRENCH = words(
    "logement-2026", "Ville de Clairefontaine-lès-Prés", "Service du logement · 4, rue de l'Hôtel de Ville", "Demande d'aide au logement",
    "Pour les locataires de la commune. Remplissez toutes les cases qui vous concernent et envoyez la demande à la mairie.",
    part="Partie", page_of="Page {} sur {}", currency="€",
    parts=("Vos coordonnées", "Votre logement et vos revenus", "Autres personnes du foyer", "Déclaration"),
    labels=("Nom de famille", "Prénoms", "Numéro et rue", "Commune", "Code postal", "Date de naissance", "Profession", "Nom de l'employeur",
            "Nom du propriétaire", "Loyer mensuel", "Revenus mensuels", "Épargne", "Aide demandée à partir du", "Personnes au foyer",
            "Remarques", "Date de la signature", "Prénom et nom", "Profession", "Née ou né le"))
SPANISH = words(
    "vivienda-2026", "Ayuntamiento de Peñalba del Río", "Servicio de vivienda · Plaza Mayor, 4, Peñalba del Río", "Solicitud de ayuda a la vivienda",
    "Para inquilinos del municipio. Rellene todas las casillas que le correspondan y envíe la solicitud al ayuntamiento.",
    part="Parte", page_of="Página {} de {}", currency="€",
    parts=("Datos personales", "Su vivienda y sus ingresos", "Otras personas del hogar", "Declaración"),
    labels=("Apellidos", "Nombre", "Calle y número", "Población", "Código postal", "Fecha de nacimiento", "Profesión", "Nombre de la empresa",
            "Nombre del propietario", "Alquiler mensual", "Ingresos mensuales", "Ahorros", "Ayuda a partir del", "Personas en el hogar",
            "Observaciones", "Fecha de la firma", "Nombre y apellidos", "Profesión", "Fecha de nacimiento"))
POLISH = words(
    "mieszkanie-2026", "Urząd Miasta Zielona Łąka", "Wydział Mieszkalnictwa · ul. Świętojańska 4, Zielona Łąka", "Wniosek o dodatek mieszkaniowy",
    "Dla najemców w naszej gminie. Proszę wypełnić wszystkie pola, które Państwa dotyczą, i przesłać wniosek do urzędu.",
    part="Część", page_of="Strona {} z {}", currency="zł",
    parts=("Dane osobowe", "Mieszkanie i dochody", "Pozostali domownicy", "Oświadczenie"),
    labels=("Nazwisko", "Imiona", "Ulica i numer domu", "Miejscowość", "Kod pocztowy", "Data urodzenia", "Zawód", "Nazwa pracodawcy",
            "Nazwisko właściciela", "Czynsz miesięczny", "Dochód miesięczny", "Oszczędności", "Dodatek od dnia", "Liczba domowników",
            "Uwagi", "Data podpisu", "Imię i nazwisko", "Zawód", "Data urodzenia"))
WELSH = words(
    "tai-2026", "Cyngor Sir Glannau'r Llyn", "Gwasanaeth Tai · Tŷ'r Dref, 4 Heol y Dŵr, Glannau'r Llyn", "Cais am gymorth tai",
    "I bobl sy'n rhentu eu cartref yn y sir. Llenwch bob blwch sy'n berthnasol i chi ac anfonwch y ffurflen at y cyngor.",
    part="Rhan", page_of="Tudalen {} o {}", currency="£",
    parts=("Amdanoch chi", "Eich cartref a'ch incwm", "Pobl eraill yn eich cartref", "Datganiad"),
    labels=("Cyfenw", "Enwau cyntaf", "Rhif y tŷ a'r stryd", "Tref", "Cod post", "Dyddiad geni", "Gwaith", "Enw'r cyflogwr",
            "Enw'r landlord", "Rhent bob mis", "Incwm bob mis", "Cynilion", "Cymorth o", "Nifer y bobl",
            "Sylwadau", "Dyddiad y llofnod", "Enw llawn", "Gwaith", "Dyddiad geni"))
# Tesseract's pack and the locale, which a PDF cannot say, by the form's id.
LANGUAGES = {GERMAN.id: ("deu", "de-DE"), FRENCH.id: ("fra", "fr-FR"), SPANISH.id: ("spa", "es-ES"), POLISH.id: ("pol", "pl-PL"),
             WELSH.id: ("cym", "cy-GB")}


def claim(w):
    def page(sheet):
        numbers = iter(range(1, 40))

        def box(share, name, kind="text", **more):
            return dict(share=share, name=f"claim.{name}", number=next(numbers), label=w.labels[name], kind=kind, **more)

        sheet.part(1, w.parts[0])
        sheet.row(box(3, "surname", required=True), box(3, "first_names", required=True))
        sheet.row(box(3, "street"), box(2.4, "town"), box(1.2, "postcode", max_len=8))
        sheet.row(box(1.5, "date_of_birth", "date"), box(2, "occupation"), box(3, "employer_name"))
        sheet.part(2, w.parts[1])
        sheet.row(box(3, "landlord_name"), box(2, "start_date", "date"), box(1.6, "household_size", "integer", max_len=2))
        for name in ("rent", "income", "savings"):
            sheet.amount_line(next(numbers), w.labels[name], f"claim.{name}")
        sheet.part(3, w.parts[2])
        number = next(numbers)
        rows = [[(f"claim.member_{i}_name", "text", f"{w.labels['member']} {i}"),
                 (f"claim.member_{i}_occupation", "text", f"{w.labels['relationship']} {i}"),
                 (f"claim.member_{i}_born", "date", f"{w.labels['born']} {i}")] for i in range(1, 5)]
        sheet.table([f"{number}  {w.labels['member']}", w.labels["relationship"], w.labels["born"]], rows, [3.2, 2.6, 1.8])
        sheet.part(4, w.parts[3])
        sheet.row(box(1, "remarks"))
        sheet.row(box(1, "date_signed", "date"), dict(share=3, name="", label=""))
    return page


def form_of(w):
    office = Office(w.office, w.strapline, (0.16, 0.24, 0.42), "lake")
    return Form(w.id, w.id.split("-")[0][:3].upper() + "1", "01/26", w.title, w.subtitle, office, (claim(w),), air=6,
                part=w.part, page_of=w.page_of, currency=w.currency)


FORMS = tuple(form_of(w) for w in (GERMAN, FRENCH, SPANISH, POLISH, WELSH))
