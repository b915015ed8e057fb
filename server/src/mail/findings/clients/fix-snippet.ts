import type { Finding, FixSnippet } from "@mailglass/shared";
import type { ClientTraits } from "./client-traits.ts";
import { CLIENT_LIBRARIES, type ClientLibrary, recognizeClient } from "./recognize-client.ts";
import { findRemedy, type Snippets } from "./remedies.ts";
import { DJANGO_SNIPPETS } from "./snippets/django.ts";
import { GO_SNIPPETS } from "./snippets/go.ts";
import { GO_MAIL_SNIPPETS } from "./snippets/go-mail.ts";
import { GOMAIL_SNIPPETS } from "./snippets/gomail.ts";
import { JAKARTA_SNIPPETS } from "./snippets/jakarta.ts";
import { MAILKIT_SNIPPETS } from "./snippets/mailkit.ts";
import { NODEMAILER_SNIPPETS } from "./snippets/nodemailer.ts";
import { PHPMAILER_SNIPPETS } from "./snippets/phpmailer.ts";
import { PYTHON_SNIPPETS } from "./snippets/python.ts";
import { RAILS_SNIPPETS } from "./snippets/rails.ts";
import { SYMFONY_SNIPPETS } from "./snippets/symfony.ts";

export const SNIPPETS: Readonly<Record<ClientLibrary, Snippets>> = {
  nodemailer: NODEMAILER_SNIPPETS,
  python: PYTHON_SNIPPETS,
  django: DJANGO_SNIPPETS,
  phpmailer: PHPMAILER_SNIPPETS,
  symfony: SYMFONY_SNIPPETS,
  rails: RAILS_SNIPPETS,
  jakarta: JAKARTA_SNIPPETS,
  mailkit: MAILKIT_SNIPPETS,
  go: GO_SNIPPETS,
  gomail: GOMAIL_SNIPPETS,
  "go-mail": GO_MAIL_SNIPPETS,
};

/** Findings that a library itself causes: its snippet for the same remedy does not help. */
const NOT_FIXABLE: Partial<Record<ClientLibrary, readonly string[]>> = {
  phpmailer: ["encoded-word-in-parameter"],
  rails: ["encoded-word-in-parameter"],
};

/** Whether code for this library can fix a kind of finding. */
export function isFixable(code: string, library: ClientLibrary): boolean {
  return NOT_FIXABLE[library]?.includes(code) !== true;
}

/** Adds code to each finding for which the client's library has some; returns the findings unchanged if it is not recognised. */
export function addFixSnippets(findings: Finding[], traits: ClientTraits): Finding[] {
  const library = recognizeClient(traits);
  if (library === null) return findings;
  return findings.map((finding) => {
    const snippet = findFixSnippet(finding.code, library);
    return snippet === undefined ? finding : { ...finding, snippet };
  });
}

/** Returns the code that fixes a kind of finding in a program that uses this library; undefined if there is none. */
function findFixSnippet(code: string, library: ClientLibrary): FixSnippet | undefined {
  const remedy = findRemedy(code);
  const snippet = remedy === undefined || !isFixable(code, library) ? undefined : SNIPPETS[library][remedy];
  if (snippet === undefined) return undefined;
  const { name, language } = CLIENT_LIBRARIES[library];
  return { library: name, language, code: snippet };
}
