import { expect, test } from "vitest";
import { renderMailjetTemplate } from "./mailjet-template.ts";

const VARIABLES = {
  name: "Zoë",
  step: "refund",
  empty: "",
  level: 2,
  text3: "3",
  yes: true,
  order: { total: 10, items: [{ title: "Tea", sizes: ["S", "M"] }, { title: "Mug" }] },
  none: [],
};

const render = (template: string, maxLength = 1_000) => renderMailjetTemplate(template, VARIABLES, maxLength);

test.each([
  ["a {{var:name}} b", "a Zoë b"],
  ['{{ var:gone:"some city" }}, {{var:gone:dear customer}}, {{var:gone:""}}.', "some city, dear customer, ."],
  ["{{var:order.items[1].title}} {{var:order.items}}", `Mug ${JSON.stringify(VARIABLES.order.items)}`],
  ["{{data:city}} {{mj:campaign}} {{data:city:Bern}}", "{{data:city}} {{mj:campaign}} Bern"],
  ['{{ Upper(var:name) }} {{Lower("ABC")}} {{Capitalize(\'éa b\')}} {{Escape("<b>")}}', "ZOË abc Éa b &lt;b&gt;"],
  ['{{ Round(var:order.total * 7.5 / 100, 1) }} {{Int(7 / 2)}} {{UrlEncode("a b")}}', "0.8 3 a%20b"],
  ["{{ 7 div 2 }} {{ 7 mod 4 }} {{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ -var:level - 1 }}", "3 3 7 9 -3"],
  ['{{ "Hello " + var:name + "," }} {{ var:text3 + 1 }}', "Hello Zoë, 4"],
  ["{ {% % } {{ open", "{ {% % } {{ open"],
])("%s", (template, expected) => {
  expect(render(template)).toBe(expected);
});

test.each([
  ["var:yes", true],
  ["var:empty", false],
  ["var:none", false],
  ["var:gone:false", false],
  ['var:gone:"" = ""', true],
  ['var:step == "refund" and var:level === 2', true],
  ['var:step="registration" or var:step <> "refund"', false],
  ["not(var:yes)", false],
  ["!var:empty", true],
  ["not var:level = 3", true],
  ["var:yes xor var:level > 1", false],
  ["(var:level mod 3) = 2", true],
  ["var:text3 > 20", false],
  ["var:level >= 2 and var:level <= 2", true],
  ['var:name != "Zoë"', false],
  ['data:gender:"male" = "male"', true],
  ["data:gender", false],
])("{%% if %s %%} is %s", (condition, expected) => {
  expect(render(`{% if ${condition} %}yes{% else %}no{% endif %}`)).toBe(expected ? "yes" : "no");
});

test("the first branch that is true is written", () => {
  const template = "{% if var:level ==1 %}one{% elseif var:level == 2 %}two{% elseif var:yes %}x{% else %}y{% endif%}";
  expect(render(template)).toBe("two");
});

test("a loop writes its content for each item, and loops can be nested", () => {
  const template =
    '{% for item in var:order.items %}{{item.title}}{% if item.title = "Tea" %}: {% for size in item.sizes %}{{ size }} {% endfor %}{% endif %};{% endfor %}';
  expect(render(template)).toBe("Tea: S M ;Mug;");
  expect(render("{% for item in var:none %}x{% endfor %}")).toBe("");
});

test("set defines a value, also from within a branch", () => {
  const template =
    '{% set background-url = "a.png" %}{% if var:yes %}{% set background-url = background-url + "?1" %}{% endif %}{{ background-url }}';
  expect(render(template)).toBe("a.png?1");
});

test.each([
  ["{{var:gone}}", "The variable gone has neither a value nor a default."],
  ["{% if var:gone %}x{% endif %}", "The variable gone has neither a value nor a default."],
  ["{{var:constructor}}{{var:order.__proto__}}", "The variable constructor has neither a value nor a default."],
  ["{{name}}", "The name name is not known. A variable is written var:name."],
  ["{% for i in var:order.items %}{{i.sizes}}{% endfor %}", "i.sizes has no value."],
  ["{% for i in var:name %}x{% endfor %}", "var:name is not a list."],
  ["{% for i of var:name %}x{% endfor %}", "A loop is written {% for item in var:items %}."],
  ["{% if var:yes %}x", "{% endif %} is missing."],
  ["x{% endfor %}", "There is {% endfor %} without its beginning."],
  ["{% for i in var:order.items %}x{% endif %}", "{% endfor %} is missing."],
  ["{% include 'x' %}", "The statement {% include %} is not known."],
  ["{% if var:yes = %}x{% endif %}", "The expression “var:yes =” cannot be read."],
  ["{% if (var:yes %}x{% endif %}", "The expression “(var:yes” cannot be read."],
  ["{% if var:yes ? %}x{% endif %}", "The expression “var:yes ?” cannot be read."],
  ["{{ 1 / 0 }}", "A number is divided by 0."],
  ["{{ 1 * var:name }}", "“Zoë” is not a number."],
  ["{{ toString(1) }}", expect.stringContaining("The function toString is not known here; Upper, ")],
  ["{{ Upper() }}", "The function Upper needs a value."],
  [`{% if ${"(".repeat(51)}1${")".repeat(51)} %}x{% endif %}`, "An expression is nested too deeply."],
  [`${"{% if 1 %}".repeat(51)}${"{% endif %}".repeat(51)}`, "Statements are nested too deeply."],
])("%s is refused", (template, message) => {
  expect(() => render(template)).toThrow(expect.objectContaining({ message }));
});

test("the output is limited", () => {
  expect(() => render("{% for i in var:order.items %}xxxxxx{% endfor %}", 10)).toThrow("more than 10 characters");
});
