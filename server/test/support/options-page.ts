import type { Option } from "../../src/config/define-option.ts";
import { OPTIONS, variableName } from "../../src/config/options.ts";

/** Returns docs/options.md, generated from the options by `npm run docs`. */
export function renderOptionsPage(): string {
  const options: readonly Option<unknown>[] = Object.values(OPTIONS);
  const sections = [...Map.groupBy(options, ({ group }) => group)].map(
    ([group, those]) =>
      `## ${group}\n\n| flag | variable | default | meaning |\n| --- | --- | --- | --- |\n${those.map(optionRow).join("\n")}\n`,
  );
  return `${PAGE_HEAD}\n${sections.join("\n")}`;
}

const PAGE_HEAD = `# Options

Options are set by flags, by variables, or in a JSON file given with \`--config\` (\`{"smtpPort": 2525}\`: the flag's name in camel
case). Flags take precedence over variables, and variables over the file. A flag that takes a list may be repeated; its variable
separates values with commas. Sizes may be written as \`500k\`, \`64m\`, \`1g\`. A wrong option is reported in one line, with exit code
2. The variables and flags of MailHog and Mailpit are supported too: see [switching](switching.md).
`;

function optionRow({ flag, type, default: fallback, help }: Option<unknown>): string {
  const placeholder = type.placeholder.replaceAll("|", "\\|");
  const value = placeholder === "" ? "" : type.isValueOptional === true ? `[=${placeholder}]` : ` ${placeholder}`;
  return `| \`--${flag}${value}\` | \`${variableName(flag)}\` | ${type.format(fallback)} | ${help} |`;
}

if (import.meta.main) process.stdout.write(renderOptionsPage());
