"""Items of information, as officers grade them, with what confirms what."""

from cases import listed


def play(stage):
    # What confirms each other cannot both be there first: a "1" is entered as a 2, and raised when all stand
    for item in stage.listed("evidence_assessment"):
        stage.items[id(item)] = enter(stage, item)
    for item in stage.listed("evidence_assessment"):
        if item.get("credibility") == "1" and confirming(stage, item):
            raise_to_confirmed(stage, item)


def values(item, **changed):
    return {
        "source_ref": item["source_ref"],
        "source_type": item["source_type"],
        "reliability": item.get("reliability"),
        "credibility": item.get("credibility"),
        "independence_group": item.get("independence_group"),
        "supports": listed(item, "supports"),
        "contradicts": listed(item, "contradicts"),
        "note": item.get("note"),
    } | changed


def source(stage, form, item):
    """The submission or the file of the case that it rests on; None where it is something else, or stands apart."""
    name = item["source_ref"]
    known = stage.submissions.get(name) or stage.files.get(name)
    if known is None:
        return None
    offered = form.fields["source"].offered if form.offers("source") else []
    return next((one for one in offered if known in one.lower()), None)


def enter(stage, item):
    officer = stage.people.as_role("CASE_OFFICER")
    address = f"{stage.address}/findings"
    form = officer.get(address).form(address)
    form.fill(**values(item, credibility="2" if item.get("credibility") == "1" else item.get("credibility")))
    form.fill(source=source(stage, form, item))
    return officer.submit(form).fragment.removeprefix("record-")


def raise_to_confirmed(stage, item):
    officer = stage.people.as_role("CASE_OFFICER")
    address = f"{stage.address}/findings/{stage.items[id(item)]}"
    form = officer.get(address).form(address)
    officer.submit(form.fill(credibility="1", confirmed_by=[stage.items[id(other)] for other in confirming(stage, item)]))


def confirming(stage, item):
    """Items of other independence groups that say the same of the same claim."""
    def says(one, direction):
        return set(listed(one, direction))

    return [
        other
        for other in stage.listed("evidence_assessment")
        if other.get("independence_group") != item.get("independence_group")
        and any(says(item, direction) & says(other, direction) for direction in ("supports", "contradicts"))
    ]
