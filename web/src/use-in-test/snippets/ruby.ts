import { quoteSingle } from "../quote.ts";
import type { Extract, TestRequest } from "../test-request.ts";

export function formatRubySnippet({ url, q, extract }: TestRequest): string {
  const [name, value] = formatValue(extract);
  return `require "json"
require "net/http"

uri = URI(${quoteSingle(`${url}api/messages/wait`)})
uri.query = URI.encode_www_form(q: ${quoteSingle(q)})
message = JSON.parse(Net::HTTP.get(uri)).fetch("items").first

${name} = ${value}
puts ${name}
`;
}

function formatValue(extract: Extract): [name: string, value: string] {
  if (extract.type === "subject") return ["subject", 'message["subject"]'];
  if (extract.type === "code") return ["code", 'message["codes"][0]["value"]'];
  const prefix = quoteSingle(extract.prefix);
  return ["link", `message["links"].map { |link| link["href"] }.find { |href| href.start_with?(${prefix}) }`];
}
