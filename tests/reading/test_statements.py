"""Statements as the annotation guidelines rule them, on invented sentences, with the real model."""

from collections.abc import Callable, Sequence

import pytest

from diplomacy.reading import Reading
from diplomacy.reading.values import StatementKind

PEOPLE = "Foreign Minister Marta Keller of Austria met Foreign Minister Oleh Danko of Ukraine in Vienna."


def told(text: str, reading: Reading) -> list[tuple[str, str, tuple[str, ...]]]:
    """(speakers, cue, content pieces) of each statement, silences apart."""
    return [
        (
            ", ".join(reading.actors[actor].name for actor in statement.speakers),
            statement.cue.span.of(text) if statement.cue else "",
            tuple(span.of(text) for span in statement.spans),
        )
        for statement in reading.statements
        if not statement.silence
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Keller said that talks would go on.", [("said", "talks would go on")]),
        ("Keller said talks would go on.", [("said", "talks would go on")]),
        ("Keller urged Ukraine to open the border.", [("urged", "Ukraine to open the border")]),
        ("Keller thanked Ukraine for its patience.", [("thanked", "Ukraine for its patience")]),
        ("Keller called for talks on the border.", [("called for", "talks on the border")]),
        ("Keller expressed the hope that talks would go on.", [("expressed the hope", "talks would go on")]),
        ("Keller voiced regret over the delay.", [("voiced", "regret over the delay")]),
        ("Keller promised to consider the request.", [("promised", "to consider the request")]),
        ("Keller spoke by telephone with Danko on Monday about the border.", [("spoke", "the border")]),
        ("Keller met with Danko on Monday to discuss the border.", [("discuss", "the border")]),
        ("Keller discussed steps to respond to the crisis.", [("discussed", "steps to respond to the crisis")]),
        ("Keller was clear that the border must open.", [("was clear", "the border must open")]),
        ("It was clear that the border must open.", []),
        ("Keller will discuss the border on Monday.", []),
        ("Keller will focus on supporting the truce.", []),
        ("Talks would go on, Keller said.", [("said", "Talks would go on")]),
        ("Keller told Danko that the border must open.", [("told", "the border must open")]),
        ("Keller pointed out that the border was closed.", [("pointed out", "the border was closed")]),
        ("Keller accused Russia of breaking the truce.", [("accused", "Russia of breaking the truce")]),
        (
            "Keller praised the truce and noted that the border was closed.",
            [("praised", "the truce"), ("noted", "the border was closed")],
        ),
        (
            "Keller said she had a plan, but lacked the money.",
            [("said", "she had a plan, but lacked the money")],
        ),
        (
            "Keller said she had a plan, but her friends had no money.",
            [("said", "she had a plan, but her friends had no money")],
        ),
        (
            "Keller has said the border must open, while other ministers went home.",
            [("has said", "the border must open")],
        ),
        (
            "Keller said the guards were leaning towards the truce, or simply opposed to war.",
            [("said", "the guards were leaning towards the truce, or simply opposed to war")],
        ),
        (
            "Keller said she had received letters, some of them praising the truce.",
            [("said", "she had received letters, some of them praising the truce")],
        ),
        (
            "Keller said she found the truce too costly to support.",
            [("said", "she found the truce too costly to support")],
        ),
        ("Keller said that the truce held, a swipe at the army.", [("said", "the truce held")]),
        ("Keller said that the truce held, echoing a memo of the army.", [("said", "the truce held")]),
        (
            "Keller said that the truce held, a gift to the villages.",
            [("said", "the truce held, a gift to the villages")],
        ),
        (
            "Keller said that the truce held, though she noted that the border was shut.",
            [("said", "the truce held"), ("noted", "the border was shut")],
        ),
        ("Keller said opening it could help the villages.", [("said", "opening it could help the villages")]),
        ("Keller was made to wait and said that the border must open.", [("said", "the border must open")]),
        ("Keller, head of the delegation, also said that the border must open.", [("said", "the border must open")]),
        (
            "Keller reported that, according to a count of the guards, the border had been open.",
            [("reported", "according to a count of the guards, the border had been open")],
        ),
        (
            "Keller said the wording suggests that the border must open.",
            [("said", "the wording suggests that the border must open")],
        ),
        ("Keller asked Danko if the border was open.", [("asked", "if the border was open")]),
        ("As the rain set in, Keller stressed the need for a truce.", [("stressed", "the need for a truce")]),
        (
            "The border was closed, Keller said. “It must open.”",
            [("said", "The border was closed"), ("said", "It must open")],
        ),
        (
            "Later on Sunday, Keller met the press, saying that the border must open.",
            [("saying", "the border must open")],
        ),
        (
            "Keller praised the truce, stressing that the border must open.",
            [("praised", "the truce"), ("stressing", "the border must open")],
        ),
    ],
)
def test_a_cue_with_what_it_introduces(
    read: Callable[..., Reading], sentence: str, expected: Sequence[tuple[str, str]]
) -> None:
    text = f"{PEOPLE}\n\n{sentence}"
    assert told(text, read(text)) == [("Marta Keller", cue, (content,)) for cue, content in expected]


@pytest.mark.parametrize(
    ("sentence", "pieces"),
    [
        ("Even then, Keller insisted, the border would be open.", ("Even then", "the border would be open")),
        (
            "If the border stays shut, Keller warned, the villages will starve.",
            ("If the border stays shut", "the villages will starve"),
        ),
        (
            "That was good news, Keller said, because the guards were tired.",
            ("That was good news", "because the guards were tired"),
        ),
        ("The border would open, Keller said, adding nothing.", ("The border would open",)),
        ("“The border must open,” Keller said, with the press listening.", ("The border must open",)),
        ("And in recent days, Keller said, the border was open.", ("in recent days", "the border was open")),
        ("But, Keller said, the border would open.", ("the border would open",)),
        ("The border, according to Keller, was open.", ("The border", "was open")),
        ("One thing was clear: the border was open, according to Keller.", ("the border was open",)),
        ("But, according to Keller, the border was open.", ("the border was open",)),
    ],
)
def test_a_sentence_goes_on_behind_its_attribution(
    read: Callable[..., Reading], sentence: str, pieces: tuple[str, ...]
) -> None:
    text = f"{PEOPLE}\n\n{sentence}"
    ((speaker, _, found),) = told(text, read(text))
    assert (speaker, found) == ("Marta Keller", pieces)


@pytest.mark.parametrize(
    ("sentence", "kind", "pieces"),
    [
        ("“The border must open,” Keller said.", StatementKind.DIRECT, ("The border must open",)),
        ('"The border must open," said Keller.', StatementKind.DIRECT, ("The border must open",)),
        ("„The border must open“, Keller said.", StatementKind.DIRECT, ("The border must open",)),
        ("«The border must open», Keller said.", StatementKind.DIRECT, ("The border must open",)),
        (
            "“The border must open,” Keller said. “We have waited for years.”",
            StatementKind.DIRECT,
            ("The border must open", "We have waited for years"),
        ),
        (
            "“We have to open the border,” Keller said, “and finding guards takes weeks.”",
            StatementKind.DIRECT,
            ("We have to open the border", "and finding guards takes weeks"),
        ),
        (
            "“The guards are tired,” said Keller, the minister, “and they want to go home.”",
            StatementKind.DIRECT,
            ("The guards are tired", "and they want to go home"),
        ),
        (
            "“It is late,” Keller wrote in a letter, that the border should open.",
            StatementKind.MIXED,
            ("It is late", "the border should open"),
        ),
        ("“Really,” Keller added when the news came.", StatementKind.DIRECT, ("Really",)),
        ("“The border must open,” Keller told the paper on Monday.", StatementKind.DIRECT, ("The border must open",)),
        (
            "The border, Keller wrote “has been shut for years. Nobody guards it.”",
            StatementKind.MIXED,
            ("The border", "has been shut for years. Nobody guards it"),
        ),
        (
            "Keller said the truce was “dead on arrival”.",
            StatementKind.MIXED,
            ("the truce was “dead on arrival”",),
        ),
        ("Keller said the truce was dead.", StatementKind.INDIRECT, ("the truce was dead",)),
        (
            "“We have waited. The border must open now,” Keller said.",
            StatementKind.DIRECT,
            ("We have waited. The border must open now",),
        ),
    ],
)
def test_the_kind_goes_by_the_marks(
    read: Callable[..., Reading], sentence: str, kind: StatementKind, pieces: tuple[str, ...]
) -> None:
    text = f"{PEOPLE}\n\n{sentence}"
    (statement,) = read(text).statements
    assert statement.kind is kind
    assert tuple(span.of(text) for span in statement.spans) == pieces


@pytest.mark.parametrize(
    "passage",
    [
        "Keller said: “The border must open.\n\n“We have waited for years.\n\n“That is all.”",
        "“The border must open.\n\n“We have waited for years.\n\n“That is all,” Keller said.",
    ],
)
def test_a_quotation_left_open_goes_on_in_the_next_paragraph(read: Callable[..., Reading], passage: str) -> None:
    text = f"{PEOPLE}\n\n{passage}"
    pieces = ("The border must open", "We have waited for years", "That is all")
    assert told(text, read(text)) == [("Marta Keller", "said", pieces)]


def test_a_paragraph_of_quotation_goes_on_for_who_was_quoted(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE}\n\n“The border must open,” Keller told reporters.\n\n“We have waited for years.”"
    expected = [("Marta Keller", "told", (piece,)) for piece in ("The border must open", "We have waited for years")]
    assert told(text, read(text)) == expected


def test_a_paragraph_of_quotation_behind_what_happened_is_nobodys(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE}\n\nKeller said that the border must open. The guards left.\n\n“We have waited for years.”"
    assert told(text, read(text)) == [("Marta Keller", "said", ("the border must open",))]


def test_a_relayed_statement_is_the_inner_speakers(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE}\n\nAustria’s Foreign Ministry said Danko had promised to open the border."
    reading = read(text)
    (statement,) = reading.statements
    assert [reading.actors[actor].name for actor in statement.speakers] == ["Oleh Danko"]
    assert statement.via is not None
    assert reading.actors[statement.via].name == "Austria’s Foreign Ministry"


def test_what_the_own_state_holds_is_the_outer_speakers(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE}\n\nKeller said that Austria hoped the border would open."
    assert told(text, read(text)) == [("Marta Keller", "said", ("Austria hoped the border would open",))]


def test_a_source_behind_according_to(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE}\n\nThe call lasted an hour, according to a senior Austrian official."
    assert told(text, read(text)) == [("senior Austrian official", "according to", ("The call lasted an hour",))]


def test_a_source_relays_the_main_clause_and_no_verb_inside_it(read: Callable[..., Reading]) -> None:
    sentence = "The road that supported the villages was shut, according to Danko."
    text = f"{PEOPLE}\n\n{sentence}"
    assert told(text, read(text)) == [
        ("Oleh Danko", "according to", ("The road that supported the villages was shut",))
    ]
    text = f"{PEOPLE}\n\n“The border must open,” Keller said, according to Danko."
    reading = read(text)
    (statement,) = reading.statements
    assert statement.via is not None
    assert (reading.actors[statement.speakers[0]].name, reading.actors[statement.via].name) == (
        "Marta Keller",
        "Oleh Danko",
    )


@pytest.mark.parametrize(
    ("sentence", "unsaid"),
    [
        ("Keller declined to comment.", "to comment"),
        ("Keller did not say whether the border would open.", "whether the border would open"),
        ("The Austrian readout made no mention of the border.", "the border"),
        ("Keller named no date.", "date"),
        ("The Austrian release was silent on the border.", "the border"),
        ("The Austrian readout says nothing of the border.", "the border"),
        ("The Austrian account skipped the border.", "the border"),
        ("Keller said nothing about the border.", "the border"),
    ],
)
def test_what_is_not_said_is_a_silence(read: Callable[..., Reading], sentence: str, unsaid: str) -> None:
    text = f"{PEOPLE}\n\n{sentence}"
    (silence,) = read(text).statements
    assert silence.silence
    assert tuple(span.of(text) for span in silence.spans) == (unsaid,)


def test_a_readout_goes_on_without_a_cue(read: Callable[..., Reading]) -> None:
    text = (
        "Keller Speaks with Danko\n\nForeign Minister Marta Keller spoke by telephone with Foreign Minister Oleh Danko "
        "of Ukraine.\n\nKeller said that the border must open. Austria will send experts. The call lasted an hour."
    )
    reading = read(text, titled=True, official=True, country="Austria")
    free = [s for s in reading.statements if s.kind is StatementKind.FREE]
    assert [(s.speakers, s.spans[0].of(text)) for s in free] == [
        (reading.statements[0].speakers, "Austria will send experts")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The so-called “green lane” opened on Monday.",
        "The bridge collapsed in April.",
        "Keller signed the treaty on Monday.",
    ],
)
def test_narration_and_scare_quotes_are_no_statements(read: Callable[..., Reading], sentence: str) -> None:
    assert read(f"{PEOPLE}\n\n{sentence}").statements == ()


def test_a_headline_attributes_with_a_mark(read: Callable[..., Reading]) -> None:
    text = f"Keller: the border must open\n\n{PEOPLE}"
    (statement,) = read(text, titled=True).statements
    assert statement.cue is not None
    assert (statement.cue.span.of(text).strip(), statement.spans[0].of(text)) == ("Keller:", "the border must open")


@pytest.mark.parametrize(
    ("sentence", "cue", "pieces"),
    [
        (
            "In the words of Keller, the border “must open at once”.",
            "In the words of",
            ("the border “must open at once”",),
        ),
        ("In Keller’s words, the truce is dead.", "In Keller’s words", ("the truce is dead",)),
        ("The truce was, in the words of Keller, “dead”.", "in the words of", ("The truce was", "dead")),
        ("Keller was quoted as saying that the border must open.", "was quoted as saying", ("the border must open",)),
    ],
)
def test_a_source_is_named_without_a_verb_of_its_own(
    read: Callable[..., Reading], sentence: str, cue: str, pieces: tuple[str, ...]
) -> None:
    text = f"{PEOPLE}\n\n{sentence}"
    assert told(text, read(text)) == [("Marta Keller", cue, pieces)]


BOTH = "Marta Keller, Oleh Danko"


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (
            "The two ministers:\n\n– agreed to open the border;\n\n– welcomed the truce.",
            [(BOTH, "agreed", ("to open the border",)), (BOTH, "welcomed", ("the truce",))],
        ),
        (
            "The ministers agreed on the following:\n• The border will open in May.\n• Talks will resume in Kyiv.",
            [(BOTH, "agreed on", ("The border will open in May", "Talks will resume in Kyiv"))],
        ),
        (
            "The ministers agreed:\n(a) to open the border;\n(b) to resume talks in May.",
            [(BOTH, "agreed", ("to open the border", "to resume talks in May"))],
        ),
        (
            "1. Keller stated that the border must open.\n2. The two sides agreed to meet in May.",
            [("Marta Keller", "stated", ("the border must open",)), (BOTH, "agreed", ("to meet in May",))],
        ),
        ("It was agreed that talks would resume in May.", [(BOTH, "was agreed", ("talks would resume in May",))]),
    ],
)
def test_points_of_a_communique_are_the_participants(
    read: Callable[..., Reading], passage: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    text = f"{PEOPLE}\n\n{passage}"
    assert told(text, read(text)) == expected


@pytest.mark.parametrize(
    ("sentence", "platform"),
    [
        ("“The border must open,” Keller wrote on X.", "X"),
        ("In a post on X, Keller said that the border must open.", "X"),
        ("Keller posted on Telegram: “The border must open.”", "Telegram"),
    ],
)
def test_a_platform_relays_what_is_posted_on_it(read: Callable[..., Reading], sentence: str, platform: str) -> None:
    text = f"{PEOPLE}\n\n{sentence}"
    reading = read(text)
    (statement,) = reading.statements
    assert statement.via is not None
    assert [reading.actors[actor].name for actor in (*statement.speakers, statement.via)] == ["Marta Keller", platform]


@pytest.mark.parametrize(
    ("passage", "cue"),
    [
        ("Keller was blunt about the border. “It must open within a week.”", "was blunt"),
        ("Keller spoke to reporters after the talks. “It must open within a week.”", "spoke"),
        ("Keller had a message for Danko: “It must open within a week.”", "had"),
    ],
)
def test_a_floating_quotation_is_whom_the_sentence_before_is_about(
    read: Callable[..., Reading], passage: str, cue: str
) -> None:
    text = f"{PEOPLE}\n\n{passage}"
    assert told(text, read(text)) == [("Marta Keller", cue, ("It must open within a week",))]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("“The border must open, Keller said.", [("Marta Keller", "said", ("The border must open",))]),
        (
            "Keller said the border was “closed for good. Danko promised to open it.",
            [
                ("Marta Keller", "said", ("the border was “closed for good",)),
                ("Oleh Danko", "promised", ("to open it",)),
            ],
        ),
        (
            "Keller said: “He called it ‘a “green lane” for all’ in the room.”",
            [("Marta Keller", "said", ("He called it ‘a “green lane” for all’ in the room",))],
        ),
    ],
)
def test_a_mark_without_a_partner_costs_no_statement(
    read: Callable[..., Reading], passage: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    text = f"{PEOPLE}\n\n{passage}"
    assert told(text, read(text)) == expected


def test_a_name_beside_a_description_is_who_speaks(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE} The opposition’s critic, Ivo Brandt, accused the minister of “trading a bridge.” It is late."
    assert told(text, read(text))[-1] == (
        "Ivo Brandt",
        "accused",
        ("the minister of “trading a bridge.”",),
    )


def test_an_unnamed_diplomat_is_met_again_and_is_not_the_minister(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE}\n\n“We wait,” an Austrian diplomat said. “We wait and see,” the Austrian diplomat said."
    assert {speaker for speaker, _, _ in told(text, read(text))} == {"Austrian diplomat"}


def test_what_was_proposed_is_no_further_report_where_only_it_stands_for_it(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE} An official said that the call was late and that Ukrainian diplomats had proposed it on Friday."
    assert told(text, read(text))[-1][2] == (
        "the call was late and that Ukrainian diplomats had proposed it on Friday",
    )


def test_a_cue_behind_a_quotation_may_look_like_an_adjective(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE}\n\n“They close the border and then they want an apology,” fumed backbencher Ida Holm."
    assert told(text, read(text)) == [("Ida Holm", "fumed", ("They close the border and then they want an apology",))]


def test_a_protest_to_someone_is_over_something(read: Callable[..., Reading]) -> None:
    text = f"{PEOPLE} Keller protested to her Ukrainian counterpart over the closing of the border."
    assert told(text, read(text))[-1][2] == ("the closing of the border",)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Austria vowed to open the border, but its neighbours left without a word, two people briefed on it said.",
            [("Austria", "vowed", ("to open the border",))],
        ),
        (
            "Keller begged for the call, a source in Vienna says.",
            [("Marta Keller", "begged for", ("the call",))],
        ),
        (
            "Keller lashed out at Ukraine – then promised to open the border.",
            [("Marta Keller", "lashed out at", ("Ukraine",)), ("Marta Keller", "promised", ("to open the border",))],
        ),
        (
            "Poland’s Foreign Ministry said that Keller had come and had told Danko that the border was open.",
            [
                ("Poland’s Foreign Ministry", "said", ("Keller had come",)),
                ("Marta Keller", "had told", ("the border was open",)),
            ],
        ),
    ],
)
def test_an_act_ends_where_another_or_its_attribution_begins(
    read: Callable[..., Reading], sentence: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    text = f"{PEOPLE}\n\n{sentence}"
    assert told(text, read(text)) == expected
