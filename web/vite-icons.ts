import iconSet from "@iconify-json/lucide/icons.json" with { type: "json" };
import type { Plugin } from "vite";

const PREFIX = "virtual:lucide/";

interface IconSet {
  readonly icons: Readonly<Record<string, { readonly body: string } | undefined>>;
  readonly aliases: Readonly<Record<string, { readonly parent: string } | undefined>>;
}

/**
 * Lets the page import an icon by its name: `import copy from "virtual:lucide/copy"` returns the content of its `<svg>` as a string.
 * The page contains only the imported icons. In index.html, `<!-- lucide: copy -->` is replaced by the same content.
 */
export function lucideIcons(): Plugin {
  const { icons, aliases }: IconSet = iconSet;
  const findIcon = (name: string) => {
    const icon = icons[name] ?? icons[aliases[name]?.parent ?? ""];
    if (icon === undefined) throw new Error(`Lucide has no icon named "${name}".`);
    return icon.body;
  };
  return {
    name: "lucide-icons",
    enforce: "pre",
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      return `export default ${JSON.stringify(findIcon(id.slice(PREFIX.length + 1)))};`;
    },
    transformIndexHtml: (html) => html.replace(/<!-- lucide: ([a-z0-9-]+) -->/g, (_, name) => findIcon(name)),
  };
}
