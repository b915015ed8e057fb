/** A JSON schema, as far as the page shows it. */
export interface SchemaShape {
  readonly $id?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaShape>>;
  readonly required?: readonly string[];
  readonly items?: SchemaShape;
  readonly anyOf?: readonly SchemaShape[];
  readonly allOf?: readonly SchemaShape[];
}

/** Formats a schema as a TypeScript type, the notation that most readers know. */
export function formatSchema(schema: SchemaShape, indent = ""): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.anyOf) return schema.anyOf.map((one) => formatSchema(one, indent)).join(" | ");
  if (schema.allOf) return schema.allOf.map((one) => formatSchema(one, indent)).join(" & ");
  if (schema.type === "array") {
    const item = formatSchema(schema.items ?? {}, indent);
    return item.includes(" | ") ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type === "object" && schema.properties) {
    const lines = Object.entries(schema.properties).map(([name, field]) => {
      const optional = schema.required?.includes(name) ? "" : "?";
      const note = field.description ? `  // ${field.description}` : "";
      return `${indent}  ${name}${optional}: ${formatSchema(field, `${indent}  `)}${note}`;
    });
    return `{\n${lines.join("\n")}\n${indent}}`;
  }
  return schema.type ?? "unknown";
}
