import { expect, test } from "vitest";
import { parseServerFlags } from "./container-flags.ts";

const parse = (commandLine: string) => {
  const entries = Object.entries(parseServerFlags(commandLine.split(" "), {}));
  return Object.fromEntries(entries.map(([name, { values }]) => [name, values]));
};

test.each([
  ["node /opt/mailglass/dist/mailglass.mjs --http-port 9000", { httpPort: ["9000"] }],
  ["node /opt/mailglass/dist/mailglass.mjs --listen 0.0.0.0:80", { httpHost: ["0.0.0.0"], httpPort: ["80"] }],
  ["/sbin/docker-init -- /usr/local/bin/mailpit --webroot=/mail/", { basePath: ["/mail/"] }],
  ["node /usr/local/bin/MailHog -ui-bind-addr :81", { httpHost: ["::"], httpPort: ["81"] }],
  ["node /opt/mailglass/dist/mailglass.mjs", {}],
  ["node /opt/mailglass/dist/mailglass.mjs send --http-port 9000", {}],
  ["node /opt/mailglass/dist/mailglass.mjs --unknown 1", {}],
  ["/sbin/init --http-port 9000", {}],
  ["", {}],
])("the options of %j", (commandLine, options) => {
  expect(parse(commandLine)).toEqual(options);
});
