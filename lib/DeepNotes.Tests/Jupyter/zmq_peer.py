"""libzmq's side of the interoperability test: talks to our ROUTER, PUB and REP and lets our DEALER talk to its ROUTER."""
import os
import random
import socket as sockets
import sys
import threading
import time

import zmq

router, pub, rep = sys.argv[1:4]
context = zmq.Context()
context.setsockopt(zmq.LINGER, 2000)


def connect(kind, port, **options):
    socket = context.socket(kind)
    socket.setsockopt(zmq.RCVTIMEO, 30000)
    for name, value in options.items():
        socket.setsockopt(getattr(zmq, name), value)
    socket.connect("tcp://127.0.0.1:" + port)
    return socket


def cut(source, target, pause):
    """Hands a stream on in odd pieces: byte by byte at first, then in pieces of any size; a pause makes a slow reader."""
    done = 0
    while data := source.recv(1 << 16):
        at = 0
        while at < len(data):
            size = 1 if done < 300 else random.randint(1, 40000)
            target.sendall(data[at:at + size])
            at, done = at + size, done + size
            if pause and done > 300:
                time.sleep(pause)
    target.shutdown(sockets.SHUT_WR)


def through(port, pause=0.0):
    """The port of a proxy to another port that cuts both directions."""
    listener = sockets.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            near, _ = listener.accept()
            far = sockets.create_connection(("127.0.0.1", int(port)))
            for one, other, wait in ((near, far, 0), (far, near, pause)):
                one.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
                threading.Thread(target=cut, args=(one, other, wait), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return str(listener.getsockname()[1])


# ROUTER: whatever is sent comes back, frame by frame, short and long, empty and many.
dealer = connect(zmq.DEALER, router, IDENTITY=b"me", HEARTBEAT_IVL=100, HEARTBEAT_TIMEOUT=5000)
cases = [[b""], [b"a"], [b"", b"", b"x"], [b"x" * 255], [b"x" * 256], [os.urandom(1 << 20), b"", b"t"], [b"p"] * 500, [os.urandom(30 << 20)]]
for frames in cases:
    dealer.send_multipart(frames)
for frames in cases:
    assert dealer.recv_multipart() == frames
time.sleep(0.5)  # five heartbeats of libzmq: an unanswered one would have closed the connection
dealer.send(b"alive")
assert dealer.recv() == b"alive"

# REP, through a REQ's empty delimiter.
req = connect(zmq.REQ, rep)
for i in range(100):
    req.send(b"%d" % i)
    assert req.recv() == b"%d" % i

# PUB: prefixes, the end of a subscription, and a reader that sleeps while 64 MB arrive.
all_of_it = connect(zmq.SUB, pub, SUBSCRIBE=b"", RCVHWM=0)
some = connect(zmq.SUB, pub, SUBSCRIBE=b"topic.b", RCVHWM=0)
assert all_of_it.recv() == b"welcome", "no welcome"
time.sleep(1)  # the other one's welcome has a topic that it did not ask for
dealer.send_multipart([b"publish"])
time.sleep(1)
assert all_of_it.recv_multipart() == [b"topic.a", b"1"]
for i in range(64):
    topic, body = all_of_it.recv_multipart()
    assert topic == b"topic.b" and body == b"%c" % i * (1 << 20), i
    assert some.recv_multipart() == [topic, body]

# Cut into pieces, in both directions, and read slowly: a message of 4 MB among small ones.
pieces = connect(zmq.DEALER, through(router, 0.002), IDENTITY=b"me")
for frames in cases[:7] + [[os.urandom(4 << 20)]]:
    pieces.send_multipart(frames)
    assert pieces.recv_multipart() == frames

# The other direction: our DEALER connects to libzmq's ROUTER.
ours = context.socket(zmq.ROUTER)
ours.setsockopt(zmq.RCVTIMEO, 30000)
port = ours.bind_to_random_port("tcp://127.0.0.1")
dealer.send_multipart([b"connect", b"%d" % port])
identity, *frames = ours.recv_multipart()
assert identity == b"ours" and frames == [b"hello", b"", b"h" * 1000], frames
ours.send_multipart([identity, b"bye"])
assert dealer.recv() == b"bye"
# A kind of socket that does not fit is refused by one side or the other, and nothing breaks.
wrong = connect(zmq.PUSH, router)
time.sleep(0.2)
dealer.send(b"still")
assert dealer.recv() == b"still"
print("interoperable with libzmq", zmq.zmq_version())
