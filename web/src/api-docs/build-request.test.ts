import { expect, it } from "vitest";
import { buildRequest } from "./build-request.ts";

const ROOT = new URL("http://localhost:8025/mail/");

it("puts values into path and query, and leaves out empty ones", () => {
  const values = [
    ["path:id", "a/b"],
    ["query:q", 'to:ann subject:"a&b"'],
    ["query:to", "a@x"],
    ["query:to", "b@x"],
    ["query:limit", ""],
  ] as const;
  const { url, method, headers } = buildRequest({ method: "GET", path: "/api/messages/:id", values }, ROOT);
  expect(url).toBe("http://localhost:8025/mail/api/messages/a%2Fb?q=to%3Aann+subject%3A%22a%26b%22&to=a%40x&to=b%40x");
  expect(method).toBe("GET");
  expect(headers.has("content-type")).toBe(false);
});

it("sends JSON, or instead of it a file", async () => {
  const json = buildRequest({ method: "POST", path: "/api/faults", values: [["body", '{"on":"rcpt"}']] }, ROOT);
  expect([json.headers.get("content-type"), await json.text()]).toEqual(["application/json", '{"on":"rcpt"}']);
  const file = new File(["Subject: x\r\n\r\n"], "x.eml");
  const upload = buildRequest(
    {
      method: "POST",
      path: "/api/messages",
      values: [
        ["body", "{}"],
        ["file", file],
      ],
    },
    ROOT,
  );
  expect([upload.headers.get("content-type"), await upload.text()]).toEqual(["message/rfc822", "Subject: x\r\n\r\n"]);
});
