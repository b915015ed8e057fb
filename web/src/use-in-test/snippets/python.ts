import { quoteDouble } from "../quote.ts";
import type { Extract, TestRequest } from "../test-request.ts";

export function formatPythonSnippet({ url, q, extract }: TestRequest): string {
  const [name, value] = formatValue(extract);
  return `import json
from urllib.parse import urlencode
from urllib.request import urlopen

query = urlencode({"q": ${quoteDouble(q)}})
with urlopen(${quoteDouble(`${url}api/messages/wait?`)} + query) as response:
    message = json.load(response)["items"][0]

${name} = ${value}
print(${name})
`;
}

function formatValue(extract: Extract): [name: string, value: string] {
  if (extract.type === "subject") return ["subject", 'message["subject"]'];
  if (extract.type === "code") return ["code", 'message["codes"][0]["value"]'];
  const hrefs = '(link["href"] for link in message["links"])';
  return ["link", `next(href for href in ${hrefs} if href.startswith(${quoteDouble(extract.prefix)}))`];
}
