import { expect, test } from "vitest";
import { createMail } from "../../../test/support/create-mail.ts";
import { parseMail } from "../parsed-mail.ts";
import { checkDkim } from "./check-dkim.ts";
import type { DkimKeyRecord } from "./dkim-key.ts";

/** The message of RFC 8463, appendix A.3. */
const MESSAGE = `DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=brisbane; t=1528637909; h=from : to :
 subject : date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
 Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
 d=football.example.com; i=@football.example.com;
 q=dns/txt; s=test; t=1528637909; h=from : to : subject :
 date : message-id : from : subject : date;
 bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
 b=F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3
 DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz
 dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=
From: Joe SixPack <joe@football.example.com>
To: Suzie Q <suzie@shopping.example.net>
Subject: Is dinner ready?
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
Message-ID: <20030712040037.46341.5F8J@football.example.com>

Hi.

We lost the game.  Are you hungry yet?

Joe.
`;

const KEYS: readonly DkimKeyRecord[] = [
  ["brisbane", "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
  [
    "test",
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
  ],
].map(([selector = "", text = ""]) => ({
  name: `${selector}._domainkey.football.example.com`,
  source: "given",
  text,
  problem: null,
}));

test.each([
  ["CR LF", MESSAGE.replaceAll("\n", "\r\n")],
  ["LF", MESSAGE],
])("both signatures of RFC 8463's example are valid with %s", (_, source) => {
  const { signatures, alignment } = checkDkim(parseMail(createMail(source)), KEYS);
  const valid = { bodyHash: { matches: true }, signature: { result: "valid" }, weaknesses: [], omissions: [] };
  expect(signatures).toMatchObject([valid, valid]);
  expect(alignment).toMatchObject({ from: "football.example.com", dkim: "strict" });
});
