/** The `smtp-server` package with a handler that drops the data. Arguments: port, package.json of the peers' folder. */
import { createRequire } from "node:module";

const { SMTPServer } = createRequire(process.argv[3])("smtp-server");

new SMTPServer({
  authOptional: true,
  disableReverseLookup: true,
  size: 1024 * 1024 * 1024,
  onData(stream, _session, done) {
    stream.resume().once("end", done);
  },
})
  .on("error", () => {}) // smtp-source hangs up without reading the 221
  .listen(Number(process.argv[2]), "127.0.0.1");
