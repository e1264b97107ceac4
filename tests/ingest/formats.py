"""One short article as a file of every kind that is read."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime

import docx
import pyarrow as pa
import pyarrow.parquet as pq

TITLE = "Мост открыли раньше срока"
LEAD = "Мост через Иртыш открыли на месяц раньше срока. Первым по нему прошел школьный автобус."
HEADING = "Что дальше"
BODY = "Осенью начнется ремонт старой переправы, сообщили в акимате. Паром будет ходить до ноября."
PARAGRAPHS = (TITLE, LEAD, HEADING, BODY)
TEXT = "\n\n".join(PARAGRAPHS)

HTML = f"""<!DOCTYPE html>
<html lang="ru"><head><meta charset="utf-8"><title>{TITLE} | Новости</title>
<meta property="og:site_name" content="Новости Прииртышья">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
 "author": [{{"@type": "Person", "name": "Анна Ли"}}], "datePublished": "2024-05-17T09:30:00+06:00"}}</script>
</head><body>
<nav><a href="/">Главная</a> <a href="/sport">Спорт</a></nav>
<div class="cookie-banner">Мы используем файлы cookie. <button>Хорошо</button></div>
<main><article><h1>{TITLE}</h1><p class="byline">Анна Ли</p>
<p>Мост через <a href="/irtysh">Иртыш</a> открыли на месяц раньше срока.
   Первым по нему прошел школьный автобус.</p>
<figure><img src="m.jpg"><figcaption>Мост утром</figcaption></figure>
<h2>{HEADING}</h2><p>{BODY}</p>
<pre>player.setup(1);</pre>
<div class="share">Поделиться</div></article>
<div class="related"><h3>Читайте также</h3><a href="/1">Паром сел на мель</a></div></main>
<aside>Курс тенге: 450</aside><footer>© 2024</footer><script>var a = 1;</script></body></html>"""


def as_docx(created: datetime | None = None) -> bytes:
    """A Word file; its date is that of python-docx's template, unless one is given."""
    document = docx.Document()
    if created is not None:
        document.core_properties.created = created
    document.core_properties.title, document.core_properties.author = TITLE, "Анна Ли"
    document.add_heading(TITLE, 0)
    document.add_paragraph(LEAD)
    document.add_heading(HEADING, 1)
    document.add_paragraph(BODY)
    table = document.add_table(2, 2)
    for cell, text in zip(
        (*table.rows[0].cells, *table.rows[1].cells), ("год", "км", "2024", "3"), strict=True
    ):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(pages: Sequence[Sequence[tuple[int, int, str] | tuple[int, int, str, int]]]) -> bytes:
    """A PDF of lines: the size of the letters, the height in points, the text, the place from the left."""
    letters = sorted({char for page in pages for _, _, text, *_ in page for char in text})
    codes = {char: number for number, char in enumerate(letters, 1)}
    cmap = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange " + "".join(
        f"1 beginbfchar <{code:02x}> <{ord(char):04x}> endbfchar " for char, code in codes.items()
    )
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        f"<< /Length {len(cmap) + 12} >>\nstream\n{cmap} endcmap\nendstream",
    ]
    for number, page in enumerate(pages):
        shown = "".join(
            f"BT /F {size} Tf {(*place, 50)[0]} {y} Td <{bytes(codes[char] for char in text).hex()}> Tj ET\n"
            for size, y, text, *place in page
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}endstream")
    return pdf_of(objects)


def pdf_of(objects: Sequence[str]) -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}{end}".encode()


PDF = as_pdf([
    [
        (9, 800, "Новости Прииртышья № 5"),
        (18, 760, TITLE),
        (11, 720, "Мост через Иртыш открыли на месяц раньше срока. Пер-"),
        (11, 706, "вым по нему прошел школьный автобус."),
        (14, 670, HEADING),
        (11, 640, "Осенью начнется ремонт старой переправы,"),
        (9, 40, "1"),
    ],
    [
        (9, 800, "Новости Прииртышья № 5"),
        (11, 760, "сообщили в акимате. Паром будет ходить до ноября."),
        (9, 40, "2"),
    ],
])  # fmt: skip


def as_epub() -> bytes:
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>{TITLE}</h1><p>{LEAD}</p>"
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfile full-path="b/book.opf"/></container>',
        "b/book.opf": (
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>{TITLE}</dc:title><dc:creator>Анна Ли</dc:creator></metadata><manifest>"
            '<item id="one" href="1.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="one"/></spine></package>'
        ),
        "b/1.xhtml": f"{page}<h2>{HEADING}</h2><p>{BODY}</p></body></html>",
    }
    return as_zip({name: text.encode() for name, text in files.items()})


def as_zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def as_encrypted_zip(name: str) -> bytes:
    """An archive whose file is marked as encrypted, in both of its headers."""
    data = bytearray(as_zip({name: b"a"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def as_tar(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def as_parquet() -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table({"text": [TEXT], "author": ["Анна Ли"], "views": [12]}), out)
    return out.getvalue()


CUES = (
    (TITLE + ".", 1, 3),
    ("Мост через Иртыш открыли на месяц раньше срока.", 8, 10),
    ("Первым по нему прошел", 10, 12),
    ("школьный автобус.", 12, 14),
)


def as_subtitles(separator: str, head: str = "") -> bytes:
    cues = (
        f"{number}\n00:00:{start:02}{separator}000 --> 00:00:{end:02}{separator}000\n<i>{text}</i>\n"
        for number, (text, start, end) in enumerate(CUES, 1)
    )
    return (head + "\n".join(cues)).encode()


CONLLU = (
    "# newdoc id = bridge\n# newpar\n# sent_id = 1\n"
    "# text = Мост открыли.\n1\tМост\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tоткрыли\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"
    "3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n# sent_id = 2\n1\tПаром\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "2\tостался\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n3\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
).encode()

FILES: Mapping[str, bytes] = {
    "plain.txt": TEXT.encode(),
    "markdown.md": (
        f"---\nauthor: Анна Ли\ndate: 2024-05-17\n---\n# {TITLE}\n\n{LEAD}\n\n## {HEADING}\n\n{BODY}\n\n"
        "```\nx = 1\n```\n"
    ).encode(),
    "page.html": HTML.encode(),
    "word.docx": as_docx(),
    "paper.pdf": PDF,
    "book.epub": as_epub(),
    "film.srt": as_subtitles(","),
    "film.vtt": as_subtitles(".", "WEBVTT\n\n"),
    "rows.jsonl": json.dumps({"id": "r1", "text": TEXT, "author": "Анна Ли"}).encode() + b"\n",
    "rows.csv": f'текст;автор\n"{TEXT}";Анна Ли\n'.encode("utf-8-sig"),
    "rows.tsv": f'text\tauthor\n"{TEXT}"\tАнна Ли\n'.encode(),
    "rows.parquet": as_parquet(),
    "bank.conllu": CONLLU,
    "all.zip": as_zip({"a/in.txt": TEXT.encode(), "x.png": b"x"}),
    "all.tar.gz": as_tar({"in.md": f"# {TITLE}\n\n{LEAD}\n\n## {HEADING}\n\n{BODY}\n".encode()}),
}
"""Files by their names."""
