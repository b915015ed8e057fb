import { quoteSingle } from "../quote.ts";
import type { Extract, TestRequest } from "../test-request.ts";

export function formatPhpSnippet({ url, q, extract }: TestRequest): string {
  const [name, statement] = formatStatement(extract);
  return `<?php

$query = http_build_query(['q' => ${quoteSingle(q)}]);
$answer = file_get_contents(${quoteSingle(`${url}api/messages/wait?`)} . $query);
$message = json_decode($answer, true)['items'][0];

${statement}
echo $${name}, "\\n";
`;
}

function formatStatement(extract: Extract): [name: string, statement: string] {
  if (extract.type === "subject") return ["subject", "$subject = $message['subject'];"];
  if (extract.type === "code") return ["code", "$code = $message['codes'][0]['value'];"];
  return [
    "link",
    `$hrefs = array_column($message['links'], 'href');
$links = array_filter($hrefs, fn ($href) => str_starts_with($href, ${quoteSingle(extract.prefix)}));
$link = reset($links);`,
  ];
}
