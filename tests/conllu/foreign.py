"""A treebank of others in small: all that CoNLL-U can hold, and RuKaz does not write."""

from __future__ import annotations

FOREIGN = """\
# newdoc id = notes/1
# global.Entity = eid-etype-head-other
# newpar
# sent_id = notes-1
# text = Dámelo, он любит чай, а она кофе.
# text_en = Give it to me.
# a remark without a value
1-3	Dámelo	_	_	_	Typo=Yes	_	_	_	SpaceAfter=No|Gloss=give
1	Dá	dar	VERB	VB	Mood=Imp	0	root	0:root	_
2	me	yo	PRON	_	_	1	iobj	1:iobj	_
3	lo	él	PRON	_	_	1	obj	1:obj	_
4	,	,	PUNCT	_	_	1	punct	1:punct	_
5	он	он	PRON	_	_	6	nsubj	6:nsubj	Entity=(e1-person-1-)
6	любит	любить	VERB	_	_	1	parataxis	1:parataxis	Gloss=loves|Ref=a=b
7	чай	чай	NOUN	_	_	6	obj	6:obj	SpaceAfter=No
8	,	,	PUNCT	_	_	10	punct	10.1:punct	_
9	а	а	CCONJ	_	_	10	cc	10.1:cc	_
10	она	она	PRON	_	_	6	conj	10.1:nsubj	_
10.1	любит	любить	VERB	_	_	_	_	6:conj	CopyOf=6
11	кофе	кофе	NOUN	_	_	10	orphan	10.1:obj	SpaceAfter=No
12	.	.	PUNCT	_	_	1	punct	1:punct	SpacesAfter=\\n\\n

# newpar
# sent_id = notes-2
# text = Астана, или Нур-Султан
1	Астана	Астана	PROPN	_	_	0	root	_	SpaceAfter=No|NER=S-LOC
2	,	,	PUNCT	_	_	4	punct	_	_
3	или	или	CCONJ	_	_	4	cc	_	NE=O
4	Нур-Султан	_	FW	_	_	1	conj	_	NE=B-GPE

# newdoc
# sent_id = x
1	не	_	_	_	_	_	_	_	_
2	размечено	_	_	_	_	_	_	_	_

"""
