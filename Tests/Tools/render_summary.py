"""Talks the DevTools protocol over a pipe: https://chromedevtools.github.io/devtools-protocol/"""

import base64
import json
import os
import pathlib
import select
import struct
import subprocess
import sys
import time
import zlib

WIDTHS = [1280, 360]
TALLEST = 8000  # Pixels of a page that are rendered; a picture of everything can be too large.


class Browser:
    def __init__(self, program, profile):
        ours_in, theirs_out = os.pipe()
        theirs_in, ours_out = os.pipe()
        # The browser reads commands from descriptor 3 and writes answers to descriptor 4. The
        # pipe's own numbers are moved out of the way first: one of them may be 3 or 4.
        theirs_in, theirs_out = os.dup(theirs_in), os.dup(theirs_out)
        command = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        high_in, high_out = 60, 61
        os.dup2(theirs_in, high_in, inheritable=True)
        os.dup2(theirs_out, high_out, inheritable=True)
        self.process = subprocess.Popen(
            ["bash", "-c", command, "bash", str(high_in), str(high_out), program, "--headless=new",
             "--no-sandbox", "--remote-debugging-pipe", f"--user-data-dir={profile}",
             "--hide-scrollbars", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
             "--disable-background-networking", "--disable-component-update", "--disable-sync"],
            pass_fds=(high_in, high_out), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        for fd in {theirs_in, theirs_out, high_in, high_out}:
            os.close(fd)
        self.reading, self.writing = ours_in, ours_out
        self.buffer, self.events, self.last = b"", [], 0

    def receive(self, deadline):
        while b"\0" not in self.buffer:
            ready, _, _ = select.select([self.reading], [], [], max(0, deadline - time.monotonic()))
            piece = os.read(self.reading, 1 << 20) if ready else b""
            if not piece:
                raise RuntimeError("the browser ended" if ready else "the browser does not answer")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, timeout=60, **parameters):
        self.last += 1
        message = {"id": self.last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.writing, json.dumps(message).encode() + b"\0")
        deadline = time.monotonic() + timeout
        while True:
            answer = self.receive(deadline)
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def wait(self, event, timeout=60):
        deadline = time.monotonic() + timeout
        while not any(seen.get("method") == event for seen in self.events):
            self.events.append(self.receive(deadline))

    def close(self):
        try:
            self.call("Browser.close", timeout=10)
            self.process.wait(timeout=10)
        except (RuntimeError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()


def pixels(png):
    """The bytes of every row of an 8-bit PNG, and how many make a pixel.

    Source: https://www.w3.org/TR/png-3/#9Filters"""
    at, data, head = 8, b"", None
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at:at + 8])
        body = png[at + 8:at + 8 + length]
        if kind == b"IHDR":
            head = struct.unpack(">IIBBBBB", body)
        elif kind == b"IDAT":
            data += body
        at += 12 + length
    width, _, depth, color, _, _, interlace = head
    if depth != 8 or color not in (2, 6) or interlace:
        raise RuntimeError("the picture is no plain RGB")
    size = 3 if color == 2 else 4
    raw, above, stride = zlib.decompress(data), bytearray(width * size), width * size
    for start in range(0, len(raw), stride + 1):
        kind, row = raw[start], bytearray(raw[start + 1:start + 1 + stride])
        if kind == 2:
            row = bytearray((a + b) & 255 for a, b in zip(row, above, strict=True))
        elif kind:
            for i in range(stride):
                left = row[i - size] if i >= size else 0
                up, corner = above[i], above[i - size] if i >= size else 0
                if kind == 1:
                    add = left
                elif kind == 3:
                    add = (left + up) // 2
                else:
                    guess = left + up - corner
                    add = min((abs(guess - left), 0, left), (abs(guess - up), 1, up),
                              (abs(guess - corner), 2, corner))[2]
                row[i] = (row[i] + add) & 255
        yield row, size
        above = row


def colours(png):
    """How many colours a picture has, and how light it is on the whole, from 0 to 255."""
    seen, total, count = set(), 0, 0
    for row, size in pixels(png):
        seen.update(zip(row[0::size], row[1::size], row[2::size], strict=True))
        total += sum(row[0::size]) + sum(row[1::size]) + sum(row[2::size])
        count += 3 * len(row) // size
    return len(seen), total / count


class Checks:
    passed = failed = 0

    def check(self, ok, text):
        print(("ok      " if ok else "FAILED  ") + text, flush=True)
        if ok:
            self.passed += 1
        else:
            self.failed += 1


def render(browser, path, width, scheme, checks, folder):
    name = f"{path.stem} at {width} px, {scheme}"
    browser.events.clear()
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    try:
        for domain in ("Page", "Network", "Log", "Runtime"):
            browser.call(f"{domain}.enable", session)
        browser.call("Emulation.setDeviceMetricsOverride", session, width=width, height=800,
                     deviceScaleFactor=1, mobile=width < 600)
        browser.call("Emulation.setEmulatedMedia", session,
                     features=[{"name": "prefers-color-scheme", "value": scheme}])
        browser.events.clear()
        browser.call("Page.navigate", session, url=path.resolve().as_uri())
        browser.wait("Page.loadEventFired")
        size = browser.call("Page.getLayoutMetrics", session)["cssContentSize"]
        needed = browser.call(
            "Runtime.evaluate", session,
            expression="document.documentElement.scrollWidth")["result"]["value"]
        shot = browser.call(
            "Page.captureScreenshot", session, format="png", captureBeyondViewport=True,
            clip={"x": 0, "y": 0, "scale": 1,
                  "width": width, "height": min(size["height"], TALLEST)})
        png = base64.b64decode(shot["data"])
        (folder / f"{path.stem}-{width}-{scheme}.png").write_bytes(png)
        count, lightness = colours(png)
        checks.check(count >= 16, f"{name}: the picture is not blank ({count} colours)")
        checks.check(max(needed, size["width"]) <= width,
                     f"{name}: no scrolling sideways ({needed} px)")
        asked = [event["params"]["request"]["url"] for event in browser.events
                 if event.get("method") == "Network.requestWillBeSent"]
        others = [url for url in asked if url != path.resolve().as_uri()]
        checks.check(not others, f"{name}: asks for nothing else {others or ''}".rstrip())
        complaints = [event["params"]["entry"]["text"] for event in browser.events
                      if event.get("method") == "Log.entryAdded"]
        checks.check(not complaints,
                     f"{name}: the browser has no complaint {complaints or ''}".rstrip())
        return lightness
    finally:
        browser.call("Target.closeTarget", targetId=target)


def main():
    program, profile, folder, *files = sys.argv[1:]
    checks, browser = Checks(), Browser(program, profile)
    try:
        for file in files:
            path = pathlib.Path(file)
            if not path.is_file():
                checks.check(False, f"{file}: there is such a file")
                continue
            for width in WIDTHS:
                light, dark = (render(browser, path, width, scheme, checks, pathlib.Path(folder))
                               for scheme in ("light", "dark"))
                checks.check(light > 180 > 90 > dark,
                             f"{path.stem} at {width} px: light is light and dark is dark"
                             f" ({light:.0f}, {dark:.0f})")
    except (RuntimeError, OSError) as error:
        checks.check(False, f"rendering: {error}")
    finally:
        browser.close()
    print(f"{checks.passed} passed, {checks.failed} failed")
    sys.exit(1 if checks.failed else 0)


main()
