"""A hostile document reaches nothing: no network, no file, and it cannot outlive its time."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.pdf import AssetRefused, RenderCancelled, RenderFailed, RenderTimedOut, render_pdf
from foundation.pdf.inspect import inspect
from foundation.pdf.render import ROOT
from tests.foundation.pdf.hostile import WAYS, page

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6364f8cf500f0003860180c0b4b6a40000000049454e44ae426082"
)


class Listener:
    """A server on this machine that counts who connects and answers nobody."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.socket.close()


ADDRESSES = {
    "http": "http://127.0.0.1:{port}",
    "https": "https://127.0.0.1:{port}",
    "ftp": "ftp://127.0.0.1:{port}",
    "no scheme": "//127.0.0.1:{port}",
    "file": "file:///etc",
}


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[str]], int]:
    """What became of every hostile document, drawn one after another, and how many connections were made."""
    server = Listener()
    command = [
        sys.executable,
        "-m",
        "tests.foundation.pdf.hostile",
        tmp_path_factory.mktemp("job"),
        str(server.port),
    ]
    found = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    server.socket.close()
    return json.loads(found.stdout), server.connections


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_a_document_asks_it_is_refused_or_left_out(way, tried):
    """Each way ends in a refusal, but for those that WeasyPrint never follows."""
    outcomes, connections = tried
    never_followed = ("image set", "style of a picture")
    assert outcomes[way] == (
        ["drawn", "0 attachments"] if way in never_followed else ["refused", "127.0.0.1"]
    )
    assert connections == 0


@pytest.mark.parametrize("kind", ADDRESSES)
def test_every_kind_of_address_is_refused_by_name(kind, listener, tmp_path):
    address = ADDRESSES[kind].format(port=listener.port)
    html = page(f'<img alt="x" src="{address}/passwd">', '<base href="http://127.0.0.1/">')
    with pytest.raises(AssetRefused, match="which is not one of its own assets"):
        render_pdf(html, title="t", out_path=tmp_path / "a.pdf")
    assert listener.connections == 0
    assert list(tmp_path.iterdir()) == []


def test_pictures_inside_the_address_are_refused_too(tmp_path):
    with pytest.raises(AssetRefused, match="data:"):
        render_pdf(
            page('<img alt="x" src="data:image/png;base64,AA==">'), title="t", out_path=tmp_path / "a.pdf"
        )


@pytest.mark.parametrize(
    "name", ["missing.png", "../job.json", "..%2fjob.json", "/etc/passwd", "job.json", ""]
)
def test_an_asset_that_was_not_given_is_refused(name, tmp_path):
    with pytest.raises(AssetRefused):
        render_pdf(page(f'<img alt="x" src="asset:{name}">'), title="t", out_path=tmp_path / "a.pdf")


def test_an_asset_that_was_given_is_drawn(tmp_path):
    html = page('<h1>Title</h1><img alt="A dot" src="asset:dot.png">')
    render_pdf(html, title="t", out_path=tmp_path / "a.pdf", assets={"dot.png": PNG})
    assert inspect(tmp_path / "a.pdf").alternatives == ("A dot",)


@pytest.mark.parametrize("name", ["../x.png", "X.png", "x.exe", "x", ".png", "a/b.png"])
def test_an_asset_needs_a_plain_name_of_a_known_kind(name, tmp_path):
    with pytest.raises(ValueError, match="cannot be the name"):
        render_pdf(page("x"), title="t", out_path=tmp_path / "a.pdf", assets={name: PNG})


def test_a_given_picture_cannot_fetch_either(listener, tmp_path):
    image = f'<image href="http://127.0.0.1:{listener.port}/x.png" width="9" height="9"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{image}</svg>'
    html = page('<img alt="x" src="asset:x.svg">')
    with pytest.raises(AssetRefused):
        render_pdf(html, title="t", out_path=tmp_path / "a.pdf", assets={"x.svg": svg.encode()})
    assert listener.connections == 0


@pytest.mark.parametrize(
    ("attempt", "event"),
    [
        ("import socket; socket.create_connection(('127.0.0.1', {port}))", "socket."),
        ("import urllib.request; urllib.request.urlopen('http://127.0.0.1:{port}')", "urllib.Request"),
        ("open('/etc/passwd')", "open /etc/passwd"),
        ("import os; os.open('/etc/passwd', os.O_RDONLY)", "open /etc/passwd"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.Popen"),
        ("import os; os.fork()", "os.fork"),
    ],
)
def test_the_fences_hold_for_any_code_in_the_process(attempt, event, listener, tmp_path):
    program = (
        "import sys; from pathlib import Path; from foundation.pdf.fences import fence_in;"
        f"fence_in(Path({str(tmp_path)!r}));"
    ) + attempt.format(port=listener.port)
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode != 0
    assert f"Forbidden: {event}" in result.stderr
    assert listener.connections == 0


def long_document() -> str:
    row = "<tr><th scope=row>a</th><td>b</td><td>c</td><td>d</td></tr>"
    return page(f"<h1>Long</h1><table><thead><tr><th>1<th>2<th>3<th>4</thead>{row * 6000}</table>")


def test_a_document_that_takes_too_long_is_ended_and_leaves_no_file(tmp_path):
    before, start = children_of_this_process(), time.monotonic()
    with pytest.raises(RenderTimedOut, match="longer than 2 seconds"):
        render_pdf(long_document(), title="t", out_path=tmp_path / "a.pdf", timeout=2)
    assert time.monotonic() - start < 4
    assert list(tmp_path.iterdir()) == []
    assert children_of_this_process() == before


def test_a_cancelled_document_is_ended_and_leaves_no_file(tmp_path):
    before = children_of_this_process()
    asked_at: list[float] = []

    def cancel() -> bool:
        asked_at.append(time.monotonic())
        return len(asked_at) > 4

    with pytest.raises(RenderCancelled):
        render_pdf(long_document(), title="t", out_path=tmp_path / "a.pdf", should_cancel=cancel)
    assert time.monotonic() - asked_at[0] < 3
    assert list(tmp_path.iterdir()) == []
    assert children_of_this_process() == before


def test_a_document_that_needs_too_much_memory_fails_and_leaves_no_file(tmp_path):
    with pytest.raises(RenderFailed):
        render_pdf(long_document(), title="t", out_path=tmp_path / "a.pdf", memory_mb=330)
    assert list(tmp_path.iterdir()) == []


def test_a_child_ends_when_its_parent_is_killed(tmp_path):
    program = (
        "import sys; from pathlib import Path; from foundation.pdf import render_pdf;"
        "from tests.foundation.pdf.test_fences import long_document;"
        "tell = lambda progress: print('working', flush=True);"
        f"out = Path({str(tmp_path / 'a.pdf')!r});"
        "render_pdf(long_document(), title='t', out_path=out, on_progress=tell)"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    parent.stdout.readline()
    (child,) = children_of(parent.pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)


def test_what_a_killed_worker_left_is_cleared_an_hour_later(tmp_path):
    for name, age in (("old", 3700), ("new", 60)):
        folder = tmp_path / f".render-{name}"
        folder.mkdir()
        os.utime(folder, (time.time() - age, time.time() - age))
    render_pdf(page("<h1>x</h1>"), title="t", out_path=tmp_path / "a.pdf")
    assert sorted(item.name for item in tmp_path.iterdir()) == [".render-new", "a.pdf"]


def test_a_failed_document_leaves_the_one_that_was_there(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"the edition of yesterday")
    with pytest.raises(AssetRefused):
        render_pdf(page('<img alt="x" src="http://x/">'), title="t", out_path=target)
    assert target.read_bytes() == b"the edition of yesterday"


def test_weasyprint_is_loaded_in_the_child_only():
    program = (
        "import sys, foundation.pdf; assert not {'weasyprint', 'pikepdf', 'django.conf'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def children_of_this_process() -> list[int]:
    return children_of(os.getpid())


def children_of(parent: int) -> list[int]:
    """Living children, from /proc; a zombie has ended."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, ppid = stat.read_text().rsplit(")", 1)[1].split()[:2]
        except OSError:
            continue
        if int(ppid) == parent and state != "Z":
            found.append(int(stat.parent.name))
    return found


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
