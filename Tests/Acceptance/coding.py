"""How officers code a case: its people, what was done to them, their cooperation, and what is said of it as a whole."""

from arrival import REASON
from cases import listed
from desk import look, records


def play(stage):
    for subject in stage.listed("subjects"):
        stage.subjects[subject["subject_id"]] = keep(stage, "people", None, described(stage, subject), statuses(subject))
    # What was said when the case was opened is completed, not repeated
    begun = opened(stage)
    for act in stage.listed("acts"):
        keep(stage, "acts", claim(begun, act["act"]), acted(stage, act), perpetrators(act))
    for cooperation in stage.listed("cooperation"):
        keep(stage, "cooperation", claim(begun, cooperation["entity"]), cooperated(cooperation))
    facts(stage)


def described(stage, subject):
    """What describes somebody is kept only on their own word, or from others with their consent."""
    tellers = {(one.get("submitter") or {}).get("source_type") for one in stage.listed("submissions")}
    return {
        "display_name": subject.get("display_name"),
        "name_variants": "\n".join(listed(subject, "name_variants")) or None,
        "unit": subject.get("unit"),
        "count": subject.get("count"),
        "categories": listed(subject, "categories"),
        "state_of_nationality": subject.get("state_of_nationality"),
        "gender": subject.get("gender"),
        "age_band": subject.get("age_band"),
        "vulnerabilities": listed(subject, "vulnerabilities"),
        "descriptors_basis": "OWN_STATEMENT" if "VICTIM" in tellers else "WITH_CONSENT",
    }


def statuses(subject):
    rows = [
        {"legal_status": one["status"], "legal_status_date": one.get("date")}
        for one in listed(subject, "legal_status_history")
    ]
    return ("legal_status", rows)


def acted(stage, act):
    return {
        "act": act["act"],
        "subjects": [stage.person(name) for name in listed(act, "subjects")],
        "modality": act.get("modality"),
        "ongoing": "yes" if act.get("ongoing") else None,
        "state_of_act": act.get("state_of_act"),
        "place": act.get("place"),
        "place_precision": act.get("place_precision"),
        # What is on no list has to be described
        "note": act.get("note") or (REASON if act["act"] == "Z99" else None),
    } | dated(act, "date_from", "date_to")


def perpetrators(act):
    rows = [
        {
            "perpetrator_type": one["type"],
            "attribution": one.get("attribution"),
            # Whom no State is linked to has none beside the name; the case has
            "state_responsible": None if one.get("attribution") == "NONE" else one.get("state_responsible"),
        }
        for one in listed(act, "perpetrators")
    ]
    return ("perpetrator", rows)


def cooperated(cooperation):
    return {
        "entity": cooperation.get("entity"),
        "mandate": cooperation.get("mandate") if cooperation.get("entity") == "SP" else None,
        "limbs": listed(cooperation, "limbs"),
        "tense": cooperation.get("tense"),
        "activities": listed(cooperation, "activities"),
    } | dated(cooperation, "date", "date_to")


# How much of a date each precision tells
LENGTHS = {"EXACT": 10, "DAY_APPROX": 10, "MONTH": 7, "YEAR": 4}


def dated(record, first, last):
    """The days, and how exact they are where the form can take it at its word: a date that is not there or that tells less
    than its precision says it by itself, and so does a range that has no end."""
    days, precision = (record.get(first), record.get(last)), record.get("date_precision")
    known = [day for day in days if day]
    ends = precision != "RANGE" or all(days)
    if not (precision == "UNKNOWN" or (known and ends and all(len(day) >= LENGTHS.get(precision, 0) for day in known))):
        precision = None
    return {first: days[0], last: days[1], "date_precision": precision}


def facts(stage):
    """There may be more States than the form has room for at first: it has more room each time."""
    states = stage.case.get("states") or {}
    officer = stage.people.as_role("CASE_OFFICER")
    values = {name: listed(states, name) for name in ("of_act", "responsible", "of_nationality")}
    most = max((len(codes) for codes in values.values()), default=0)
    for room in range(1, max(most, 1) + 1):
        form = look(stage, "CASE_OFFICER", "facts").form(f"{stage.address}/facts")
        form.fill(nature=stage.case.get("nature"), effects=stage.listed("effects"))
        form.fill(**{name: codes[: max(room, 2)] for name, codes in values.items()})
        if (reported := stage.case.get("previously_reported")) is not None:
            form.fill(previously_reported="yes" if reported else "no")
        officer.submit(form)


def keep(stage, path, record, values, numbered=None):
    """Adds a record, or changes one that stands; returns its id."""
    officer = stage.people.as_role("CASE_OFFICER")
    address = f"{stage.address}/{path}/{record}" if record else f"{stage.address}/{path}"
    page = officer.get(address if record else f"{address}/new")
    form = page.form(address).fill(**values)
    if numbered is not None:
        form = fill_rows(officer, form, *numbered)
    saved = officer.submit(form)
    # The answer is the section, at the record
    return record or saved.fragment.removeprefix("record-")


def fill_rows(officer, form, group, rows):
    """Fills in numbered rows (`x`, `x.2` …), asking for more where there are too few."""
    for number, row in enumerate(rows, start=1):
        named = {name if number == 1 else f"{name}.{number}": value for name, value in row.items()}
        if not form.offers(next(iter(named))):
            form = officer.submit(form, button=("more", group)).form(form.action)
        form.fill(**named)
    return form


def opened(stage):
    """The records that stand in the section of what happened, with the codes that each shows."""
    page = look(stage, "CASE_OFFICER", "acts")
    return {record: page.by_id(f"record-{record}").codes() for record in records(page)}


def claim(begun, code):
    """Takes the record that begins with this code, once."""
    found = next((record for record, codes in begun.items() if codes[:1] == [code]), None)
    if found is not None:
        del begun[found]
    return found
