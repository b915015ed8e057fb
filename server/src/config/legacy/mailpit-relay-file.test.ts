import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createFolderForAllTests } from "../../../test/support/run-program.ts";
import { readConfig } from "../read-config.ts";
import { translateFlags } from "./flags.ts";
import { legacyVariableWarnings } from "./variables.ts";

/** Mailpit's YAML file for its relay: `MP_SMTP_RELAY_CONFIG`, `--smtp-relay-config`. */

const path = join(createFolderForAllTests(), "relay.yaml");

function readFromFile(yaml: string, variables: Readonly<Record<string, string>> = {}) {
  writeFileSync(path, yaml);
  const { relay, relayFrom, relayHeaderFrom, relaySubjectPrefix, relayAllow, relayBlock } = readConfig(
    {},
    { ...variables, MP_SMTP_RELAY_CONFIG: path },
  );
  return { relay, relayFrom, relayHeaderFrom, relaySubjectPrefix, relayAllow, relayBlock };
}

test("every field", () => {
  const yaml = `
# As in Mailpit's documentation
host: smtp.example.com
port: 587
starttls: true
tls: false
allow-insecure: true
auth: plain
username: jo
password: "p:@/ss"
secret:
return-path: bounces@example.com
override-from: qa@example.com
subject-prefix: "[test] "
allowed-recipients: '@example\\.com$'
blocked-recipients: ^ceo@
preserve-message-ids: true
forward-smtp-errors: false
`;
  expect(readFromFile(yaml)).toEqual({
    relay: ["smtp://jo:p%3A%40%2Fss@smtp.example.com:587?starttls=required&verify=no&auth=plain"],
    relayFrom: "bounces@example.com",
    relayHeaderFrom: "qa@example.com",
    relaySubjectPrefix: "[test] ",
    relayAllow: "@example\\.com$",
    relayBlock: "^ceo@",
  });
  expect(legacyVariableWarnings({ MP_SMTP_RELAY_CONFIG: path })).toEqual([]);
});

test.each([
  ["host: mx.test", "smtp://mx.test:25"],
  ["host: mx.test\ntls: true\nport: 465", "smtps://mx.test:465"],
  ["host: mx.test\nauth: CRAM-MD5\nusername: jo\nsecret: s", "smtp://jo:s@mx.test:25?auth=cram-md5"],
  ["host: mx.test\nauth: none\nusername: jo\npassword: p", "smtp://mx.test:25"],
  ["host: mx.test\nusername: jo\npassword: 0042", "smtp://jo:0042@mx.test:25"],
])("%j is %s", (yaml, url) => {
  expect(readFromFile(yaml).relay).toEqual([url]);
});

test("the older name of the allowed recipients counts if the newer is missing", () => {
  expect(readFromFile("host: mx.test\nrecipient-allowlist: old")).toMatchObject({ relayAllow: "old" });
  const both = "host: mx.test\nallowed-recipients: new\nrecipient-allowlist: old";
  expect(readFromFile(both)).toMatchObject({ relayAllow: "new" });
});

test("variables complete the file, which takes precedence", () => {
  const variables = {
    MP_SMTP_RELAY_HOST: "other.test",
    MP_SMTP_RELAY_PASSWORD: "p",
    MP_SMTP_RELAY_RETURN_PATH: "b@x.test",
  };
  const yaml = "host: mx.test\nusername: jo\n";
  expect(readFromFile(yaml, variables)).toMatchObject({ relay: ["smtp://jo:p@mx.test:25"], relayFrom: "b@x.test" });
  expect(translateFlags(["--smtp-relay-config", path], variables)).toEqual({
    argv: ["--relay=smtp://jo:p@mx.test:25"],
    warnings: [],
  });
});

test.each([
  ["hots: mx.test", `${path}: there is no field “hots”. There are: host, port, `],
  ["port: 587", `${path}: host is missing`],
  ["host: mx.test\nport: smtp", `${path}: port must be a number, not “smtp”.`],
  ["host: mx.test\nstarttls: maybe", `${path}: starttls must be true or false, not “maybe”.`],
  ["host: mx.test\nauth: digest", `${path}: auth must be none, plain, login or cram-md5, not “digest”.`],
  ["host: mx.test\nauth: plain\nusername: jo", `${path}: auth: plain needs password.`],
  ["host: mx.test\nauth: cram-md5\nsecret: s", `${path}: auth: cram-md5 needs username.`],
  ["host: [a, b]", `${path}: host must be a single value.`],
  ["host: mx.test\nhost: mx2.test", `The relay configuration ${path} is not YAML: Map keys must be unique`],
  ["host: 'mx.test", `The relay configuration ${path} is not YAML: Missing closing 'quote`],
  ["mx.test", `The relay configuration ${path} must hold fields`],
  ["", `The relay configuration ${path} must hold fields`],
])("%j is refused", (yaml, message) => {
  expect(() => readFromFile(yaml)).toThrow(message);
});

test("a file that does not exist is refused", () => {
  const missing = join(path, "nothing.yaml");
  expect(() => readConfig({}, { MP_SMTP_RELAY_CONFIG: missing })).toThrow(`configuration ${missing} cannot be read`);
});
