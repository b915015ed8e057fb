import { quoteDouble, quoteShell } from "../quote.ts";
import type { Extract, TestRequest } from "../test-request.ts";

export function formatCurlSnippet({ url, q, extract }: TestRequest): string {
  return `curl --silent --show-error --fail-with-body --get ${quoteShell(`${url}api/messages/wait`)} \\
  --data-urlencode ${quoteShell(`q=${q}`)} |
  jq --raw-output ${quoteShell(formatFilter(extract))}
`;
}

function formatFilter(extract: Extract): string {
  if (extract.type === "subject") return ".items[0].subject";
  if (extract.type === "code") return ".items[0].codes[0].value";
  return `first(.items[0].links[].href | select(startswith(${quoteDouble(extract.prefix)})))`;
}
