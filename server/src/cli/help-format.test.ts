import { Command, Option } from "commander";
import { expect, test } from "vitest";
import { HELP_FORMAT } from "./help-format.ts";
import { parseHostPort } from "./parse-host-port.ts";

test("help writes an address and a URL as they are typed, and no default that is nothing", () => {
  const command = new Command("post")
    .configureHelp(HELP_FORMAT)
    .argument("[host:port]", "where to", parseHostPort(25), { host: "localhost", port: 25 })
    .addOption(new Option("--url <url>", "the server's page").default(new URL("http://localhost:8025/")))
    .option("--to <address>", "recipient", [])
    .option("--debug", "print the conversation", false)
    .addOption(new Option("--format <format>", "what is written").choices(["eml", "mbox"]).default("eml"));
  const lines = command.helpInformation().replace(/ +/g, " ").split("\n");
  expect(lines).toContain(" host:port where to (default: localhost:25)");
  expect(lines).toContain(" --url <url> the server's page (default: http://localhost:8025/)");
  expect(lines).toContain(" --to <address> recipient");
  expect(lines).toContain(" --debug print the conversation");
  expect(lines).toContain(" --format <format> what is written (one of eml, mbox; default: eml)");
});
