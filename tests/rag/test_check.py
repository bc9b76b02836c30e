"""Answers that others wrote: which sentences quote, from which entry, and whether that holds."""

import json
import time

import pytest

from glossator.rag import CheckedAnswer, Glossator, InputError, QuoteCheck, Verdict

TERMS = """\
Term\tAliases\tDefinition
Jib\tforesail\tA triangular sail set ahead of the mast. It isn’t hoisted in a gale.
Kedge\t\tA small anchor that does not hold a ship in a storm. It is kept astern.
Gate\t\tA door that the sailors call the "dry gate". It's the crews' door, and "never shut".
Wake\t\tThe waves behind a boat.
"""


@pytest.fixture(scope="module")
def terms(tmp_path_factory: pytest.TempPathFactory) -> Glossator:
    path = tmp_path_factory.mktemp("terms") / "terms.tsv"
    path.write_text(TERMS, encoding="utf-8")
    return Glossator.build([path], titles={"terms.tsv": "Words of the Sea"})


def verdicts(checked: CheckedAnswer) -> list[tuple[str, str]]:
    return [(one.quote, one.verdict.value) for one in checked.quotes]


def only(checked: CheckedAnswer) -> QuoteCheck:
    (quote,) = checked.quotes
    assert checked.text[quote.start : quote.end] == quote.quote
    return quote


def test_an_answer_is_judged_sentence_by_sentence(terms: Glossator) -> None:
    text = (
        "Sails drive a boat. A jib is “a triangular sail”. The glossary says: “A triangular sail "
        "set ahead of the mast.” [terms-tsv#jib] It adds “The waves behind a boat.” "
        "[terms-tsv#jib] And “the moon is made of cheese”, too."
    )
    checked = terms.check_answer(text)
    assert [one.verdict for one in checked.sentences] == [
        None,
        Verdict.ALTERED,
        Verdict.VERBATIM,
        Verdict.ELSEWHERE,
        Verdict.ABSENT,
    ]
    assert [one.text for one in checked.unquoted] == ["Sails drive a boat."]
    assert [one.verdict.value for one in checked.faults] == ["altered", "elsewhere", "absent"]
    assert not checked.holds
    for one in checked.sentences:
        assert text[one.start : one.end] == one.text
    for quote in checked.quotes:
        assert text[quote.start : quote.end] == quote.quote


@pytest.mark.parametrize(
    "marks",
    ["“{}”", '"{}"', "„{}“", "«{}»", "« {} »", "»{}«", "‹{}›", "「{}」", "‘{}’", "'{}'", "> {}\n"],
)
def test_quote_marks_of_every_shape_are_read(terms: Glossator, marks: str) -> None:
    words = "A triangular sail set ahead of the mast."
    assert only(terms.check_answer(f"It is so:\n\n{marks.format(words)}")).holds
    altered = words.replace("triangular", "square")
    fault = only(terms.check_answer(f"It is so:\n\n{marks.format(altered)}"))
    assert (fault.verdict, fault.marked) == (Verdict.ALTERED, True)


@pytest.mark.parametrize(
    "text",
    [
        'They say "the sailors call the "dry gate"." And so on.',
        "They say “the sailors call the ‘dry gate’.”",
        "They say ‘It's the crews’ door, and “never shut”’.",
        "They say 'It's the crews' door, and \"never shut\"'.",
        '"A triangular sail," it says.',
        "It does not “hold a ship in a storm”.",
        "> A triangular sail set\n> ahead of the mast.\n>\n> — Jib, in Words of the Sea",
        "> “A triangular sail set ahead of the mast.” [terms-tsv#jib]",
        "> **A triangular sail** set ahead of the mast. [terms-tsv#jib]",
        "- Jib — “A triangular sail”\n- **Wake**: “The waves behind a boat.”",
        'The glossary says "A triangular sail set ahead of the mast. It isn\'t hoisted in a gale."',
    ],
)
def test_what_is_quoted_rightly_holds(terms: Glossator, text: str) -> None:
    checked = terms.check_answer(text)
    assert checked.holds, [one.summary for one in checked.quotes]


@pytest.mark.parametrize(
    ("text", "attributed"),
    [
        ("“The waves behind a boat.” [terms-tsv#jib]", "terms-tsv#jib"),
        ("“The waves behind a boat” [terms-tsv#jib].", "terms-tsv#jib"),
        ("“The waves behind a boat.” [terms-tsv#jib][terms-tsv#kedge]", None),
        ("“The waves behind a boat.” [Jib]", "Jib"),
        ("“The waves behind a boat.” (Jib)", "Jib"),
        ("**Jib**: “The waves behind a boat.”", "Jib"),
        ("1. The jib — “The waves behind a boat.”", "The jib"),
        ("According to the entry on Jib, “The waves behind a boat.”", "Jib"),
        ("“The waves behind a boat.” [terms-tsv#nowhere]", "terms-tsv#nowhere"),
        ("> The waves behind a boat. [terms-tsv#jib]", "terms-tsv#jib"),
    ],
)
def test_a_quote_under_another_entrys_name_is_from_elsewhere(
    terms: Glossator, text: str, attributed: str | None
) -> None:
    quote = only(terms.check_answer(text))
    assert (quote.verdict, quote.citations[0].term) == (Verdict.ELSEWHERE, "Wake")
    if attributed is not None:
        assert quote.attributed == attributed


def test_brackets_that_name_no_entry_attribute_nothing(terms: Glossator) -> None:
    assert terms.check_answer("“The waves behind a boat” [emphasis added].").holds
    assert terms.check_answer("See [this page](x.html): “The waves behind a boat.”").holds


def test_numbers_mean_the_citations_that_are_given(terms: Glossator) -> None:
    answer = terms.ask("what is a jib?")
    assert terms.check_answer(answer.text, cited=answer.citations).holds
    wrong = "“The waves behind a boat.” [1]"
    assert terms.check_answer(wrong).holds  # a number means nothing by itself
    assert only(terms.check_answer(wrong, cited=answer.citations)).verdict is Verdict.ELSEWHERE
    unknown = "“A triangular sail” [7]"
    assert only(terms.check_answer(unknown, cited=answer.citations)).verdict is Verdict.ELSEWHERE


def test_names_and_titles_in_quote_marks_are_no_quotes(terms: Glossator) -> None:
    checked = terms.check_answer("A “jib”, or ‘foresail’, is in “Words of the Sea”.")
    assert (checked.quotes, checked.holds) == ((), False)


def test_a_quote_that_is_never_closed_is_read_to_the_end_of_its_paragraph(terms: Glossator) -> None:
    checked = terms.check_answer("It says “A square sail set ahead of the mast.\n\nSo it is.")
    assert verdicts(checked) == [("A square sail set ahead of the mast.", "altered")]


def test_a_sentence_in_an_entrys_words_needs_no_marks(terms: Glossator) -> None:
    checked = terms.check_answer("A triangular sail set ahead of the mast. I like it.")
    (quote,) = checked.quotes
    assert (quote.marked, quote.verdict, checked.holds) == (False, Verdict.VERBATIM, True)
    near = terms.check_answer("A square sail set ahead of the mast.")
    assert [one.verdict for one in near.quotes] == [Verdict.ALTERED]
    assert (near.faults, near.holds) == ((), False)


def test_code_is_passed_over(terms: Glossator) -> None:
    checked = terms.check_answer('Run this:\n\n```sh\necho "The moon is made of cheese"\n```\n')
    assert checked.quotes == ()
    inline = "Set `name=\"the moon\"` and `x='y'`; a jib is “A triangular `sail`” in `code`."
    assert verdicts(terms.check_answer(inline)) == [("A triangular `sail`", "verbatim")]
    assert verdicts(terms.check_answer("It is `“a square sail”`, so."))[0][1] == "altered"


def test_an_answer_without_quotes_does_not_hold(terms: Glossator) -> None:
    checked = terms.check_answer("I don't know. It's the dogs' own business, isn't it?")
    assert (checked.quotes, checked.holds) == ((), False)


def test_what_the_glossary_answers_itself_holds(own: Glossator) -> None:
    asked = ("what is dropout?", "compare dropout and batch normalization", "what is an epoch?")
    for question in asked:
        answer = own.ask(question)
        checked = own.check_answer(answer.text, cited=answer.citations)
        assert len(checked.quotes) == len(answer.citations)
        assert checked.holds, [one.summary for one in checked.faults]


def test_a_check_is_plain_json(terms: Glossator) -> None:
    checked = terms.check_answer("“A square sail set ahead of the mast.”").to_dict()
    again = json.loads(json.dumps(checked))
    assert again == checked
    assert again["sentences"][0]["verdict"] == "altered"
    assert again["sentences"][0]["quotes"][0]["differences"][0]["held"] == "triangular"


@pytest.mark.parametrize(
    ("text", "message"),
    [(" \n", "empty"), ("x" * 200_001, "200,001 characters; expected 200,000")],
)
def test_what_cannot_be_checked_says_why(terms: Glossator, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        terms.check_answer(text)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 20_000,
        "'a " * 10_000,
        "“" * 20_000,
        "‘a’s " * 5_000,
        "[" * 20_000,
        "> " * 20_000,
        "“a” " + "[x]" * 10_000,
        "a: " * 10_000 + "“b”",
        "```" * 5_000,
        "*" * 20_000,
        "“" + "*a " * 7_000 + "”",
    ],
)
def test_a_hostile_text_takes_a_moment_only(terms: Glossator, text: str) -> None:
    began = time.perf_counter()
    terms.check_answer(text)
    assert time.perf_counter() - began < 10
