import fc from "fast-check";

/** A message of parts, each with a unique word by which a test finds it. */
export interface ComposedTree {
  readonly source: Buffer;
  /** Words of the parts that are body text. */
  readonly text: readonly string[];
  readonly html: readonly string[];
  /** Words of the parts that are attached. */
  readonly attached: readonly string[];
  /** Number of attached parts that are not parts of a report. */
  readonly attachmentCount: number;
}

type Encoding = "7bit" | "base64" | "quoted-printable" | "x-uuencode";

type Node =
  | { readonly type: "plain" | "html" | "note" | "attached"; readonly encoding: Encoding; readonly isNamed: boolean }
  | { readonly type: "mixed" | "related" | "report"; readonly encoding: Encoding; readonly nodes: readonly Node[] };

const encoding = fc.constantFrom<Encoding>("7bit", "base64", "quoted-printable", "x-uuencode");
const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({
      type: fc.constantFrom("plain" as const, "html" as const, "note" as const, "attached" as const),
      encoding,
      isNamed: fc.boolean(),
    }),
    fc.record({
      type: fc.constantFrom("mixed" as const, "related" as const, "report" as const),
      encoding: fc.constantFrom<Encoding>("7bit", "7bit", "base64", "quoted-printable"),
      nodes: fc.array(tie("node"), { minLength: 1, maxLength: 4 }),
    }),
  ),
}));

/** Trees of parts with every encoding, with some multiparts encoded as a whole. */
export const arbitraryTree: fc.Arbitrary<ComposedTree> = node.map((root) => {
  const words = { text: new Array<string>(), html: new Array<string>(), attached: new Array<string>() };
  let count = 0;
  let attachmentCount = 0;
  const compose = (at: Node, parent?: Node): string => {
    count++;
    if ("nodes" in at) {
      const boundary = `=_${count}=`;
      const parts = at.nodes.map((child) => `--${boundary}\r\n${compose(child, at)}\r\n`).join("");
      const type = `multipart/${at.type}; boundary="${boundary}"`;
      return entity([`Content-Type: ${type}`], at.encoding, `${parts}--${boundary}--\r\n`);
    }
    const word = `Wörd${count}x`;
    const name = at.isNamed ? `; name=a${count}.txt` : "";
    switch (at.type) {
      case "plain":
        words.text.push(word);
        return entity([`Content-Type: text/plain; charset=utf-8${name}`], at.encoding, `Hello ${word}.\r\n`);
      case "html":
        words.html.push(word);
        return entity([`Content-Type: text/html; charset=utf-8${name}`], at.encoding, `<p>Hello ${word}</p>\r\n`);
      case "note":
        words.text.push(word);
        return entity(["Content-Type: message/delivery-status"], at.encoding, `Reason: ${word}\r\n`);
      case "attached":
        words.attached.push(word);
        if (parent?.type !== "report") attachmentCount++;
        return entity(
          [`Content-Type: text/plain; charset=utf-8${name}`, "Content-Disposition: attachment"],
          at.encoding,
          `Hello ${word}.\r\n`,
        );
    }
  };
  const source = Buffer.from(`Subject: x\r\n${compose(root)}`);
  return { source, ...words, attachmentCount };
});

function entity(fields: readonly string[], cte: Encoding, body: string): string {
  return [...fields, `Content-Transfer-Encoding: ${cte}`, "", encode(Buffer.from(body), cte)].join("\r\n");
}

function encode(bytes: Buffer, cte: Encoding): string {
  switch (cte) {
    case "7bit":
      return bytes.toString();
    case "base64":
      return bytes.toString("base64").replace(/.{76}/g, "$&\r\n");
    case "quoted-printable":
      return bytes
        .toString("latin1")
        .replace(/[=\x80-\xff]/g, (byte) => `=${byte.charCodeAt(0).toString(16).toUpperCase()}`);
    case "x-uuencode": {
      const lines = Array.from({ length: Math.ceil(bytes.length / 45) }, (_, line) =>
        uuencodeLine(bytes.subarray(line * 45, line * 45 + 45)),
      );
      return ["begin 644 x", ...lines, "`", "end"].join("\r\n");
    }
  }
}

function uuencodeLine(bytes: Buffer): string {
  const letter = (value: number) => (value === 0 ? "`" : String.fromCharCode(32 + value));
  let line = letter(bytes.length);
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) line += letter((bits >> shift) & 63);
  }
  return line;
}
