import { quoteDouble } from "../quote.ts";
import type { Extract, TestRequest } from "../test-request.ts";

export function formatGoSnippet({ url, q, extract }: TestRequest): string {
  const { field, print, imports } = formatParts(extract);
  const packages = ["encoding/json", "fmt", "io", "net/http", "net/url", ...imports];
  return `package main

import (
${packages.map((name) => `\t"${name}"`).join("\n")}
)

func main() {
	query := url.Values{"q": {${quoteDouble(q)}}}
	response, err := http.Get(${quoteDouble(`${url}api/messages/wait?`)} + query.Encode())
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		problem, _ := io.ReadAll(response.Body)
		panic(string(problem))
	}

	var answer struct {
		Items []struct {
			${field}
		}
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		panic(err)
	}
	message := answer.Items[0]
${print}
}
`;
}

interface GoParts {
  /** The member that is decoded. */
  readonly field: string;
  /** Statements that print it. */
  readonly print: string;
  readonly imports: readonly string[];
}

function formatParts(extract: Extract): GoParts {
  if (extract.type === "subject")
    return { field: "Subject string", print: "\tfmt.Println(message.Subject)", imports: [] };
  if (extract.type === "code")
    return { field: "Codes []struct{ Value string }", print: "\tfmt.Println(message.Codes[0].Value)", imports: [] };
  return {
    field: "Links []struct{ Href string }",
    print: `	for _, link := range message.Links {
		if strings.HasPrefix(link.Href, ${quoteDouble(extract.prefix)}) {
			fmt.Println(link.Href)
			break
		}
	}`,
    imports: ["strings"],
  };
}
