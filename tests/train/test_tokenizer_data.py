"""What the tokenizer is shown: labels over characters."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rukaz.train.token_rules import SplitSentence
from rukaz.train.tokenizer_data import SENTENCE_END, Labelled, treebank_blocks, varied

pytestmark = pytest.mark.train

TREEBANK = """\
1\tБук\tбук\tPROPN\t_\t_\t0\troot\t_\tSpaceAfter=No
2\t-\t-\tPUNCT\t_\t_\t1\tpunct\t_\tSpaceAfter=No
3\tМ1\tм1\tPROPN\t_\t_\t1\tflat\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t_\t_\t1\tpunct\t_\t_

1\t``\t``\tPUNCT\t_\t_\t2\tpunct\t_\tSpaceAfter=No
2\tДа\tда\tPART\t_\t_\t0\troot\t_\tSpaceAfter=No
3\t&#39;&#39;\t&#39;&#39;\tPUNCT\t_\t_\t2\tpunct\t_\t_

"""


def shown(block: Labelled) -> str:
    return "".join(c + ["", "|", "||"][label] for c, label in zip(block.text, block.labels, strict=True))


def test_a_treebank_becomes_running_text_in_our_convention(tmp_path: Path) -> None:
    path = tmp_path / "treebank.conllu"
    path.write_text(TREEBANK, encoding="utf-8")
    text = " ".join(shown(block) for block in treebank_blocks(path, random.Random(1)))
    assert text == "Бук-М1|.|| «|Да|»||"


@given(st.integers(0, 1000))
def test_other_marks_keep_one_label_for_each_character(seed: int) -> None:
    block = Labelled.of("«Да» — нет.", [SplitSentence([(0, 1), (1, 3), (3, 4), (5, 6), (7, 10), (10, 11)])])
    changed = varied(block, random.Random(seed))
    assert len(changed.text) == len(changed.labels)
    assert changed.labels[-1] == SENTENCE_END
    assert changed.labels.count(SENTENCE_END) == 1
