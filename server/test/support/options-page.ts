import { OPTIONS, type Option, variableName } from "../../src/config/options.ts";

/** docs/options.md, as it is made from the code: `npm run docs`. */
export function renderOptionsPage(): string {
  const options: readonly Option<unknown>[] = Object.values(OPTIONS);
  const sections = [...Map.groupBy(options, ({ group }) => group)].map(
    ([group, those]) =>
      `## ${group}\n\n| flag | variable | default | what it is |\n| --- | --- | --- | --- |\n${those.map(optionRow).join("\n")}\n`,
  );
  return `${PAGE_HEAD}\n${sections.join("\n")}`;
}

const PAGE_HEAD = `# Options

By flag, by variable, or in a JSON file that \`--config\` names (\`{"smtpPort": 2525}\`: the flag's name in camel case). The first of
these that says something wins. A flag that takes a list may be given several times; its variable holds commas. Sizes may be said as
\`500k\`, \`64m\`, \`1g\`. A wrong option is one line and exit code 2. The variables and flags of MailHog and Mailpit are understood
too: see [switching](switching.md).
`;

function optionRow({ flag, type, default: fallback, help }: Option<unknown>): string {
  const value = type.placeholder === "" ? "" : ` ${type.placeholder.replaceAll("|", "\\|")}`;
  return `| \`--${flag}${value}\` | \`${variableName(flag)}\` | ${type.format(fallback)} | ${help} |`;
}

if (import.meta.main) process.stdout.write(renderOptionsPage());
