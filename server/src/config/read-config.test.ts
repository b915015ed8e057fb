import { expect, test } from "vitest";
import { createFileWriter } from "../../test/support/run-program.ts";
import { ConfigError } from "./config-error.ts";
import { legacyVariableWarnings } from "./legacy/variables.ts";
import { OPTIONS, type OptionName, variableName } from "./options.ts";
import { defaultConfig, readConfig, unknownVariableWarnings } from "./read-config.ts";

const toRawOptions = (said: Partial<Record<OptionName, string | string[]>>) =>
  Object.fromEntries(
    Object.entries(said).map(([name, values]) => [
      name,
      { values: [values].flat(), source: `--${OPTIONS[name as OptionName].flag}` },
    ]),
  );

const writeConfigFile = createFileWriter();

test("nothing said gives the defaults", () => {
  expect(readConfig({}, {})).toEqual(defaultConfig());
});

test("a flag wins over a variable, a variable over the config file", () => {
  const config = writeConfigFile('{"smtpPort": 1, "httpPort": 1, "maxMessages": 1}');
  const read = readConfig(toRawOptions({ config, smtpPort: "3" }), {
    MAILGLASS_SMTP_PORT: "2",
    MAILGLASS_HTTP_PORT: "2",
  });
  expect([read.smtpPort, read.httpPort, read.maxMessages]).toEqual([[3], 2, 1]);
});

test("our own variable wins over those of MailHog and Mailpit", () => {
  const read = readConfig(
    {},
    { MH_SMTP_BIND_ADDR: "0.0.0.0:1125", MP_UI_BIND_ADDR: "[::]:8125", MAILGLASS_SMTP_PORT: "1225" },
  );
  expect([read.smtpHost, read.smtpPort, read.httpHost, read.httpPort]).toEqual(["0.0.0.0", [1225], "::", 8125]);
});

test("sizes take k, m and g; times are seconds", () => {
  const read = readConfig(toRawOptions({ maxMessageBytes: "512k", maxBytes: "1g", idleTimeout: "1.5" }), {});
  expect([read.maxMessageBytes, read.maxBytes, read.idleTimeout]).toEqual([524_288, 1_073_741_824, 1500]);
});

test("an origin is written as a browser sends it, and * is any", () => {
  const values = ["http://localhost:3000/", "https://shop.test", "*"];
  const { allowOrigin } = readConfig({ allowOrigin: { values, source: "--allow-origin" } }, {});
  expect(allowOrigin).toEqual(["http://localhost:3000", "https://shop.test", "*"]);
});

test("a list is a flag several times, or a variable with commas", () => {
  expect(readConfig(toRawOptions({ auth: ["a:1,2", "b:3"] }), {}).auth).toEqual(["a:1,2", "b:3"]);
  expect(readConfig({}, { MAILGLASS_ALLOW_HOST: "mail.test, box.test" }).allowHost).toEqual(["mail.test", "box.test"]);
});

test.each<readonly [name: string, values: readonly string[], groups: readonly string[]]>([
  ["alone", ["true"], ["wire", "envelope", "login", "tls"]],
  ["off", ["false"], []],
  ["some groups", ["provider,html"], ["provider", "html"]],
  ["several flags", ["grammar", "mime"], ["grammar", "mime"]],
])("strict, %s", (_name, values, groups) => {
  expect(readConfig({ strict: { values, source: "--strict" } }, {}).strict).toEqual(groups);
  expect(readConfig({}, { MAILGLASS_STRICT: values.join(",") }).strict).toEqual(groups);
});

test("the servers and keys of checks are read", () => {
  const read = readConfig(
    toRawOptions({
      dkimKey: ["S1._domainkey.Example.com=a=b.txt", "s2._domainkey.example.com.=c.txt"],
      spamassassin: "[::1]",
      rspamd: "https://:pass@rspamd.test:11334/",
    }),
    { MP_ENABLE_SPAMASSASSIN: "spam.test:1783", MP_ENABLE_RSPAMD: "rspamd.test:1" },
  );
  expect(read.dkimKey).toEqual([
    { name: "s1._domainkey.example.com", file: "a=b.txt" },
    { name: "s2._domainkey.example.com", file: "c.txt" },
  ]);
  expect(read.spamassassin).toEqual({ host: "::1", port: 783 });
  expect(read.rspamd?.password).toBe("pass");
});

test("Mailpit's servers of checks are ours", () => {
  const read = readConfig({}, { MP_ENABLE_SPAMASSASSIN: "spam.test:1783", MP_ENABLE_RSPAMD: "rspamd.test:11334" });
  expect(read.spamassassin).toEqual({ host: "spam.test", port: 1783 });
  expect(read.rspamd?.href).toBe("http://rspamd.test:11334/");
  for (const text of ["postmark", "unix:/run/spamd.sock"])
    expect(legacyVariableWarnings({ MP_ENABLE_SPAMASSASSIN: text })).toHaveLength(1);
});

test("a store may be in Redis", () => {
  const address = "redis://:secret@localhost:6379/0";
  expect(readConfig(toRawOptions({ store: address }), {}).store).toBe(address);
});

test.each<[OptionName, string, RegExp]>([
  ["dkimKey", "example.com=key.txt", /selector\._domainkey\.domain=FILE/],
  ["dkimKey", "s._domainkey.example.com=", /selector\._domainkey\.domain=FILE/],
  ["spamassassin", "localhost:99999", /HOST:PORT/],
  ["spamassassin", "http://localhost:783", /HOST:PORT/],
  ["hostname", "mail.example.com\r\n250", /host name such as/],
  ["hostname", "my host", /host name such as/],
  ["hostname", "", /host name such as/],
  ["allowHost", "a b", /host name such as/],
  ["allowHost", "http://mail.test", /host name such as/],
  ["rspamd", "file:///secret", /URL such as/],
  ["rspamd", "http://:secret@", /URL such as/],
  ["store", "redis:secret@localhost", /must be a file, or redis:.*/],
  ["store", "mysql://:secret@localhost:3306/mail", /must be a file, or redis:.*not the address of another database/],
  ["rspamd", "http://:secret%zz@localhost", /URL such as/],
  ["rspamd", "http://:secret@localhost/?x=1", /URL such as/],
])("--%s %s is refused, and no password is repeated", (name, value, message) => {
  const read = () => readConfig(toRawOptions({ [name]: value }), {});
  expect(read).toThrow(ConfigError);
  expect(read).toThrow(message);
  expect(read).not.toThrow(/secret/);
});

test.each<[string, Parameters<typeof readConfig>, RegExp]>([
  [
    "an unknown group",
    [{}, { MAILGLASS_STRICT: "wire,foo" }],
    /^MAILGLASS_STRICT must be true, false or some of wire, .*, signature, not “foo”\.$/,
  ],
  [
    "a port that is none",
    [toRawOptions({ smtpPort: "abc" }), {}],
    /^--smtp-port must be a whole number from 0 to 65535, not “abc”\.$/,
  ],
  [
    "a bad variable, by its name",
    [{}, { MAILGLASS_MAX_BYTES: "lots" }],
    /^MAILGLASS_MAX_BYTES must be a number of bytes/,
  ],
  [
    "a bad value in the file, by its place",
    [toRawOptions({ config: writeConfigFile('{"tls": "maybe"}') }), {}],
    /: tls must be one of auto, off, not “maybe”\.$/,
  ],
  [
    "an unknown key in the file",
    [toRawOptions({ config: writeConfigFile('{"smtp-port": 1}') }), {}],
    /there is no option “smtp-port”/,
  ],
  [
    "a file that is not there",
    [toRawOptions({ config: "/nowhere.json" }), {}],
    /^The config file \/nowhere\.json cannot be read \(ENOENT\)\.$/,
  ],
  ["a file that is not JSON", [toRawOptions({ config: writeConfigFile("smtp: 1") }), {}], /is not JSON/],
  ["a file that holds a list", [toRawOptions({ config: writeConfigFile("[]") }), {}], /must hold one JSON object/],
  ["a certificate without its key", [toRawOptions({ tlsCert: "a.pem" }), {}], /must be given together/],
  ["TLS required without a certificate", [toRawOptions({ requireTls: "true" }), {}], /needs a certificate/],
  ["credentials without a colon", [toRawOptions({ auth: ["jo"] }), {}], /USER:PASS/],
  [
    "a message that the ring could not hold",
    [toRawOptions({ maxBytes: "1k", maxMessageBytes: "2k" }), {}],
    /must not be larger/,
  ],
  [
    "a cache without a file",
    [toRawOptions({ store: "redis://cache", memoryCache: "16m" }), {}],
    /^--memory-cache needs --store FILE/,
  ],
])("%s is reported in one line", (_, args, message) => {
  expect(() => readConfig(...args)).toThrow(ConfigError);
  expect(() => readConfig(...args)).toThrow(message);
});

test("a misspelled variable of ours causes a warning, one of another command does not", () => {
  const environment = {
    MAILGLASS_SMTP_PROT: "1",
    MAILGLASS_SMTP_PORT: "1",
    MAILGLASS_URL: "http://localhost:8025/",
    PATH: "",
  };
  expect(unknownVariableWarnings(environment)).toEqual([
    "MAILGLASS_SMTP_PROT is not an option and is ignored. mailglass --help lists all options.",
  ]);
});

test("each option has a flag and a variable of its own", () => {
  const all = (Object.keys(OPTIONS) as OptionName[]).map((name) => variableName(OPTIONS[name].flag));
  expect(new Set(all).size).toBe(all.length);
});

test("the SMTP port may be repeated, and an empty list leaves the default", () => {
  expect(readConfig(toRawOptions({ smtpPort: ["25", "2525"] }), {}).smtpPort).toEqual([25, 2525]);
  expect(readConfig({}, { MAILGLASS_SMTP_PORT: "25,2525" }).smtpPort).toEqual([25, 2525]);
  expect(readConfig({}, { MAILGLASS_SMTP_PORT: "," }).smtpPort).toEqual([1025]);
});

test.each([
  { smtpTls: "implicit" },
  { smtpTls: "starttls" },
  { httpsCert: "cert.pem" },
  { httpsKey: "key.pem" },
  { httpsCert: "auto", httpsKey: "key.pem" },
])("a certificate without its key, or a key without its certificate: %j", (options) => {
  expect(() => readConfig(toRawOptions(options), {})).toThrow(ConfigError);
});
