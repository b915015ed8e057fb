import { writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { createClient } from "@mailglass/shared/client";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { namedSnippets, replacePorts } from "./support/doc-snippets.ts";
import { createExecutable, createTempFolder, describeFailure, isInstalled } from "./support/run-program.ts";
import { type RunningApp, startTestApp } from "./support/running-app.ts";
import { runSnippet, type SnippetProgram } from "./support/snippet-program.ts";

/** Each setting of docs/getting-started.md, as printed, in a small program of its framework, which then sends. */

vi.setConfig({ testTimeout: 120_000 });

/** A Python that has this module: `python3` of the path, or the system's. */
const python = (module: string): string =>
  isInstalled("python3", "-c", `import ${module}`) ? "python3" : "/usr/bin/python3";

const pythonProgram = (module: string, source: SnippetProgram["source"]): SnippetProgram => ({
  needs: [python(module), "-c", `import ${module}`],
  file: "send.py",
  source,
  command: [python(module), "send.py"],
});

const phpProgram = (path: string, source: SnippetProgram["source"]): SnippetProgram => ({
  needs: ["php", "-r", `exit((int) !stream_resolve_include_path("${path}"));`],
  file: "send.php",
  source,
  command: ["php", "send.php"],
});

const shellProgram = (needs: SnippetProgram["needs"]): SnippetProgram => ({
  needs,
  file: "send.sh",
  source: (snippet) => snippet,
  // Not the configuration of the user who runs the test.
  command: ["env", "HOME=.", "sh", "-e", "send.sh"],
});

const PROGRAMS: Readonly<Record<string, SnippetProgram>> = {
  nodemailer: {
    needs: [process.execPath, "--version"],
    file: "send.mjs",
    source: (snippet) => `
      import nodemailer from ${JSON.stringify(import.meta.resolve("nodemailer"))};
      ${snippet}
      await transport.sendMail({ from: "app@example.com", to: "ann@example.com", subject: "Hello", text: "It works." });`,
    command: [process.execPath, "send.mjs"],
  },

  Django: {
    needs: [python("django"), "-c", "import django"],
    file: "settings.py",
    source: (snippet) => snippet,
    command: [
      python("django"),
      "-c",
      `import os
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
from django.core.mail import send_mail
send_mail("Hello", "It works.", "app@example.com", ["ann@example.com"])`,
    ],
  },

  "Flask-Mail": pythonProgram(
    "flask_mail",
    (snippet) => `
from flask import Flask
from flask_mail import Mail, Message
${snippet}
app = Flask(__name__)
app.config.from_object(__name__)
with app.app_context():
    Mail(app).send(Message("Hello", sender="app@example.com", recipients=["ann@example.com"], body="It works."))`,
  ),

  "fastapi-mail": pythonProgram(
    "fastapi_mail",
    (snippet) => `
import asyncio
from fastapi_mail import ConnectionConfig, FastMail, MessageSchema, MessageType
${snippet}
message = MessageSchema(subject="Hello", recipients=["ann@example.com"], body="It works.", subtype=MessageType.plain)
asyncio.run(FastMail(config).send_message(message))`,
  ),

  "Action Mailer": {
    needs: ["ruby", "-e", 'require "action_mailer"'],
    file: "send.rb",
    source: (snippet) => `
      require "action_mailer"
      config = Struct.new(:action_mailer).new(ActionMailer::Base)
      ${snippet}
      class Greeter < ActionMailer::Base
        def hello = mail(from: "app@example.com", to: "ann@example.com", subject: "Hello", body: "It works.")
      end
      Greeter.hello.deliver_now`,
    command: ["ruby", "send.rb"],
  },

  Symfony: phpProgram(
    "Symfony/Component/Mailer/autoload.php",
    (snippet) => `<?php
      require "Symfony/Component/Mailer/autoload.php";
      $transport = Symfony\\Component\\Mailer\\Transport::fromDsn(parse_ini_string(<<<'ENV'
${snippet}ENV)["MAILER_DSN"]);
      $transport->send((new Symfony\\Component\\Mime\\Email())
        ->from("app@example.com")->to("ann@example.com")->subject("Hello")->text("It works."));`,
  ),

  Go: {
    needs: ["go", "version"],
    file: "send.go",
    source: (snippet) => `package main

import "net/smtp"

func main() {
	message := []byte("From: app@example.com\\r\\nTo: ann@example.com\\r\\nSubject: Hello\\r\\n\\r\\nIt works.\\r\\n")
	${snippet}
	if err != nil {
		panic(err)
	}
}`,
    command: ["go", "run", "send.go"],
  },

  PHPMailer: phpProgram(
    "libphp-phpmailer/autoload.php",
    (snippet) => `<?php
      require "libphp-phpmailer/autoload.php";
      function add_action($hook, $callback) { $GLOBALS["hooks"][$hook] = $callback; }
      ${snippet}
      $mail = new PHPMailer\\PHPMailer\\PHPMailer(true);
      $hooks["phpmailer_init"]($mail);
      $mail->setFrom("app@example.com");
      $mail->addAddress("ann@example.com");
      $mail->Subject = "Hello";
      $mail->Body = "It works.";
      $mail->send();`,
  ),

  "php.ini": {
    needs: ["php", "--version"],
    file: "php.ini",
    source: (snippet) => snippet,
    command: ["php", "-c", "php.ini", "-r", 'exit((int) !mail("ann@example.com", "Hello", "It works."));'],
  },

  "git send-email": shellProgram(["git", "send-email", "--dump-aliases"]),
  mutt: shellProgram(["mutt", "-v"]),
};

/** A patch for git, and a text on standard input for mutt. */
const PATCH = `From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
From: Jo <jo@example.com>
Date: Mon, 1 Jan 2024 10:00:00 +0000
Subject: [PATCH] Hello

---
 a | 0
`;

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(() => app.mailbox.clear());

const settings = namedSnippets("docs/getting-started.md");

test("there is a program for each setting", () => {
  expect([...settings.keys()]).toEqual(Object.keys(PROGRAMS));
});

for (const [name, program] of Object.entries(PROGRAMS)) {
  test.skipIf(!isInstalled(...program.needs))(`${name} sends`, async () => {
    const cwd = createTempFolder();
    const snippet = replacePorts(settings.get(name) ?? "", { smtp: app.smtp.port, http: app.http.port });
    writeFileSync(join(cwd, "0001-change.patch"), PATCH);
    const env = {
      PATH: dirname(createExecutable()) + delimiter + process.env.PATH,
      MAILGLASS_SENDMAIL_SMTP_ADDR: `127.0.0.1:${app.smtp.port}`,
      GIT_AUTHOR_NAME: "Jo",
      GIT_AUTHOR_EMAIL: "jo@example.com",
      GIT_COMMITTER_NAME: "Jo",
      GIT_COMMITTER_EMAIL: "jo@example.com",
    };
    expect(describeFailure(await runSnippet(program, snippet, { cwd, env, input: "It works.\n" }))).toBe("");
    expect(await createClient({ url: app.origin }).getLatestMessage()).toMatchObject({
      subject: expect.stringMatching(/Hello$/),
      recipients: expect.arrayContaining(["ann@example.com"]),
    });
  });
}
