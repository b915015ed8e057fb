import { createHash, createSign, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { createTransport } from "nodemailer";

/** A pair of keys for tests, and the TXT record of its public key. */
export interface TestKeys {
  readonly privatePem: string;
  readonly publicPem: string;
  readonly record: string;
}

export function createRsaKeys(bits = 1024): TestKeys {
  return describeKeys(generateKeyPairSync("rsa", { modulusLength: bits }));
}

export function createEd25519Keys(): TestKeys {
  return describeKeys(generateKeyPairSync("ed25519"));
}

function describeKeys({ publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject }): TestKeys {
  const der = publicKey.export({ type: "spki", format: "der" });
  const isEd25519 = publicKey.asymmetricKeyType === "ed25519";
  const p = (isEd25519 ? der.subarray(-32) : der).toString("base64");
  return {
    privatePem: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    record: `v=DKIM1; k=${isEd25519 ? "ed25519" : "rsa"}; p=${p}`,
  };
}

/** Composes a message with nodemailer, and signs it (relaxed/relaxed, rsa-sha256). */
export async function composeSigned(keys: TestKeys, fields: { readonly text?: string; readonly html?: string } = {}) {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: "windows",
    dkim: { domainName: "example.com", keySelector: "test", privateKey: keys.privatePem },
  });
  const info = await transport.sendMail({
    from: "Jo <jo@example.com>",
    to: "zoe@example.net",
    subject: "Your order  4711",
    text: "Hello\n\nYour order is on its way.  \n.\nBye\n\n\n",
    ...fields,
  });
  return info.message as Buffer;
}

export interface SignOptions {
  readonly privatePem: string;
  /** The text that bh= is the hash of; by default the body. */
  readonly hashedBody?: string;
  /** Tags that replace or follow the usual ones; an empty value leaves one out. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Signs a message of these fields and this body by hand: simple canonicalisation of the header, h= in the order of the fields. It
 * makes the mistakes that the options name.
 */
export function signByHand(fields: readonly string[], body: string, options: SignOptions): string {
  const { privatePem, hashedBody = body, tags = {} } = options;
  const algorithm = tags["a"] ?? "rsa-sha256";
  const hash = algorithm.endsWith("sha1") ? "sha1" : "sha256";
  const all: Record<string, string> = {
    v: "1",
    a: algorithm,
    c: "simple/simple",
    d: "example.com",
    s: "test",
    h: fields.map((field) => field.slice(0, field.indexOf(":"))).join(":"),
    bh: createHash(hash).update(hashedBody, "latin1").digest("base64"),
    ...tags,
    b: "",
  };
  const list = Object.entries(all).filter(([name, value]) => value !== "" || name === "b");
  const field = `DKIM-Signature: ${list.map(([name, value]) => `${name}=${value}`).join("; ")}`;
  const signed = fields.filter((line) =>
    (all["h"] ?? "")
      .toLowerCase()
      .split(":")
      .includes(line.slice(0, line.indexOf(":")).toLowerCase()),
  );
  const text = Buffer.from([...signed.map((line) => `${line}\r\n`), field].join(""), "latin1");
  const signature = algorithm.startsWith("ed25519")
    ? sign(null, createHash("sha256").update(text).digest(), privatePem)
    : createSign(hash).update(text).sign(privatePem);
  return [`${field}${signature.toString("base64")}`, ...fields, "", body].join("\r\n");
}
