#!/usr/bin/env python3
"""Receivers for bench/dead-webhook: one line in FILE for each message that has arrived.

usage: dead_webhook_receivers.py webhook|syslog FILE PORT
"""
import http.server
import socketserver
import sys

kind, path, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
out = open(path, "a", buffering=1)


class Webhook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        out.write(self.headers.get("webhook-id", "-") + "\n")
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


class Syslog(socketserver.StreamRequestHandler):
    """RFC 6587 octet counting."""

    def handle(self):
        while True:
            digits = b""
            while not digits.endswith(b" "):
                byte = self.rfile.read(1)
                if not byte:
                    return
                digits += byte
            message = self.rfile.read(int(digits))
            if len(message) < int(digits):
                return
            out.write("m\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


Server(("127.0.0.1", port), Webhook if kind == "webhook" else Syslog).serve_forever()
