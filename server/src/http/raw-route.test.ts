import { expect, test } from "vitest";
import { createTestServer, storeMessage } from "../../test/support/test-http-server.ts";

const SOURCE = Buffer.from("Subject: x\r\n\r\n0123456789");

test.each([
  [undefined, 200, SOURCE.toString(), undefined],
  ["bytes=0-6", 206, "Subject", "bytes 0-6/24"],
  ["bytes=14-", 206, "0123456789", "bytes 14-23/24"],
  ["bytes=20-99999", 206, "6789", "bytes 20-23/24"],
  ["bytes=-3", 206, "789", "bytes 21-23/24"],
  ["bytes=-99", 206, SOURCE.toString(), "bytes 0-23/24"],
  ["bytes=5-2", 200, SOURCE.toString(), undefined],
  ["bytes=0-1,3-4", 200, SOURCE.toString(), undefined],
  ["lines=0-1", 200, SOURCE.toString(), undefined],
])("Range: %s", async (range, status, body, contentRange) => {
  await using server = await createTestServer();
  const { id } = storeMessage(server.mailbox, SOURCE);
  const answer = await server.app.inject({
    url: `/api/messages/${id}/raw`,
    headers: range === undefined ? {} : { range },
  });
  expect([answer.statusCode, answer.body, answer.headers["content-range"]]).toEqual([status, body, contentRange]);
  expect(answer.headers).toMatchObject({ "content-type": "message/rfc822", "accept-ranges": "bytes" });
});

test("a range outside the source is refused with the source's size", async () => {
  await using server = await createTestServer();
  const { id } = storeMessage(server.mailbox, SOURCE);
  for (const range of ["bytes=24-", "bytes=-0"]) {
    const answer = await server.app.inject({ url: `/api/messages/${id}/raw`, headers: { range } });
    expect([answer.statusCode, answer.headers["content-range"]]).toEqual([416, "bytes */24"]);
  }
});

test("a range of another message's source gives the whole", async () => {
  await using server = await createTestServer();
  const { id } = storeMessage(server.mailbox, SOURCE);
  const url = `/api/messages/${id}/raw`;
  const { headers } = await server.app.inject({ method: "HEAD", url });
  expect(headers["content-length"]).toBe("24");
  const ask = async (condition: string) =>
    (await server.app.inject({ url, headers: { range: "bytes=0-1", "if-range": condition } })).statusCode;
  expect(await ask(String(headers.etag))).toBe(206);
  expect(await ask('"another"')).toBe(200);
});

test("a range of a HEAD request is ignored (RFC 9110 §14.2)", async () => {
  await using server = await createTestServer();
  const { id } = storeMessage(server.mailbox, SOURCE);
  for (const range of ["bytes=0-6", "bytes=24-"]) {
    const answer = await server.app.inject({ method: "HEAD", url: `/api/messages/${id}/raw`, headers: { range } });
    expect([answer.statusCode, answer.headers["content-length"], answer.headers["content-range"]]).toEqual([
      200,
      "24",
      undefined,
    ]);
  }
});
