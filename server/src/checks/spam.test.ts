import { afterEach, describe, expect, test, vi } from "vitest";
import { createJobSource, createMail } from "../../test/support/create-mail.ts";
import { createTempFolder } from "../../test/support/run-program.ts";
import {
  type FakeServer,
  GTUBE,
  hasRspamd,
  hasSpamd,
  type RspamdRequest,
  startFakeRspamd,
  startFakeSpamd,
  startRspamd,
  startSpamd,
} from "../../test/support/spam-servers.ts";
import { createRspamd } from "./rspamd.ts";
import { createSpamAssassin } from "./spamassassin.ts";

vi.setConfig({ testTimeout: 120_000 });

const servers: FakeServer[] = [];
const started = <Server extends FakeServer>(server: Server): Server => {
  servers.push(server);
  return server;
};
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const message = (source: string) => createJobSource("1", createMail(source), 10);
const MESSAGE = message("Subject: Hi\r\nFrom: jo@example.com\r\n\r\nHello\r\n");
const SPAM = message(`Subject: Hi\r\nFrom: jo@example.com\r\n\r\n${GTUBE}\r\n`);

const failed = (error: string) => ({ error: expect.stringContaining(error), score: 0, rules: [] });

const REPORT = `SPAMD/1.1 0 EX_OK\r
Content-length: 600\r
Spam: False ; 3.5 / 5.0\r
\r
Spam detection software, running on the system "vm",
has NOT identified this incoming email as spam.

Content preview:  Hello

Content analysis details:   (3.5 points, 5.0 required)

 pts rule name              description
---- ---------------------- --------------------------------------------------
-0.1 DKIM_VALID             Message has at least one valid DKIM or DK
                            signature
 1.4 MISSING_DATE           Missing Date: header
 2.2 MISSING_HEADERS        Missing To: header

This is not a rule.
`;

describe("SpamAssassin", () => {
  const checkWith = async (answer: string, timeoutMs?: number) => {
    const requests: string[] = [];
    const { port } = started(
      await startFakeSpamd((request, socket) => {
        requests.push(request);
        socket.end(answer);
      }),
    );
    const check = createSpamAssassin({ host: "127.0.0.1", port }, timeoutMs === undefined ? {} : { timeoutMs });
    return { result: await check(MESSAGE), requests };
  };

  test("is sent the message, and its report is read", async () => {
    const { result, requests } = await checkWith(REPORT);
    expect(requests).toEqual([
      "REPORT SPAMC/1.5\r\nContent-length: 44\r\n\r\nSubject: Hi\r\nFrom: jo@example.com\r\n\r\nHello\r\n",
    ]);
    expect(result).toEqual({
      error: null,
      isSpam: false,
      score: 3.5,
      threshold: 5,
      action: null,
      rules: [
        { name: "MISSING_HEADERS", score: 2.2, description: "Missing To: header" },
        { name: "MISSING_DATE", score: 1.4, description: "Missing Date: header" },
        { name: "DKIM_VALID", score: -0.1, description: "Message has at least one valid DKIM or DK signature" },
      ],
    });
  });

  test.each([
    ["HTTP/1.1 400 Bad Request\r\n\r\n", "not of the SPAMC protocol"],
    ["", "not of the SPAMC protocol"],
    ["SPAMD/1.0 76 Bad header line: x\r\n", "refused the message: 76 Bad header line"],
    ["SPAMD/1.1 0 EX_OK\r\n\r\nnothing", "refused the message: 0 EX_OK"],
    ["SPAMD/1.1 0 EX_OK\r\nSpam: False ; nan / 5\r\n\r\n", "refused the message"],
    ["x".repeat(300_000), "too long"],
  ])("an answer that cannot be used is reported: %s", async (answer, error) => {
    expect((await checkWith(answer)).result).toMatchObject(failed(error));
  });

  test("a server that does not listen, or does not answer, is reported", async () => {
    const { port, close } = await startFakeSpamd(() => {});
    const address = { host: "127.0.0.1", port };
    expect(await createSpamAssassin(address, { timeoutMs: 50 })(MESSAGE)).toMatchObject(
      failed("did not answer in time"),
    );
    close();
    expect(await createSpamAssassin(address)(MESSAGE)).toMatchObject(
      failed(`127.0.0.1:${port} cannot be used: the connection was refused`),
    );
  });

  test("a large message is not sent", async () => {
    const large = { ...MESSAGE, size: 501 * 1024 };
    expect(await createSpamAssassin({ host: "127.0.0.1", port: 1 })(large)).toMatchObject(failed("up to 500 KiB"));
  });

  test.skipIf(!hasSpamd)("the real spamd gives a score", async () => {
    const { port } = started(await startSpamd());
    const check = createSpamAssassin({ host: "127.0.0.1", port }, { timeoutMs: 100_000 });
    expect(await check(MESSAGE)).toMatchObject({
      error: null,
      isSpam: false,
      threshold: 5,
      rules: expect.arrayContaining([expect.objectContaining({ name: "MISSING_DATE" })]),
    });
    const spam = await check(SPAM);
    expect(spam).toMatchObject({ error: null, isSpam: true });
    expect(spam.rules[0]).toMatchObject({ name: "GTUBE", score: 1000 });
  });
});

const ANSWER = JSON.stringify({
  is_skipped: false,
  score: 7.9,
  required_score: 15,
  action: "add header",
  thresholds: { reject: 15, "add header": 6 },
  symbols: {
    MISSING_TO: { name: "MISSING_TO", score: 2, description: "To header is missing" },
    MIME_TRACE: { name: "MIME_TRACE", score: 0, options: ["0:+"] },
    MISSING_MID: { score: 2.5, description: "Message id is missing" },
  },
});

describe("Rspamd", () => {
  const checkWith = async (status: number, body: string, userInfo = "") => {
    const requests: RspamdRequest[] = [];
    const { port } = started(
      await startFakeRspamd((request) => {
        requests.push(request);
        return { status, body };
      }),
    );
    const check = createRspamd(new URL(`http://${userInfo}127.0.0.1:${port}/base/`));
    return { result: await check(MESSAGE), requests };
  };

  test("is sent the message with its envelope, and its answer is read", async () => {
    const { result, requests } = await checkWith(200, ANSWER, ":se%20cret@");
    expect(requests).toMatchObject([
      {
        url: "/base/checkv2",
        headers: { password: "se cret", from: "jo@example.com", rcpt: "zoe@example.net", "content-length": "44" },
        body: "Subject: Hi\r\nFrom: jo@example.com\r\n\r\nHello\r\n",
      },
    ]);
    expect(requests[0]?.headers["authorization"]).toBeUndefined();
    expect(result).toEqual({
      error: null,
      isSpam: true,
      score: 7.9,
      threshold: 6,
      action: "add header",
      rules: [
        { name: "MISSING_MID", score: 2.5, description: "Message id is missing" },
        { name: "MISSING_TO", score: 2, description: "To header is missing" },
        { name: "MIME_TRACE", score: 0, description: "" },
      ],
    });
  });

  test("an address that a header field cannot hold is not sent", async () => {
    const headers: RspamdRequest["headers"][] = [];
    const { port } = started(
      await startFakeRspamd((request) => {
        headers.push(request.headers);
        return { status: 200, body: ANSWER };
      }),
    );
    const path = (address: string) => ({ address, parameters: [] });
    const envelope = {
      ...MESSAGE.envelope,
      from: path("jö@example.com\r\nx: y"),
      to: [path("a b@x.test"), path("c@x.test")],
    };
    await createRspamd(new URL(`http://127.0.0.1:${port}`))({ ...MESSAGE, envelope });
    expect(headers).toMatchObject([{ rcpt: "c@x.test" }]);
    expect(headers[0]?.["from"]).toBeUndefined();
  });

  test.each([
    [403, '{"error":"Unauthorized"}', "does not accept the password"],
    [500, "", "HTTP status 500"],
    [302, "", "HTTP status 302"],
    [200, "<html>", "not of Rspamd's API"],
    [200, "[]", "not of Rspamd's API"],
    [200, '{"score":"7"}', "not of Rspamd's API"],
    [200, '{"error":"task timed out"}', "Rspamd reports: task timed out"],
    [200, `"${"x".repeat(300_000)}"`, "too long"],
  ])("status %i with %s is reported", async (status, body, error) => {
    expect((await checkWith(status, body)).result).toMatchObject(failed(error));
  });

  test("a server that does not listen, or does not answer, is reported", async () => {
    const { port, close } = await startFakeRspamd(() => undefined);
    const url = new URL(`http://:secret@127.0.0.1:${port}`);
    expect(await createRspamd(url, { timeoutMs: 50 })(MESSAGE)).toMatchObject(failed("did not answer in time"));
    close();
    const { error } = await createRspamd(url)(MESSAGE);
    expect(error).toBe(`The Rspamd server 127.0.0.1:${port} cannot be used: the connection was refused.`);
  });

  test.skipIf(!hasRspamd)("the real Rspamd gives a score", async () => {
    const { port } = started(await startRspamd(createTempFolder()));
    const check = createRspamd(new URL(`http://127.0.0.1:${port}`), { timeoutMs: 100_000 });
    expect(await check(MESSAGE)).toMatchObject({ error: null, isSpam: false, action: "no action", threshold: 15 });
    expect(await check(SPAM)).toMatchObject({ error: null, isSpam: true, action: "reject" });
  });
});
