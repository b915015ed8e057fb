import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { stubCypress } from "./support/cypress-stub.ts";
import { namedSnippets, replacePorts } from "./support/doc-snippets.ts";
import { createTempFolder, describeFailure, isInstalled } from "./support/run-program.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { runSnippet, type SnippetProgram } from "./support/snippet-program.ts";

/** The requests of docs/testing.md, one in each language, as printed: each waits, and returns the link or the response. */

vi.setConfig({ testTimeout: 120_000 });

const PROGRAMS: Readonly<Record<string, SnippetProgram>> = {
  PHP: {
    needs: ["php", "--version"],
    file: "wait.php",
    source: (snippet) => `<?php $address = "ann@example.com"; ${snippet} echo $link;`,
    command: ["php", "wait.php"],
  },
  Ruby: {
    needs: ["ruby", "--version"],
    file: "wait.rb",
    source: (snippet) => `address = "ann@example.com"\n${snippet}print link`,
    command: ["ruby", "wait.rb"],
  },
  Go: {
    needs: ["go", "version"],
    file: "wait.go",
    source: (snippet) => `package main

import (
	"io"
	"net/http"
	"net/url"
	"os"
)

func main() {
	address := "ann@example.com"
	${snippet}
	if err != nil {
		panic(err)
	}
	io.Copy(os.Stdout, answer.Body)
}`,
    command: ["go", "run", "wait.go"],
  },
  Java: {
    needs: ["javac", "--version"],
    file: "Wait.java",
    source: (snippet) => `
import java.net.*;
import java.net.http.*;
import java.nio.charset.StandardCharsets;

class Wait {
  public static void main(String[] args) throws Exception {
    var address = "ann@example.com";
    ${snippet}
    System.out.print(answer.body());
  }
}`,
    command: ["java", "Wait.java"],
  },
};

const LINK = "http://shop.example/confirm/1";
let app: RunningApp;
let requests: ReadonlyMap<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  const code = [...namedSnippets("docs/testing.md")];
  requests = new Map(
    code.map(([name, snippet]) => [name, replacePorts(snippet, { smtp: app.smtp.port, http: app.http.port })]),
  );
  await app.send(`Subject: Confirm\nContent-Type: text/html\n\n<a href="${LINK}">Confirm</a>\n`, ["ann@example.com"]);
});
afterAll(() => app.close());

test("there is a program for each request", () => {
  expect([...requests.keys()].sort()).toEqual([...Object.keys(PROGRAMS), "Cypress"].sort());
});

for (const [name, program] of Object.entries(PROGRAMS)) {
  test.skipIf(!isInstalled(...program.needs))(`${name} gets the link`, async () => {
    const ended = await runSnippet(program, requests.get(name) ?? "", { cwd: createTempFolder() });
    expect(describeFailure(ended)).toBe("");
    expect(ended.out.toString()).toContain(LINK);
  });
}

/** Its program is not in a registry; the stub has the parts that the request needs. */
test("Cypress visits the link", async () => {
  const visited = new Promise((resolve) => {
    const cypress = stubCypress({}, { visit: resolve });
    runInNewContext(requests.get("Cypress") ?? "", { address: "ann@example.com", cy: cypress.globals.cy });
  });
  expect(await visited).toBe(LINK);
});
