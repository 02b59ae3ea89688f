# SPDX-License-Identifier: Apache-2.0
"""Headless Chromium, driven through chromedriver's HTTP protocol (W3C WebDriver) with the
standard library alone."""

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--hide-scrollbars", "--force-color-profile=srgb")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key that the protocol names elements by
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "ArrowLeft": "\ue012",
        "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}
PATIENCE = 60  # seconds that a command of the browser may take


def missing():
    """Which of the two programs is not installed, or None."""
    for program in ("chromium", "chromedriver"):
        if not shutil.which(program):
            return f"{program} is not installed; tools/setup --test installs it"
    return None


class Browser:
    """One browser with an empty profile; a context manager."""

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="kloracle-chromium-")
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE,
                                       stderr=subprocess.DEVNULL, text=True)
        self.session = None
        try:
            self.at = f"http://127.0.0.1:{self._port()}"
            self.session = self._start()
        except Exception:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _port(self):
        for line in self.driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                return int(found[1])
        raise RuntimeError("chromedriver did not start")

    def _start(self):
        options = {"args": [*FLAGS, f"--user-data-dir={self.profile.name}"],
                   "binary": shutil.which("chromium")}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options,
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        answer = self._send("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        return f"/session/{answer['sessionId']}"

    def _send(self, method, path, body=None):
        request = urllib.request.Request(self.at + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        no_proxy = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with no_proxy.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as fault:
            raise RuntimeError(json.load(fault)["value"]["message"]) from None

    def post(self, path, **body):
        return self._send("POST", self.session + path, body)

    def close(self):
        if self.session:
            self._send("DELETE", self.session)
        self.driver.terminate()
        self.driver.wait()
        self.driver.stdout.close()
        for _ in range(20):  # the browser may still be writing to its profile
            try:
                self.profile.cleanup()
                return
            except OSError:
                time.sleep(0.1)

    def open(self, address):
        self.post("/url", url=address)

    def run(self, script, *given):
        """What the body of a function returns in the page; its arguments are `arguments`."""
        return self.post("/execute/sync", script=script, args=list(given))

    def wait(self, script):
        """Waits until what a script returns is true."""
        last = time.monotonic() + PATIENCE
        while not self.run(script):
            if time.monotonic() > last:
                raise RuntimeError(f"never true: {script}")
            time.sleep(0.02)

    def size(self, width, height):
        """The size of the page's own area, as of a phone's screen."""
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height,
                      deviceScaleFactor=1, mobile=False)

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", cmd=command, params=parameters)

    def theme(self, name):
        """What the system prefers: light or dark; and that nothing moves by itself."""
        self.devtools("Emulation.setEmulatedMedia",
                      features=[{"name": "prefers-color-scheme", "value": name},
                                {"name": "prefers-reduced-motion", "value": "reduce"}])

    def press(self, *keys):
        """Keys by name or character, one after the other, to whatever has the focus."""
        typed = [KEYS.get(key, key) for key in keys]
        actions = [{"type": kind, "value": key} for key in typed for kind in ("keyDown", "keyUp")]
        self.post("/actions", actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    def click(self, selector):
        found = self.post("/element", using="css selector", value=selector)
        self.post(f"/element/{found[ELEMENT]}/click")

    def console(self):
        """What the browser said since the last call: [(level, text)]."""
        return [(entry["level"], entry["message"])
                for entry in self.post("/se/log", type="browser")]

    def requests(self):
        """The addresses that the browser asked for since the last call."""
        events = (json.loads(entry["message"])["message"]
                  for entry in self.post("/se/log", type="performance"))
        return [event["params"]["request"]["url"] for event in events
                if event["method"] == "Network.requestWillBeSent"]

    def screenshot(self, path, whole=False):
        """A PNG of what is in view, or of the whole page."""
        taken = self.devtools("Page.captureScreenshot", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(taken["data"]))
