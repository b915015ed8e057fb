import { describe, expect, it } from "vitest";
import { listTokens, parseHtml } from "./parse-html.ts";

const HTML = '<!-- c --><p class="x">a &amp; b</p>';
const { signal } = new AbortController();

describe("the tokens of HTML", () => {
  const show = async (html: string, start = 0, end = html.length) => {
    const tree = await parseHtml(html, signal);
    return listTokens(tree, start, end).map((piece) => `${piece.token ?? "-"} ${html.slice(piece.start, piece.end)}`);
  };

  it("are tags, attributes, values and comments", async () => {
    expect(await show(HTML)).toEqual([
      "comment <!-- c -->",
      "tag <",
      "tag p",
      "-  ",
      "attribute class",
      "- =",
      'value "x"',
      "tag >",
      "- a ",
      "value &amp;",
      "-  b",
      "tag </",
      "tag p",
      "tag >",
    ]);
  });

  it("are those of a range", async () => {
    expect(await show(HTML, 3, 12)).toEqual(["comment - c -->", "tag <", "tag p"]);
  });

  it("are plain text before the HTML is parsed", () => {
    expect(listTokens(undefined, 1, 4)).toEqual([{ start: 1, end: 4, token: undefined }]);
  });
});
