import { createHash } from "node:crypto";
import { createSource, type Mistake } from "./mistake.ts";

const BODY = "Thank you for your order.\r\n";
const hash = (body: string) => createHash("sha256").update(body).digest("base64");
const createSignedSource = (tags: string, body = BODY) =>
  createSource({ "DKIM-Signature": `v=1; d=example.com; s=mail; c=relaxed/relaxed; ${tags}; b=AAAA` }, body);
const ALL = "h=from:to:subject:date:message-id";

/** Mistakes in DKIM signatures. */
export const SIGNATURE_MISTAKES: readonly Mistake[] = [
  {
    code: "dkim-body-hash",
    title: "A footer was added after signing",
    message: createSignedSource(`a=rsa-sha256; ${ALL}; bh=${hash(BODY)}`, `${BODY}-- \r\nSent by the shop\r\n`),
  },
  {
    code: "dkim-weak",
    title: "sha1",
    message: createSignedSource(`a=rsa-sha1; ${ALL}; bh=${createHash("sha1").update(BODY).digest("base64")}`),
  },
  {
    code: "dkim-weak",
    title: "A length that covers only the beginning",
    message: createSignedSource(`a=rsa-sha256; ${ALL}; l=5; bh=${hash("Thank")}`),
  },
  {
    code: "dkim-incomplete",
    title: "Subject is not signed",
    message: createSignedSource(`a=rsa-sha256; h=from:to; bh=${hash(BODY)}`),
  },
  {
    code: "dkim-weak",
    title: "The signature has expired",
    message: createSignedSource(`a=rsa-sha256; ${ALL}; t=1700000000; x=1700100000; bh=${hash(BODY)}`),
  },
  {
    code: "dkim-signature",
    title: "The identity is of another domain",
    message: createSignedSource(`a=rsa-sha256; i=@example.net; ${ALL}; bh=${hash(BODY)}`),
  },
  {
    code: "dkim-signature",
    title: "The signature is not base64",
    message: createSource({
      "DKIM-Signature": `v=1; d=example.com; s=mail; c=relaxed/relaxed; a=rsa-sha256; ${ALL}; bh=${hash(BODY)}; b=AA*A`,
    }),
  },
  {
    code: "dkim-signature",
    title: "A version that does not exist",
    message: createSource({
      "DKIM-Signature": `v=2; d=example.com; s=mail; c=relaxed/relaxed; a=rsa-sha256; ${ALL}; bh=${hash(BODY)}; b=AAAA`,
    }),
  },
];
