"""Lines an analyst would put his name to: rows that stand alone, voices that are voices, days that are the deed's own."""

from dateline.intake import build
from dateline.intake.build import Raw
from dateline.intake.header import read_header
from dateline.intake.stamps import stamped
from dateline.reading import read
from dateline.reconciling import reconcile
from dateline.records import Account, Reading, Report, Story

DAY = "2021-05-20"  # a Thursday


def made(rid: str, text: str, published: str | None = DAY) -> Report:
    return build.build(Raw(text=text, id=rid, sha256="0" * 64, published=published))


def account(*texts: str, published: tuple[str, ...] = ()) -> Account:
    days = published or (DAY,) * len(texts)
    reports = {f"t{n}": made(f"t{n}", text, day) for n, (text, day) in enumerate(zip(texts, days, strict=True))}
    readings = {rid: read(report) for rid, report in reports.items()}
    return reconcile(Story(id="s", reports=tuple(sorted(reports)), links=(), copies=()), reports, readings, "s")


def rows(found: Account) -> list[tuple[str, str]]:
    return [(e.earliest, e.text) for e in found.timeline]


def days_told(text: str) -> dict[str, str | None]:
    report = made("t", f"A day in Larne\n\n{text}")
    reading: Reading = read(report)
    times = reading.times
    return {
        s.span.of(report.text): times[s.time].earliest if s.time is not None else None
        for s in reading.statements
        if s.section == "body"
    }


def test_the_day_of_a_deed_is_not_the_day_of_what_is_done_about_it() -> None:
    told = days_told(
        "Three men were charged in a July 2019 robbery of the bank in Larne that left a guard dead.\n\n"
        "Police released new pictures of Sunday's crash on Tuesday.\n\n"
        "The 20-year-old man injured in a shooting last week died from his injuries Sunday morning.\n\n"
        "Nine people were killed in Sunday's attack on the market."
    )
    assert list(told.values()) == [None, "2021-05-18", "2021-05-16", "2021-05-16"]


def test_the_happening_is_dated_by_the_deed_and_not_by_how_the_hurt_are_or_die_later() -> None:
    found = account(
        "Boy in hospital after shooting in Larne\n\nA boy remains in hospital on Thursday after a shooting in Larne on Sunday, "
        "police said. He was shot at a party on Sunday night.\n\nA second boy shot at the party died on Wednesday."
    )
    assert found.when.earliest == "2021-05-16"


def test_what_is_set_for_a_day_is_no_row() -> None:
    found = account(
        "Ferry sinks off Larne\n\nThe ferry Aran Star sank off Larne on Tuesday, the coast guard said. The captain is scheduled to "
        "appear in court on Friday. An inquiry has been set for Monday. The owner is due in Belfast on June 3."
    )
    assert rows(found) == [("2021-05-18", "The ferry Aran Star sank off Larne on Tuesday")]


def test_a_first_report_with_the_stamp_of_another_year_dates_nothing() -> None:
    fire = "Warehouse burns in Larne\n\nA warehouse burned down in Larne on Tuesday, the fire service said."
    found = account(
        "Could the Larne fire happen here?\n\nA warehouse fire killed a guard in Larne. Today the owner is asked why.",
        fire,
        fire.replace("fire service", "mayor"),
        published=("2020-11-02", DAY, DAY),
    )
    assert found.when.earliest == "2021-05-18"


def test_one_deed_is_one_row_however_it_is_told() -> None:
    found = account(
        "Man shot in Larne\n\nA 30-year-old man was shot in Larne on Tuesday evening, police said. It happened around 6 p.m. on "
        "Tuesday. The shooting took place on Tuesday outside a bar.",
        "Larne man wounded\n\nNeil Harrow, 30, was wounded outside a bar in Larne on Tuesday, his sister said.",
    )
    (row,) = found.timeline
    assert row.earliest == "2021-05-18"
    assert {e.report for e in row.evidence} == {"t0", "t1"}


def test_rows_name_whom_they_speak_of_and_are_whole() -> None:
    found = account(
        "Ferry sinks off Larne\n\nThe ferry Aran Star sank off Larne on Tuesday, the coast guard said. They received a call at noon "
        'on Tuesday. "We saw the boat go down on Tuesday," said Jo Vale. Since the ferry first sailed in 2003, it has sunk twice. '
        "No further information was available on Wednesday.\n\nWho steered the ferry on Tuesday?\n\nMay 18, 2021"
    )
    assert rows(found) == [("2021-05-18", "The ferry Aran Star sank off Larne on Tuesday")]


def test_what_lies_long_before_the_story_is_marked_as_its_background() -> None:
    found = account(
        "Ferry sinks off Larne\n\nThe ferry Aran Star sank off Larne on Tuesday, the coast guard said. The harbour company bought "
        "the ship in 2009."
    )
    assert [(e.earliest, e.background) for e in found.timeline] == [("2009", True), ("2021-05-18", False)]


LINKS = """Man robs bank in Oslo with a toy gun

Girl, nine, wins national chess title in April

Minister of transport resigns over the price of trains

The ferry Aran Star sank off Larne on Tuesday, the coast guard said. Nine people were aboard.

RELATED: Women march through Belfast in March

All nine were brought ashore by a trawler on Tuesday night.

Most Read
"""


def test_links_to_other_stories_report_nothing() -> None:
    report = build.build(Raw(text=LINKS, id="t", sha256="0" * 64, published=DAY, title="Ferry sinks off Larne"))
    told = " ".join(s.span.of(report.text) for s in read(report).statements)
    assert "sank off Larne" in told
    assert not [word for word in ("Oslo", "chess", "Minister", "march", "Most Read") if word in told]


def test_a_heading_of_the_story_is_kept() -> None:
    text = (
        "The ferry Aran Star sank off Larne on Tuesday, the coast guard said.\n\nSearch for the ferry captain goes on\n\nDivers "
        "looked for the captain of the ferry."
    )
    report = build.build(Raw(text=text, id="t", sha256="0" * 64, published=DAY, title="Ferry sinks off Larne"))
    assert "heading" in {s.section for s in read(report).statements}


def test_the_brief_opens_with_the_main_fact() -> None:
    found = account(
        "Lens bends light\n\nA lens of stars bends light, and a galaxy is such a lens, astronomers in Bergen said on Monday. A "
        "galaxy holds gas and dust. The gas was found in 1990.",
        "Astronomers find three planets beyond the galaxy\n\nAstronomers in Bergen have found three planets beyond the galaxy, "
        "the first ever seen there. They used a lens of stars.",
    )
    assert found.headline is not None
    assert found.headline.quote == "Astronomers find three planets beyond the galaxy"
    assert found.brief[0].quote.startswith("Astronomers in Bergen have found three planets")


def test_the_brief_tells_no_captions_labels_or_rewards() -> None:
    found = account(
        "Bank robbed in Larne\n\n[Editor's note: an earlier version of this story gave the wrong street in Larne.]\n\nTwo men robbed a "
        "bank in Larne on Tuesday, police said. A reward of up to $2,500 is offered for information that leads to an arrest.\n\n"
        "Caption Two men leave the bank in Larne on Tuesday in a picture from a camera.\n\n"
        '0:43 Lawyers: "We will sue the bank in Larne for this"\n\nThe men took $9,000 and fled in a van, police said.'
    )
    told = " ".join(e.quote for e in found.brief)
    assert "Two men robbed a bank" in told
    assert not [word for word in ("Editor", "reward", "Caption", "Lawyers") if word in told]
    assert 2500.0 not in {f.best for f in found.figures}


def test_voices_are_people_and_bodies_and_not_the_page_around_them() -> None:
    found = account(
        "Man shot in Larne\n\nPolice said a man was shot in Larne on Tuesday. New guidelines require officers to wear cameras, which "
        "is why there is a film. Two sisters, ages 12 and 13, said they were near.\n\n(Photo: Jo Vale, Harbour Post)\n\nHARWICK, "
        "N.I. (KTHV) - Harwick police say the gun was found."
    )
    names = {o.name for o in found.origins}
    assert {"Two sisters", "Harwick police"} <= names
    assert not [n for n in names if "guideline" in n or "Vale" in n or "HARWICK" in n]


def test_a_file_name_is_no_publisher() -> None:
    report = build.build(Raw(text="Ferry sinks\n\nA ferry sank.", id="t", sha256="0" * 64, path="in/2021-05-20-a.txt"))
    assert {link.name for s in read(report).statements for link in s.chain} == {"the report itself"}


PAGE = """Larne Courier
Menu
Weather

Bus overturns near Larne and two are hurt

By Dana Pruitt
Posted: May 17, 2021 9:12 PM
Updated: 3:15 p.m. Wednesday, May 19, 2021

Two passengers were hurt on Monday night when a bus overturned near Larne, police said. The driver was fined on Tuesday.
"""


def test_labels_above_a_headline_are_passed_over_and_stamps_read_wherever_they_stand() -> None:
    header = read_header(PAGE)
    assert header.title is not None
    assert header.title.of(PAGE) == "Bus overturns near Larne and two are hurt"
    assert header.published == "2021-05-17"
    assert stamped("Two were hurt.\n\nUpdated 3:15 p.m. Wednesday, May 19, 2021\n") == "2021-05-19"
    assert stamped("Two were hurt, and the inquiry published on May 19, 2021 says why.") is None


def test_weekdays_of_an_updated_text_are_told_from_its_update() -> None:
    found = account(PAGE, published=("2021-05-17",))
    assert rows(found) == [
        ("2021-05-17", "Two passengers were hurt on Monday night"),
        ("2021-05-18", "The driver was fined on Tuesday"),
    ]
    assert found.sources[0].published == "2021-05-17"


def test_quarters_of_a_game_are_no_quarters_of_a_year() -> None:
    assert list(days_told("Pat Crane caught a 20-yard touchdown pass in the third quarter.").values()) == [None]
    assert list(days_told("Sales of the company fell in the first quarter.").values()) == ["2021-01-01"]


def test_rows_keep_their_negation_and_their_subject() -> None:
    found = account(
        "Man shot in Larne\n\nA gunman opened fire in Larne, shooting into a crowd at a fair on Tuesday night. Police have not "
        "named a suspect nor made any arrests as of Wednesday night. On Wednesday, he sold his house in Larne."
    )
    told = [(e.earliest, e.subject.quote if e.subject else None, e.text) for e in found.timeline]
    assert ("2021-05-18", "A gunman", "shooting into a crowd at a fair on Tuesday night") in told
    assert not [text for _, _, text in told if "arrests" in text or "sold" in text]


def test_what_is_to_be_done_or_stamped_is_no_row() -> None:
    found = account(
        "Ferry sinks off Larne\n\nThe ferry Aran Star sank off Larne on Tuesday, the coast guard said.\n\n"
        "New ferry to sail next month from Larne.\n\nFerry sinks off Larne with nine aboard Updated: Wednesday, May 19, 2021 6:44 PM"
    )
    assert rows(found) == [("2021-05-18", "The ferry Aran Star sank off Larne on Tuesday")]


def test_a_weekday_that_would_come_before_the_story_is_no_row() -> None:
    first = "Bank robbed in Larne\n\nTwo men robbed a bank in Larne on Tuesday, police said."
    late = first + " On Friday, police released a film of the two men."  # put up on Thursday, changed on Friday
    assert rows(account(late)) == [("2021-05-18", "Two men robbed a bank in Larne on Tuesday")]
    kept = rows(account(late, published=("2021-05-22",)))
    assert ("2021-05-21", "On Friday, police released a film of the two men") in kept


def test_each_voice_is_shown_once_and_things_not_at_all() -> None:
    found = account(
        "Bank robbed in Larne\n\nTwo men robbed a bank in Larne on Tuesday, said Police Chief Ana Ruiz. The police chief said the men "
        "were armed. Almost no one knows what was in the vault. Her stated philosophy suggests that banks need guards. The police "
        "report said $9,000 was gone. A lawyer for Ana Ruiz said she was not at home."
    )
    names = {o.name for o in found.origins}
    assert "Ana Ruiz" in names
    assert not [n for n in names if "philosophy" in n or "no one" in n or n.casefold() == "the police chief"]
    assert [n for n in names if "lawyer" in n.casefold()]


def test_the_day_of_a_deed_or_a_picture_dates_no_row_of_something_else() -> None:
    found = account(
        "Man charged in Larne\n\nA second man has been charged in the shooting on May 10. A third was charged with murder on "
        "Tuesday. Police say more concerns on Tuesday --"
    )
    assert [day for day, _ in rows(found)] == ["2021-05-18"]


def test_money_that_something_sells_for_and_lengths_that_are_names_are_no_figures() -> None:
    found = account(
        'Firm opens in Larne\n\nThe Larne firm, with a market value of $4 billion, opened on Tuesday. Its owner spoke on "60 Minutes" '
        "about it. Two men who broke in were taken into custody on Tuesday. The fire caused damage of $3 million."
    )
    kinds = {(f.measure, f.best) for f in found.figures}
    assert ("cost", 3_000_000.0) in kinds
    assert ("cost", 4_000_000_000.0) not in kinds
    assert ("duration", 60.0) not in kinds
    assert ("detained", 2.0) in kinds


def test_a_fact_whose_negation_stands_outside_its_words_is_denied() -> None:
    found = account("Man shot in Larne\n\nPolice have not named a suspect nor made any arrests as of Wednesday night.")
    assert {f.text: f.status for f in found.facts if "arrests" in f.text} == {
        "made any arrests as of Wednesday night": "denied"
    }


def test_pictures_of_a_gallery_are_no_rows_and_what_comes_after_a_deed_is_not_before_it() -> None:
    first = (
        "Boy shot in Larne\n\nA boy was shot dead in Larne on Saturday, police said.\n\nImage 3 of 5 Jo Vale, 22, was arrested in "
        "Belfast on Monday. The friends of the boy were shaken on Monday."
    )
    found = account(
        first, "Larne mourns\n\nThe boy shot dead in Larne is mourned.", published=("2021-05-15", "2021-05-18")
    )
    assert [day for day, _ in rows(found)] == ["2021-05-15"]


def test_no_arrests_are_no_figure_and_no_dead_are() -> None:
    found = account("No one was killed when a bomb went off in Larne on Monday. No arrests have been made.")
    assert [(f.measure, f.best) for f in found.figures] == [("killed", 0)]


def test_a_share_of_a_bond_measures_nothing() -> None:
    found = account("A man was shot dead in Larne on Monday. The judge set bond at $500,000 with a 10 percent option.")
    assert not [f for f in found.figures if f.unit == "percent"]
