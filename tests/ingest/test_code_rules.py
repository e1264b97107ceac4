"""Lines of code, markup and messages of programs, and lines that only look like them."""

from __future__ import annotations

import pytest

from rukaz.ingest.code_rules import is_code
from rukaz.ingest.markup import within_markup

CODE = r"""
    SELECT name FROM users WHERE town = 'Тараз'
    git commit -m "Первая версия"
    C:\> ipconfig /all
    root@server:~# apt update
    $ ./hello --name=Айдос
    const sum = (a, b) => a + b
    public static void main(String[] args) {
    for name in names:
    cout << "Привет" << endl;
    writeln('Привет');
    Dim i As Integer
    =ЕСЛИ(B2>0;B2*0,12;"")
    КонецПроцедуры
    |Название = Кызылсай
    \section{Введение}
    display_errors = On
    User-agent: *
    {"status":"ok","название":"Снег","items":[]}
    #sidebar .item > a { color: red }
    <?xml version="1.0" encoding="UTF-8"?>
    &lt;iframe src=&quot;/player&quot;&gt;&lt;/iframe&gt;
    {% for comment in comments %}
    [vc_row][vc_column width="1/2"]
    [contact-form-7 id="88" title="Задать вопрос"]
    <ref name="a">{{книга|автор=Лыков С.|год=1958}}</ref>
    Traceback (most recent call last):
    File "main.py", line 3, in <module>
    NameError: name 'x' is not defined
    Warning: Undefined variable $lang in /var/www/index.php on line 12
    127.0.0.1 - - [01/Mar/2024:10:00:00 +0600] "GET / HTTP/1.1" 200 512
    2024-03-01 12:00:01,123 INFO service started
    [09:14:02.118] GPS fix lost, retry in 30s
    250-PIPELINING
    15 3 * * * /opt/backup/run.sh
    Content-Type: text/plain; charset=utf-8
    iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4
    undefined
    ![](/img/dam.jpg)
    [[*content]]
    #SITE_NAME#
    @@ -1,3 +1,4 @@
    [HKEY_LOCAL_MACHINE\Software\Paseka]
    RUN pip install paseka
    10 PRINT "ПРИВЕТ"
    вывод "Привет"
    "name": "Пасека",
    Отказ = Истина;
    ВЫБРАТЬ
    <<<<<<< HEAD
    2022/12/07 02:04:11 [error] 311#311: connect() failed
    SQLSTATE[HY000]: General error: 2006 MySQL server has gone away
    [/spoiler]"""

TEXT = """
    Функция main() вызывается первой.
    Слово var по-шведски значит «где».
    Цена = мука + мясо + совесть
    c² = a² + b²
    E = mc²
    iPhone 15 Pro Max
    Make America Great Again
    AC/DC — Back in Black (1980)
    C++ и C#
    JavaScript
    Команда git commit сохраняет изменения.
    if (условие) — так начинается ветвление
    To be, or not to be: that is the question
    The Beatles, Let It Be
    Здравствуйте, {{ user.name }}! Ваш заказ готов.
    Мы пишем <b>жирно</b>, чтобы все видели.
    Уважаемый %s, мы задержали ваш заказ
    «Сохранить как…»
    Ночь; улица; фонарь;
    @example_city
    Warning: Parental Advisory
    Photo: John Smith
    "Мы победили!"
    2009-03-15 01:12:00
    Shall I compare thee to a summer's day;
    1. e4 e5 2. Nf3 Nc6
    #5-1
    SAI = 🛫
    ABC =fake news
    © mod_russia
    — ARSA_The Army (@ARSA_Official)
    ousts Isner 7-6(1) 6-3 6-7(5) 7-6(3). Sets up R16 clash against No.1 seed Murray!
    ...big dollars ($700,000) for his wife's political run. Drain the Swamp!
    Being your First Lady has been the honor of a lifetime. Thank you. -mo
    C2H5OH
    Photo | Reuters
    [b]Старый_Штурман[/b]
    @realDonaldTrump wrote this
    20:15 Goal by Smith
    Если завтра дождь, останемся дома"""


def lines(table: str) -> list[str]:
    """The lines of a table, without white space around."""
    return [line.strip() for line in table.split("\n") if line.strip()]


@pytest.mark.parametrize("line", lines(CODE))
def test_code(line: str) -> None:
    assert is_code(line)


@pytest.mark.parametrize("line", lines(TEXT))
def test_text_that_looks_like_code(line: str) -> None:
    assert not is_code(line)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('<p style="text-align: justify;">Огурцы под стеклом уцелели.</p>', "Огурцы под стеклом уцелели."),
        ("<div><b>Град побил все теплицы</b></div>", "Град побил все теплицы"),
        ("Река теряется в песках.<ref>Лыков С. Воды</ref>", "Река теряется в песках."),
        ("[vc_column_text]Бутон раскрывается за час.[/vc_column_text]", "Бутон раскрывается за час."),
        ("<li>Смотрите <a href='/x'>на карте</a></li>", "Смотрите <a href='/x'>на карте</a>"),
        ("<option>Алматы</option>", None),
        ("<lopata> дочитал твою книгу", None),
        ("Мы пишем <b>жирно</b>", None),
        ("[b]Старый штурман с палубы[/b]", None),
    ],
)
def test_words_within_markup(line: str, words: str | None) -> None:
    found = within_markup(line)
    assert (line[slice(*found)] if found else None) == words
