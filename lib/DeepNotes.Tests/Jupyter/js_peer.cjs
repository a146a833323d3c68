// The client inside VS Code (npm's zeromq) against our sockets, through a proxy that cuts the stream into odd pieces:
// node js_peer.cjs MODULES ROUTER PUB REP
const [modules, router, pub, rep] = process.argv.slice(2);
const zmq = require(modules + "/zeromq"), net = require("net"), crypto = require("crypto");

// One to seven bytes at a time for the first kilobytes, pieces of any size after that, with pauses.
function slow(port) {
  return new Promise(done => {
    const server = net.createServer(client => {
      const far = net.connect(port, "127.0.0.1");
      const cut = (from, to) => {
        let sent = 0;
        from.on("data", async data => {
          from.pause();
          for (let at = 0; at < data.length;) {
            const size = sent < 4096 ? 1 + (sent % 7) : 1 + Math.floor(Math.random() * 200000);
            to.write(data.subarray(at, at + size));
            at += size;
            sent += size;
            if (sent % 64 === 0 || size > 100000) await new Promise(r => setImmediate(r));
          }
          from.resume();
        });
        from.on("close", () => to.destroy());
        from.on("error", () => to.destroy());
      };
      client.setNoDelay(true);
      far.setNoDelay(true);
      cut(client, far);
      cut(far, client);
    });
    server.listen(0, "127.0.0.1", () => done(server.address().port));
  });
}

const same = (a, b) => a.length === b.length && a.every((f, i) => Buffer.compare(Buffer.from(f), Buffer.from(b[i])) === 0);
const check = (good, what) => { if (!good) throw new Error(what); };

(async () => {
  const dealer = new zmq.Dealer({ routingId: "me", receiveTimeout: 60000 });
  dealer.connect("tcp://127.0.0.1:" + await slow(router));
  const cases = [[""], ["a"], ["", "", "x"], ["x".repeat(255)], ["x".repeat(256)], [crypto.randomBytes(1 << 20), "", "t"], Array(500).fill("p"), [crypto.randomBytes(20 << 20)]];
  for (const frames of cases) await dealer.send(frames);
  for (const [i, frames] of cases.entries()) check(same(await dealer.receive(), frames), "case " + i);
  const req = new zmq.Request({ receiveTimeout: 60000 });
  req.connect("tcp://127.0.0.1:" + await slow(rep));
  for (let i = 0; i < 50; i++) {
    await req.send(String(i));
    check(String((await req.receive())[0]) === String(i), "heartbeat " + i);
  }
  const sub = new zmq.Subscriber({ receiveTimeout: 60000, receiveHighWaterMark: 8 });
  sub.connect("tcp://127.0.0.1:" + await slow(pub));
  sub.subscribe();
  check(String((await sub.receive())[0]) === "welcome", "no welcome");
  await dealer.send("publish");
  check(String((await sub.receive())[1]) === "1", "first message");
  for (let i = 0; i < 64; i++) {
    if (i % 16 === 0) await new Promise(r => setTimeout(r, 200)); // a reader that sleeps
    const [topic, body] = await sub.receive();
    check(String(topic) === "topic.b" && body.length === 1 << 20 && body[0] === i && body[body.length - 1] === i, "message " + i);
  }
  console.log("interoperable with zeromq.js", zmq.version);
  process.exit(0);
})().catch(error => { console.error(error); process.exit(1); });
