/**
 * The shortest Node catcher that could be called one: no transcripts, no findings, no limits, no TLS, no page. Our
 * features cost the difference to it. Its ring keeps slices of socket chunks, so it pins more memory than it stores.
 */
import { createServer } from "node:net";

const ring = [];
let held = 0;
function keep(pieces, size) {
  ring.push({ pieces, size });
  held += size;
  while (ring.length > 1000 || held > 256 * 1024 * 1024) held -= ring.shift().size;
}

createServer((socket) => {
  let pending = Buffer.alloc(0);
  let pieces = null; // of the message that is being received
  let size = 0;
  socket.setNoDelay(true).on("error", () => {});
  socket.write("220 naive\r\n");
  socket.on("data", (chunk) => {
    let bytes = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (;;) {
      if (pieces !== null) {
        const end = bytes.indexOf("\r\n.\r\n");
        const upTo = end === -1 ? Math.max(0, bytes.length - 4) : end + 2; // the last four bytes may be the beginning of the end of data
        if (upTo > 0) pieces.push(bytes.subarray(0, upTo));
        size += upTo;
        bytes = bytes.subarray(end === -1 ? upTo : end + 5);
        if (end === -1) break;
        keep(pieces, size);
        pieces = null;
        socket.write("250 Ok\r\n");
      }
      const lineEnd = bytes.indexOf("\r\n");
      if (lineEnd === -1) break;
      const verb = bytes.toString("latin1", 0, 4).toUpperCase();
      bytes = bytes.subarray(lineEnd + 2);
      if (verb === "DATA") [pieces, size] = [[], 0];
      socket.write(verb === "DATA" ? "354 Go\r\n" : verb === "QUIT" ? "221 Bye\r\n" : "250 Ok\r\n");
      if (verb === "QUIT") socket.end();
    }
    pending = bytes;
  });
}).listen(Number(process.argv[2]), "127.0.0.1");
