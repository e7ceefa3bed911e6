# SPDX-License-Identifier: MIT
"""A client of the Language Server Protocol, as small as the tests need it: requests over the
standard streams of a server, one at a time."""
import json
import subprocess
import threading


class Server:
    """A running server, for a with statement; `settings` are what it asks for, by section. What it
    has not said after `seconds` it does not say."""

    def __init__(self, command, env, settings, seconds):
        self.settings = settings
        self.run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL, env=env)
        self.timer = threading.Timer(seconds, self.run.kill)  # what is read then ends
        self.count = 0
        self.diagnostics = {}

    def __enter__(self):
        self.timer.start()
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.notify("initialized", {})
        return self

    def __exit__(self, *_):
        self.timer.cancel()
        self.run.kill()
        self.run.communicate()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.run.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.run.stdin.flush()

    def receive(self):
        """The next message; requests of the server are answered at once."""
        length = None
        for line in iter(self.run.stdout.readline, b"\r\n"):
            if not line:
                raise ValueError("the language server ended, or said nothing for too long")
            name, _, value = line.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        message = json.loads(self.run.stdout.read(length))
        if "method" in message and "id" in message:
            result = None
            if message["method"] == "workspace/configuration":
                result = [self.settings.get(item["section"]) for item in message["params"]["items"]]
            self.send({"id": message["id"], "result": result})
        elif message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.diagnostics[params["uri"]] = params["diagnostics"]
        return message

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def request(self, method, params):
        self.count += 1
        self.send({"id": self.count, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == self.count and "method" not in message:
                if "error" in message:
                    raise ValueError(f"{method}: {message['error']}")
                return message["result"]

    def open(self, uri, text):
        """Opens a document and waits for what is wrong with it."""
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})
        while uri not in self.diagnostics:
            self.receive()
        return self.diagnostics[uri]
