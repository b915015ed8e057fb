import { formatCurlSnippet } from "./snippets/curl.ts";
import { formatGoSnippet } from "./snippets/go.ts";
import { formatJavaSnippet } from "./snippets/java.ts";
import { formatPhpSnippet } from "./snippets/php.ts";
import { formatPythonSnippet } from "./snippets/python.ts";
import { formatRubySnippet } from "./snippets/ruby.ts";
import { formatClientSnippet, formatPlaywrightSnippet, formatVitestSnippet } from "./snippets/typescript.ts";
import type { TestRequest } from "./test-request.ts";

/** A language or test runner, and its code for a request. */
export interface TestLanguage {
  readonly name: string;
  /** What the code needs to run. */
  readonly needs: string;
  readonly format: (request: TestRequest) => string;
}

const PACKAGE = "Needs the package mailglass";

export const TEST_LANGUAGES: readonly TestLanguage[] = [
  { name: "curl", needs: "Needs curl and jq", format: formatCurlSnippet },
  { name: "TypeScript", needs: PACKAGE, format: formatClientSnippet },
  { name: "Playwright", needs: PACKAGE, format: formatPlaywrightSnippet },
  { name: "Vitest", needs: PACKAGE, format: formatVitestSnippet },
  { name: "Python", needs: "Python 3", format: formatPythonSnippet },
  { name: "PHP", needs: "PHP 8", format: formatPhpSnippet },
  { name: "Ruby", needs: "Ruby 3", format: formatRubySnippet },
  { name: "Java", needs: "Java 11 or newer", format: formatJavaSnippet },
  { name: "Go", needs: "Go 1.18 or newer", format: formatGoSnippet },
];
