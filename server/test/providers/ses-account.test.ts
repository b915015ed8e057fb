import { afterAll, beforeAll, expect, test } from "vitest";
import { describeFailure, runProcess } from "../support/run-program.ts";
import { type RunningApp, startTestApp } from "../support/running-app.ts";
import { CREDENTIALS } from "./credentials.ts";

let app: RunningApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** The source of a rendered template: the encoded subject, and both parts. Amazon SES does not escape values. */
const RENDERED = expect.stringMatching(
  /^Subject: =\?UTF-8\?Q\?F=C3=BCr_=3CZo=C3=AB=3E\?=\r\n[^]*multipart\/alternative[^]*\r\n\r\na;b;\r\n[^]*<p><7><\/p>\r\n/,
);

test("Amazon's library manages templates, and asks for the quota of the account", { timeout: 60_000 }, async () => {
  const program = new URL("./ses-account-program.ts", import.meta.url).pathname;
  const result = await runProcess(process.execPath, [program, app.origin]);
  expect(describeFailure(result)).toBe("");
  expect(JSON.parse(result.out.toString())).toEqual({
    repeated: "AlreadyExistsException",
    pages: [["other"], ["welcome"]],
    read: { Subject: "Changed", Html: "<p>Hello</p>" },
    deleted: "NotFoundException",
    empty: "BadRequestException",
    quota: { Max24HourSend: 50_000, MaxSendRate: 14, SentLast24Hours: 0 },
    rendered: {
      whole: [RENDERED, RENDERED],
      missing: [
        ["BadRequestException", "Attribute 'order.id' is not present in the rendering data."],
        ["MissingRenderingAttributeException", "Attribute 'order.id' is not present in the rendering data."],
      ],
      invalid: [
        ["BadRequestException", "TemplateData must be a JSON object."],
        ["InvalidRenderingParameterException", "TemplateData must be a JSON object."],
      ],
      bad: [
        ["BadRequestException", expect.stringContaining("Parse error")],
        ["InvalidTemplateException", expect.stringContaining("Parse error")],
      ],
      unknown: [
        ["NotFoundException", "Template gone does not exist."],
        ["TemplateDoesNotExistException", "Template gone does not exist."],
      ],
    },
  });
});

test("with --web-auth, version 1 renders nothing: it has no place for the password", async () => {
  const protectedApp = await startTestApp({ webAuth: ["user:pass"] });
  const body = new URLSearchParams({ Action: "TestRenderTemplate", TemplateName: "welcome", TemplateData: "{}" });
  const response = await fetch(protectedApp.origin, {
    method: "POST",
    headers: CREDENTIALS["ses"] ?? {},
    body: body.toString(),
  });
  expect([response.status, await response.text()]).toEqual([403, expect.stringContaining("--web-auth")]);
  await protectedApp.close();
});

test("version 1 renders no template with more than 1 MB of data", async () => {
  const body = `Action=TestRenderTemplate&TemplateName=welcome&TemplateData=${"x".repeat(1024 * 1024)}`;
  const response = await fetch(app.origin, { method: "POST", headers: CREDENTIALS["ses"] ?? {}, body });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("at most 1048576 bytes")]);
});
