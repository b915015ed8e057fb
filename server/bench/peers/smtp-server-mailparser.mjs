/** A typical catcher in Node: `smtp-server` with each message parsed by `mailparser` on arrival; it keeps the last 1,000. */
import { createRequire } from "node:module";
import { callbackify } from "node:util";

const require = createRequire(process.argv[3]);
const { SMTPServer } = require("smtp-server");
const { simpleParser } = require("mailparser");

const kept = [];
const keep = callbackify(async (stream) => {
  kept.push(await simpleParser(stream));
  if (kept.length > 1000) kept.shift();
});
new SMTPServer({
  authOptional: true,
  disableReverseLookup: true,
  size: 1024 * 1024 * 1024,
  onData(stream, _session, done) {
    keep(stream, done);
  },
})
  .on("error", () => {})
  .listen(Number(process.argv[2]), "127.0.0.1");
