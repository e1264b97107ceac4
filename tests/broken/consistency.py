"""Reviewed sentences that are annotated rightly, and wrongly in one word, for each rule of consistency."""

NOM = "Animacy=Inan|Case=Nom|Gender=Masc|Number=Sing"
GEN = "Animacy=Inan|Case=Gen|Gender=Masc|Number=Sing"
ANIM = "Animacy=Anim|Case=Nom|Gender=Masc|Number=Sing"
GIVEN = "Animacy=Anim|Case=Nom|Gender=Masc|NameType=Giv|Number=Sing"
SURNAME = "Animacy=Anim|Case=Nom|Gender=Masc|NameType=Sur|Number=Sing"
GEO = "Animacy=Inan|Case=Nom|Gender=Masc|NameType=Geo|Number=Sing"
PAST = "Aspect=Perf|Gender=Masc|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Act"
PASSIVE = "Aspect=Imp|Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin|Voice=Pass"
MIDDLE = "Aspect=Perf|Gender=Fem|Mood=Ind|Number=Sing|Tense=Past|VerbForm=Fin|Voice=Mid"
SHORT = "Aspect=Perf|Gender=Masc|Number=Sing|Tense=Past|Variant=Short|VerbForm=Part|Voice=Pass"
PARTICIPLE = "Aspect=Imp|Case=Nom|Number=Plur|Tense=Pres|VerbForm=Part|Voice=Act"
DAY = "NumForm=Digit|NumType=Ord"
DIGITS = "NumForm=Digit|NumType=Card"
OWN = "Poss=Yes|PronType=Prs"

CASES = {
    "C801": (
        "новые/ADJ/2:amod/{} рынки/NOUN/0:root",
        "Case=Nom|Number=Plur",
        "Case=Nom|Gender=Masc|Number=Plur",
    ),
    "C802": ("рынок/NOUN/0:root/{}", NOM, "Animacy=Inan|Case=Nom|Number=Sing"),
    "C803": (
        "широкий/ADJ/2:amod/{} резонанс/NOUN/0:root",
        "Animacy=Inan|Case=Acc|Degree=Pos|Gender=Masc|Number=Sing",
        "Case=Acc|Degree=Pos|Gender=Masc|Number=Sing",
    ),
    "C804": ("очень/ADV/2:advmod/{} давно/ADV/0:root/Degree=Pos", "Degree=Pos", "Aspect=Imp"),
    "C805": ("проект/NOUN/2:nsubj немыслим/ADJ/0:root/{}", "Number=Sing|Variant=Short", "Number=Sing"),
    "C806": ("приехал/VERB/0:root/{}", PAST, PAST.replace("Tense=Past|", "")),
    "C807": ("вопросы/NOUN/2:nsubj:pass решаются/VERB/0:root/" + PASSIVE + "/={}", "решать", "решаться"),
    "C808": ("28,2/NUM/2:nummod/{} млрд/NOUN/0:root", "NumForm=Digit|NumType=Frac", "NumType=Frac"),
    "C809": ("президент/NOUN/0:root РФ/PROPN/1:nmod/Abbr=Yes|Case=Gen/={}", "РФ", "Рф"),
    "C810": ("60/NUM/2:nummod млн/NOUN/0:root/Abbr=Yes/={}", "миллион", "млн"),
    "C811": ("который/{}/2:nsubj/Case=Nom|Number=Sing|PronType=Rel посетил/VERB/0:root", "PRON", "DET"),
    "C812": ("другие/{}/2:det/=другой страны/NOUN/0:root", "DET", "ADJ"),
    "C813": ("его/DET/2:det/" + OWN + "/={} поездка/NOUN/0:root", "его", "он"),
    "C814": ("мы/PRON/0:root/{}", "Number=Plur|PronType=Prs", "Number=Plur"),
    "C815": ("на/ADP/2:case лимузине/NOUN/0:root Aurus/{}/2:appos/Foreign=Yes/=Aurus", "X", "PROPN"),
    "C816": ("все/ADV/2:advmod/={} больше/ADV/0:root", "все", "всё"),
    "C817": ("не/{}/2:advmod/Polarity=Neg хотела/VERB/0:root", "PART", "ADV"),
    "C818": ("по/ADP/2:case санкциями/NOUN/0:root/{}/CorrectForm=санкциям", "Typo=Yes", "Case=Ins"),
    "C821": (
        f"президент/NOUN/0:root/{ANIM} Владимир/PROPN/1:{{}}/{GIVEN} Путин/PROPN/2:flat:name/{SURNAME}",
        "appos",
        "flat",
    ),
    "C822": ("Владимир/PROPN/3:nsubj/B-PER Путин/PROPN/1:{}/I-PER заявил/VERB/0:root", "flat:name", "flat"),
    "C823": ("9/ADJ/0:root/" + DAY + " ноября/NOUN/1:{}/=ноябрь", "flat", "nmod"),
    "C824": ("в/ADP/3:case 2022/{}/3:amod году/NOUN/0:root/=год", "ADJ", "NUM"),
    "C825": ("27/NUM/{}:nummod миллиардов/NOUN/3:nummod/=миллиард долларов/NOUN/0:root", "2", "3"),
    "C826": ("пять/NUM/2:{}/Case=Acc часов/NOUN/0:root/Case=Gen", "nummod:gov", "nummod"),
    "C827": ("одно/{}/0:root/=один из/ADP/3:case соглашений/NOUN/1:nmod", "DET", "NUM"),
    "C828": ("на/ADP/3:case 7/NUM/3:nummod %/{}/0:root", "SYM", "NOUN"),
    "C829": (
        f"в/ADP/2:case газете/NOUN/0:root «/PUNCT/4:punct Правда/NOUN/2:{{}}/{NOM} »/PUNCT/4:punct",
        "appos",
        "nmod",
    ),
    "C830": (
        "«/PUNCT/2:punct Да/PART/0:root »/PUNCT/2:punct ,/PUNCT/6:punct —/PUNCT/{}:punct "
        "сказал/VERB/2:parataxis/=сказать/VerbForm=Fin он/PRON/6:nsubj",
        "6",
        "2",
    ),
    "C831": (
        "по/ADP/2:case словам/NOUN/5:{}/=слово Пескова/PROPN/2:nmod ,/PUNCT/2:punct рано/ADV/0:root",
        "parataxis:discourse",
        "obl",
    ),
    "C832": (
        "как/SCONJ/2:mark известно/ADJ/4:{}/=известный ,/PUNCT/2:punct рано/ADV/0:root",
        "parataxis",
        "parataxis:discourse",
    ),
    "C833": (
        "ресурсы/NOUN/4:nsubj –/PUNCT/4:punct это/{}/4:expl основа/NOUN/0:root",
        "PART",
        "PRON",
    ),
    "C834": ("так/ADV/0:root/{} далее/ADV/1:fixed", "ExtPos=NOUN", "PronType=Dem"),
    "C835": ("во/ADP/3:case/ExtPos=ADP время/NOUN/1:{} визита/NOUN/0:root", "fixed", "nmod"),
    "C836": ("в/ADP/2:case рамках/NOUN/{} визита/NOUN/2:nmod", "0:root", "1:fixed"),
    "C837": (
        "не/PART/3:{}/ExtPos=CCONJ только/PART/1:fixed навыки/NOUN/0:root ,/PUNCT/7:punct "
        "но/CCONJ/7:cc/ExtPos=CCONJ и/PART/5:fixed нервы/NOUN/3:conj",
        "cc",
        "advmod",
    ),
    "C838": ("начал/VERB/0:root в/ADP/3:case начале/NOUN/1:{}/=начало", "obl:tmod", "obl"),
    "C841": ("мы/PRON/2:nsubj согласны/ADJ/0:root ./PUNCT/{}:punct", "2", "1"),
    "C842": ("в/ADP/3:case «/PUNCT/3:punct Кремле/PROPN/0:root »/PUNCT/{}:punct", "3", "1"),
    "C843": (
        "отметил/VERB/0:root ,/PUNCT/{}:punct что/SCONJ/4:mark рад/ADJ/1:ccomp",
        "4",
        "1",
    ),
    "C844": ("Россия/PROPN/0:root и/CCONJ/{}:cc Казахстан/PROPN/1:conj", "3", "1"),
    "C845": ("в/{}/2:case Астане/PROPN/0:root", "ADP", "PART"),
    "C846": ("помогает/VERB/0:root России/PROPN/1:{}/Case=Dat", "iobj", "obj"),
    "C847": ("документ/NOUN/2:{} подписан/VERB/0:root/" + SHORT, "nsubj:pass", "nsubj"),
    "C848": ("стал/VERB/0:root/=стать площадкой/NOUN/1:{}/Case=Ins", "xcomp", "iobj"),
    "C849": ("возникающие/VERB/2:{}/" + PARTICIPLE + " вопросы/NOUN/0:root", "amod", "acl"),
    "C850": (
        "страна/NOUN/0:root ,/PUNCT/4:punct которая/PRON/4:nsubj/PronType=Rel/=который растет/VERB/1:{}",
        "acl:relcl",
        "acl",
    ),
    "C851": ("приехал/VERB/0:root в/ADP/3:case Астану/PROPN/1:{}", "obl", "nmod"),
    "C852": (
        "новый/ADJ/2:amod/Case=Nom|Gender={}|Number=Sing визит/NOUN/0:root/" + NOM,
        "Masc",
        "Neut",
    ),
    "C853": ("из/ADP/2:case США/PROPN/0:root/Case={}", "Gen", "Acc"),
    "C854": ("Токаев/PROPN/2:nsubj/" + SURNAME + " прибыл/VERB/0:root/{}", PAST, PAST.replace("Masc", "Fem")),
    "C855": (
        "участь/NOUN/0:root/Number=Sing санкций/NOUN/1:nmod/Number=Plur ,/PUNCT/5:punct "
        "которые/PRON/5:nsubj/Number=Plur/=который звучат/VERB/{}:acl:relcl",
        "2",
        "1",
    ),
    "C861": ("президент/NOUN/2:appos/{} Токаев/PROPN/0:root/{}", "O B-PER", "B-PER I-PER"),
    "C862": ('"/PUNCT/2:punct/{} Газпром/PROPN/0:root/{}', "O B-ORG", "B-ORG I-ORG"),
    "C863": ("казахстанский/ADJ/2:amod/{} лидер/NOUN/0:root", "O", "B-LOC"),
    "C864": ("Воздушно-космических/{}/2:amod/B-ORG сил/NOUN/0:root/I-ORG", "ADJ", "PROPN"),
    "C865": (
        "Институт/NOUN/0:root/B-ORG региональных/ADJ/{}:amod/I-ORG проблем/NOUN/1:nmod/I-ORG дал/VERB/1:acl",
        "3",
        "4",
    ),
    "C866": ("в/ADP/2:case Астане/PROPN/0:root/{}", "B-LOC", "O"),
    "C867": ("Астана/PROPN/0:root/" + GEO + "/{}", "B-LOC", "B-PER"),
}
"""What stands in both sentences, the right annotation, a wrong one; ``{}`` is where they differ."""

PAIRS = {
    "C871": ("лидеров/NOUN/0:root/=лидер", "лидеров/NOUN/0:root/=лидеры"),
    "C872": (
        "предстоящий/VERB/2:amod/Case=Nom визит/NOUN/0:root",
        "предстоящие/ADJ/2:amod/Case=Nom выборы/NOUN/0:root",
    ),
    "C873": (
        "а/CCONJ/0:root/ExtPos=CCONJ также/ADV/1:fixed/Degree=Pos",
        "а/CCONJ/0:root/ExtPos=CCONJ также/PART/1:fixed",
    ),
    "C874": ("Астана/PROPN/0:root/B-LOC", "Астаны/PROPN/0:root/B-ORG/=Астана"),
}
"""Two sentences that contradict each other, of which each alone is right."""

MENTIONS: dict[str, list[tuple[str | None, str | None]]] = {
    "C875": [("tokaev", "Касым-Жомарт Токаев"), ("tokaev-kassym-jomart", "Токаев")],
    "C876": [("tokaev", "Касым-Жомарт Токаев"), ("tokaev-kassym-jomart", "Токаев")],
    "C877": [
        ("tokaev-kassym-jomart", None),
        ("Токаев", "Касым-Жомарт Токаев"),
        (None, "Касым-Жомарт Токаев"),
    ],
    "C878": [("russian-air-forces", "Воздушно-космические силы РФ")],
}
"""Ids and names that a mention must not have beside ``tokaev-kassym-jomart``, Касым-Жомарт Токаев."""

REFERRING: dict[str, list[tuple[str, int, str]]] = {
    "C881": [("e1", 3, "person"), ("e1", 4, "person")],
    "C882": [("e1", 1, "person"), ("e2", 3, "person")],
    "C883": [("e1", 1, "place"), ("e1", 3, "place")],
    "C884": [("e1", 1, "person"), ("e1", 4, "person")],
}
"""Mentions of one word that «Токаев видел его, который» must not have: cluster, word, type."""
