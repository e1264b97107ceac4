"""Dates by rule: expression and value."""

from __future__ import annotations

import pytest

from rukaz.layers.dates import RelativeDates, add_dates, find_dates
from rukaz.layers.edtf import is_edtf
from rukaz.records import Sentence
from tests.trees import sentence

DAY = "2018-02-07"  # a Wednesday


def words(text: str) -> Sentence:
    """The words of a text below the last one, which is a verb if it is spelt like one."""
    forms = text.split()
    last = len(forms)
    spec = " ".join(f"{form.replace('~', '_')}/NOUN/{last}:obl" for form in forms[:-1])
    tense = {"было": "Past", "будет": "Fut", "есть": "Pres"}.get(forms[-1], "Past")
    return sentence(f"{spec} {forms[-1]}/VERB/0:root/Tense={tense}|VerbForm=Fin")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 ноября 2023 года было", [("9 ноября 2023 года", "2023-11-09", None)]),
        ("9 ноября было", [("9 ноября", "2017-11-09", None)]),
        ("9 марта будет", [("9 марта", "2018-03-09", None)]),
        ("09.11.2017 было", [("09.11.2017", "2017-11-09", None)]),
        ("с 9 по 12 ноября было", [("9 по 12 ноября", "2017-11-09/2017-11-12", None)]),
        ("с 28 декабря по 3 января было", [("28 декабря по 3 января", "2017-12-28/2018-01-03", None)]),
        ("с января по август 2016-го было", [("января по август 2016-го", "2016-01/2016-08", None)]),
        ("в январе 2022-го было", [("январе 2022-го", "2022-01", None)]),
        ("в начале 2022 года было", [("начале 2022 года", "2022", "start")]),
        ("до конца года будет", [("конца года", "2018", "end")]),
        ("в прошлом году было", [("прошлом году", "2017", None)]),
        ("весной прошлого года было", [("весной прошлого года", "2017-21", None)]),
        ("в 2016 – 2017 годах было", [("2016 – 2017 годах", "2016/2017", None)]),
        ("на 2019 и 2020 годы было", [("2019", "2019", None), ("2020 годы", "2020", None)]),
        ("в 90-х годах было", [("90-х годах", "199X", None)]),
        ("в XXI веке было", [("XXI веке", "20XX", None)]),
        ("вчера было", [("вчера", "2018-02-06", None)]),
        ("в понедельник было", [("понедельник", "2018-02-05", None)]),
        ("в пятницу будет", [("пятницу", "2018-02-09", None)]),
        ("на прошлой неделе было", [("прошлой неделе", "2018-W05", None)]),
        ("сегодня есть", []),
        ("2016 человек было", []),
        ("30 февраля было", [("30 февраля", None, None)]),
    ],
)
def test_value(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    one = words(text)
    found = [(one.text[d.start : d.end], d.value, d.part) for d in find_dates(one, RelativeDates(DAY))]
    assert found == expected
    assert all(value is None or is_edtf(value) for _, value, _ in found)


def test_what_the_document_does_not_tell_stays_open() -> None:
    found = add_dates([words("1 ноября и вчера было")], None)[0].dates
    assert [date.value for date in found] == ["XXXX-11-01", None]
    assert [date.value for date in add_dates([words("1 ноября было")], "2017")[0].dates] == ["2017-11-01"]
