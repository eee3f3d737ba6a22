"""Documents made by hand, good ones and hostile ones: the smallest that say what they say."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = f'<Types xmlns="x"><Override PartName="/x" ContentType="{OFFICE}{{}}"/></Types>'
WRITTEN_AT = (2026, 9, 1, 9, 0, 0)
WORD_MAIN = "wordprocessingml.document.main+xml"
DECK_MAIN = "presentationml.presentation.main+xml"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WRITTEN_AT), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def docx(*paragraphs: str, main: str = WORD_MAIN, body: str | bytes | None = None) -> bytes:
    runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    document = body if body is not None else f'<w:document xmlns:w="{W}"><w:body>{runs}</w:body></w:document>'
    return zipped({"[Content_Types].xml": TYPES.format(main), "word/document.xml": document})


def pptx(*slides: str, notes: str = "") -> bytes:
    def slide(text: str) -> str:
        return f'<p:sld xmlns:p="p" xmlns:a="{A}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'

    parts: dict[str, str | bytes] = {"[Content_Types].xml": TYPES.format(DECK_MAIN)}
    parts |= {f"ppt/slides/slide{number}.xml": slide(text) for number, text in enumerate(slides, start=1)}
    return zipped(parts | ({"ppt/notesSlides/notesSlide1.xml": slide(notes)} if notes else {}))


def pdf(*pages: str) -> bytes:
    """One line a page, in a font that every reader has."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 40 700 Td ({text}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    written, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = len(written)
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF"
    return written + f"xref\n0 {size}\n0000000000 65535 f \n{rows}{trailer}".encode()


def locked_pdf(text: str) -> bytes:
    """It opens with a password only."""
    import pikepdf

    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf(text))) as opened:
        opened.save(written, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return written.getvalue()


def bomb() -> bytes:
    """A document of 200 kB that unpacks to 200 MB of spaces inside one word."""
    head = f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>'.encode()
    return docx(body=head + b" " * 200_000_000 + b"</w:t></w:r></w:p></w:body></w:document>")


def laughing() -> bytes:
    """Entities that multiply a billion times."""
    lines = ['<!ENTITY l0 "lol">'] + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return docx(body=f'<!DOCTYPE d [{"".join(lines)}]><w:document xmlns:w="{W}"><w:t>&l9;</w:t></w:document>')


def prying() -> bytes:
    """An entity that names a file of this machine."""
    return docx(
        body=f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="{W}"><w:t>&x;</w:t>'
        "</w:document>"
    )
