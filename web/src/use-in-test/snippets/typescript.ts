import { quoteDouble } from "../quote.ts";
import type { Extract, TestRequest } from "../test-request.ts";

// The package runs on Node 22.13, which has no `await using`: the snippets close the connection themselves.

/** A script with the client. */
export function formatClientSnippet({ url, q, extract }: TestRequest): string {
  const [name, value] = formatValue(extract);
  return `import { connect } from "mailglass";

const mail = await connect(${quoteDouble(url)});
try {
  const message = await mail.waitFor(${quoteDouble(q)});
  const ${name} = ${value};
  console.log(${name});
} finally {
  await mail.close();
}
`;
}

export function formatVitestSnippet({ url, q, extract }: TestRequest): string {
  const [name, value] = formatValue(extract);
  return `import { connect } from "mailglass";
import { expect, onTestFinished, test } from "vitest";

test("the message arrives", async () => {
  const mail = await connect(${quoteDouble(url)});
  onTestFinished(() => mail.close());

  // Make your program send the message here.

  const message = await mail.waitFor(${quoteDouble(q)});
  const ${name} = ${value};
  expect(${name}).toBeTruthy();
});
`;
}

export function formatPlaywrightSnippet({ url, q, extract }: TestRequest): string {
  const [name, value] = formatValue(extract);
  const opensLink = extract.type === "link";
  return `import { ${opensLink ? "test" : "expect, test"} } from "@playwright/test";
import { connect } from "mailglass";

test("the message arrives", async (${opensLink ? "{ page }" : ""}) => {
  const mail = await connect(${quoteDouble(url)});
  try {
    // Make your program send the message here.

    const message = await mail.waitFor(${quoteDouble(q)});
    const ${name} = ${value};
    ${opensLink ? "await page.goto(link);" : `expect(${name}).toBeTruthy();`}
  } finally {
    await mail.close();
  }
});
`;
}

/** The name of the variable, and the expression. */
function formatValue(extract: Extract): [name: string, value: string] {
  if (extract.type === "subject") return ["subject", "message.subject"];
  if (extract.type === "code") return ["code", extract.isOnly ? "message.code()" : "message.codes[0]?.value"];
  const prefix = quoteDouble(extract.prefix);
  if (extract.isOnly) return ["link", `message.link(${prefix})`];
  return ["link", `message.links.map(({ href }) => href).find((href) => href.startsWith(${prefix})) ?? ""`];
}
