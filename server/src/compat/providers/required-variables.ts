import Handlebars from "handlebars";

/*
 * Amazon SES sends nothing if the variables lack one that the template writes; a condition may name any. Handlebars' strict mode is
 * no match: it stops at the first, and fails in conditions. Here each value that is written goes through a helper instead.
 */

/** A name that no template can write as such. */
const HELPER = "mailglass:required";

/**
 * Parses a template so that names without a value are reported to `onMissing`, as the template has them. They are written as nothing.
 *
 * @throws {Error} if the template is not valid
 */
export function parseWithRequired(
  handlebars: typeof Handlebars,
  template: string,
  onMissing: (name: string) => void,
): hbs.AST.Program {
  handlebars.registerHelper(HELPER, (value: unknown, name: string) => {
    if (value === undefined) onMissing(name);
    return value;
  });
  const program = handlebars.parse(template);
  const helpers = Object.keys(handlebars.helpers);
  // A class of our own that extends the visitor would load the library with this file.
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = (statement) => {
    const { path, params, loc } = statement;
    if (!isPath(path) || params.length > 0 || path.data || helpers.includes(path.original)) return;
    const name: hbs.AST.StringLiteral = { type: "StringLiteral", value: path.original, original: path.original, loc };
    statement.params = [path, name];
    statement.path = { type: "PathExpression", data: false, depth: 0, parts: [HELPER], original: HELPER, loc };
  };
  visitor.accept(program);
  return program;
}

const isPath = (path: hbs.AST.Node): path is hbs.AST.PathExpression => path.type === "PathExpression";
