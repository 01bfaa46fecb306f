#!/usr/bin/env python3
"""The reading loop that Vedette is compared with: one byte written back before each read of at most 2048 bytes, decode, cut into
lines, json.loads, nothing else. Prints flows and flows per second, from the first byte to the end of the connection.

usage: reference_loop.py PORT
"""
import json
import socket
import sys
import time

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[1])))
listener.listen()
print("listening", flush=True)
peer, _ = listener.accept()
rest, flows, start = "", 0, None
while True:
    try:
        peer.send(b"0")
    except OSError:
        pass
    chunk = peer.recv(2048)
    if not chunk:
        break
    start = start or time.perf_counter()
    rest += chunk.decode()
    while True:
        line, end, tail = rest.partition("\n")
        if not end:
            break
        json.loads(line)
        flows += 1
        rest = tail
seconds = time.perf_counter() - start
print(f"{flows} flows in {seconds:.2f} s: {flows / seconds / 1e6:.3f} million flows/s")
