import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { invertAttributes, invertColor, invertCss } from "./invert-colors.ts";

describe("a colour", () => {
  it.each([
    ["#ffffff", "background", "partial", "#1c1c1c"],
    ["white", "background", "full", "#1c1c1c"],
    ["#fff", "text", "partial", "#fff"],
    ["#ffffff", "text", "full", "#1c1c1c"],
    ["#000", "text", "partial", "#f2f2f2"],
    ["black", "background", "partial", "black"],
    ["black", "background", "full", "#f2f2f2"],
    ["ffffff", "background", "partial", "#1c1c1c"],
    ["rgb(255, 255, 255)", "background", "partial", "#1c1c1c"],
    ["transparent", "background", "full", "transparent"],
    ["inherit", "text", "full", "inherit"],
    ["auto", "text", "full", "auto"],
  ] as const)("%s as %s is inverted (%s) to %s", (color, use, inversion, inverted) => {
    expect(invertColor(color, use, inversion)).toBe(inverted);
  });
});

describe("a style sheet", () => {
  it.each([
    ["p{color:#000;background:#fff url(x)}", "p{color:#f2f2f2;background:#1c1c1c url(x)}"],
    ["a:hover{color:black}", "a:hover{color:#f2f2f2}"],
    ["#fff{margin:0}", "#fff{margin:0}"],
    ["@media (min-width:0){p{color:#000}}", "@media (min-width:0){p{color:#f2f2f2}}"],
    ["p{border:1px solid #eee}", "p{border:1px solid #2b2b2b}"],
    ["p{color:rgba(0,0,0,.5)}", "p{color:#f2f2f280}"],
    ["p{font-family:Black,sans-serif}", "p{font-family:Black,sans-serif}"],
    ["color:#000;content:'#fff'", "color:#f2f2f2;content:'#fff'"],
    ["background:linear-gradient(#fff,#eee)", "background:linear-gradient(#1c1c1c,#2b2b2b)"],
    ["color:rgb(0,0", "color:rgb(0,0"],
  ])("%s is inverted partly to %s", (css, inverted) => {
    expect(invertCss(css, "partial")).toBe(inverted);
  });

  it("without colours stays as it is", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("p", "{", "}", "margin:", "0;", "@media x", "'a'", "(", ")", "/*c*/")),
        (words) => {
          const css = words.join(" ");
          expect(invertCss(css, "full")).toBe(css);
        },
      ),
    );
  });
});

it("the colours in attributes are inverted", () => {
  expect(invertAttributes({ bgcolor: "#ffffff", style: "color:#000", title: "white" }, "partial")).toEqual({
    bgcolor: "#1c1c1c",
    style: "color:#f2f2f2",
    title: "white",
  });
});
