import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createTempFolder } from "../../../test/support/run-program.ts";
import { readConfig } from "../read-config.ts";
import { translateFlags } from "./flags.ts";
import { legacyVariableWarnings } from "./variables.ts";

describe("flags", () => {
  test.each<[string, string[], string[]]>([
    ["MailHog's with one dash", ["-smtp-bind-addr", "0.0.0.0:2525"], ["--smtp-host=0.0.0.0", "--smtp-port=2525"]],
    ["MailHog's with two", ["--ui-bind-addr=:8080"], ["--http-host=::", "--http-port=8080"]],
    [
      "Mailpit's long ones",
      ["--smtp", "[::1]:26", "--max=0"],
      ["--smtp-host=::1", "--smtp-port=26", "--max-messages=10000000"],
    ],
    [
      "Mailpit's short ones",
      ["-l", "127.0.0.1:80", "-m", "5", "-v"],
      ["--http-host=127.0.0.1", "--http-port=80", "--max-messages=5", "--log-level=debug"],
    ],
    ["a switch", ["-invite-jim", "-jim-accept=0.5"], ["--invite-jim", "--jim=AcceptChance=0.5"]],
    ["a switch that is off", ["-invite-jim=false"], []],
    ["a name that both have: one dash is theirs", ["-auth-file", "users"], ["--web-auth-file=users"]],
    ["a name that both have: two dashes are ours", ["--auth-file", "users"], ["--auth-file", "users"]],
    ["a value of ours that looks like one of theirs", ["--label", "-smtp-bind-addr"], ["--label", "-smtp-bind-addr"]],
    ["what is nobody's", ["--nonsense", "-z"], ["--nonsense", "-z"]],
    ["what follows a command", ["send", "-s", "x"], ["send", "-s", "x"]],
    [
      "Mailpit's origins, by host",
      ["--api-cors", "a.test,http://b.test"],
      ["--allow-origin=http://a.test", "--allow-origin=https://a.test", "--allow-origin=http://b.test"],
    ],
  ])("%s", (_what, given, translated) => {
    expect(translateFlags(given).argv).toEqual(translated);
  });

  test("that are not supported cause a warning, not an error", () => {
    const { argv, warnings } = translateFlags(["-storage", "maildir", "--pop3-auth-file=users", "--smtp", ":2525"]);
    expect(argv).toEqual(["--smtp-host=::", "--smtp-port=2525"]);
    expect(warnings).toEqual([
      "-storage is not supported: give a file with --store.",
      "--pop3-auth-file is not supported: there is no POP3.",
    ]);
  });
});

describe("variables", () => {
  test("of MailHog", () => {
    const path = join(createTempFolder(), "servers.json");
    const server = {
      Name: "office",
      Host: "mx.test",
      Port: "587",
      Email: "me@x.test",
      Username: "u@x",
      Password: "p/w",
    };
    writeFileSync(path, JSON.stringify({ office: server }));
    const read = readConfig(
      {},
      {
        MH_UI_WEB_PATH: "mail",
        MH_AUTH_FILE: "users",
        MH_OUTGOING_SMTP: path,
        MH_JIM_ACCEPT: "1",
        MH_JIM_DISCONNECT: "0",
        MH_INVITE_JIM: "1",
      },
    );
    expect(read).toMatchObject({
      basePath: "/mail/",
      webAuthFile: "users",
      relay: ["smtp://u%40x:p%2Fw@mx.test:587?name=office&email=me%40x.test"],
      jim: ["DisconnectChance=0", "AcceptChance=1"],
      inviteJim: true,
    });
  });

  test("of Mailpit", () => {
    const read = readConfig(
      {},
      {
        MP_UI_AUTH: "a:1 b:2",
        MP_SMTP_AUTH: "c:3 d:4",
        MP_MAX_MESSAGE_SIZE: "5",
        MP_CHAOS_TRIGGERS: "Sender:451:5",
        MP_SMTP_RELAY_HOST: "mx.test",
        MP_SMTP_RELAY_PORT: "465",
        MP_SMTP_RELAY_TLS: "true",
        MP_SMTP_RELAY_USERNAME: "u",
        MP_SMTP_RELAY_PASSWORD: "p",
        MP_SMTP_RELAY_ALLOWED_RECIPIENTS: "@x\\.test$",
        MP_LABEL: "here",
        MP_VERBOSE: "false",
      },
    );
    expect(read).toMatchObject({
      webAuth: ["a:1", "b:2"],
      auth: ["c:3", "d:4"],
      maxMessageBytes: 5 * 1024 ** 2,
      chaos: "Sender:451:5",
      relay: ["smtps://u:p@mx.test:465"],
      relayAllow: "@x\\.test$",
      label: "here",
      logLevel: "info",
    });
  });

  test.each<[string, NodeJS.ProcessEnv, string | null, string[]]>([
    ["Mailpit's database", { MP_DATABASE: "/data/mailpit.db" }, "/data/mailpit.db", []],
    ["MailHog's folder", { MH_STORAGE: "maildir", MH_MAILDIR_PATH: "/data" }, "/data/mailglass.db", []],
    ["MailHog's folder alone", { MH_MAILDIR_PATH: "/data" }, null, []],
    [
      "MailHog's storage without a folder",
      { MH_STORAGE: "maildir" },
      null,
      ["MH_STORAGE is not supported here: MH_MAILDIR_PATH must name the folder of the store; mail is kept in memory."],
    ],
    [
      "MongoDB",
      { MH_STORAGE: "mongodb" },
      null,
      ["MH_STORAGE is not supported here: only maildir and memory are known; mail is kept in memory."],
    ],
  ])("the store of %s", (_what, environment, store, warnings) => {
    expect(readConfig({}, environment).store).toBe(store);
    expect(legacyVariableWarnings(environment)).toEqual(warnings);
  });

  test.each([
    ["7d", 604_800_000],
    ["12h", 43_200_000],
    ["0", null],
  ])("Mailpit's age %s", (text, age) => {
    expect(readConfig({}, { MP_MAX_AGE: text }).maxAge).toBe(age);
  });

  test("that are not supported are named in a warning; those without effect are not", () => {
    const given = {
      MP_DATABASE: "http://localhost:4001",
      MP_ENABLE_CHAOS: "1",
      MH_STORAGE: "memory",
      MP_POP3_AUTH: "",
      MP_NEW_THING: "1",
      HOME: "/",
    };
    expect(legacyVariableWarnings(given)).toEqual([
      "MP_DATABASE is not supported: there is no rqlite storage; give a file.",
      "MP_NEW_THING is not a known variable and is ignored.",
    ]);
  });
});
