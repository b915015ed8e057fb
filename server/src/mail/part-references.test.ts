import { describe, expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { lintMail } from "./lint-mail.ts";
import { parseMail } from "./parsed-mail.ts";
import { findUnshownEntities, listAttachments } from "./parts.ts";

function relatedMail(html: string, partHeader: string, rootHeader = "X-Root: 1", htmlHeader = "X-Html: 1") {
  return createMail([
    rootHeader,
    "MIME-Version: 1.0",
    "Content-Type: multipart/related; boundary=b",
    "",
    "--b",
    "Content-Type: text/html; charset=utf-8",
    htmlHeader,
    "",
    html,
    "--b",
    "Content-Type: image/png",
    partHeader,
    "",
    "png",
    "--b--",
  ]);
}

/** How a mail's one picture is listed. */
function statusOf(mail: ReturnType<typeof relatedMail>) {
  const [picture] = listAttachments(mail);
  return {
    inHtml: picture?.inHtml,
    inline: picture?.inline,
    attachmentCount: findUnshownEntities(parseMail(mail)).length,
    unresolved: lintMail(mail).filter(({ code }) => code === "cid-unresolved").length,
  };
}

const SHOWN = { inHtml: true, inline: true, attachmentCount: 0, unresolved: 0 };

describe("a picture that the HTML refers to", () => {
  it.each([
    ['<img src="cid:ABC-1">', "Content-ID: <ABC-1>"],
    ['<img src="cid:ABC-1">', "Content-Id: < ABC-1 >"],
    ['<img src="cid:ABC-1">', "Content-ID:\r\n\t<ABC-1>\r\n "],
    ['<img src="cid:ABC-1">', "Content-ID: ABC-1"],
    ['<img src="cid:ABC-1">', "Content-ID: <ABC-1> (logo)"],
    ['<img src="cid:a&amp;b@x">', "Content-ID: <a&b@x>"],
    ['<img src="cid:a&b@x">', "Content-ID: <a&b@x>"],
    ['<img src="CID:a@x">', "Content-ID: <a@x>"],
    ["<IMG SRC=Cid:a@x>", "Content-ID: <a@x>"],
    ['<img src=" \n cid:a@x ">', "Content-ID: <a@x>"],
    ['<img src="cid:<a@x>">', "Content-ID: <a@x>"],
    ['<img src="cid: a@x">', "Content-ID: <a@x>"],
    ['<img src="cid:a%40x">', "Content-ID: <a@x>"],
    ['<img src="cid:logo%201@x">', "Content-ID: <logo 1@x>"],
    ['<img src="cid:logo 1@x">', "Content-ID: <logo 1@x>"],
    ['<img src="cid:100%@x">', "Content-ID: <100%@x>"],
    ['<img src="cid:100%25@x">', "Content-ID: <100%@x>"],
    ['<img src="cid:a%40x">', "Content-ID: <a%40x>"],
    ['<img src="cid&#58;a@x">', "Content-ID: <a@x>"],
    ['<img src="&#99;id:a@x">', "Content-ID: <a@x>"],
    ['<img srcset="cid:a@x 2x">', "Content-ID: <a@x>"],
    ['<td background="cid:a@x">', "Content-ID: <a@x>"],
    ["<p style=\"background:url('cid:a@x')\">", "Content-ID: <a@x>"],
    ["<p style='background:url(&quot;cid:a@x&quot;)'>", "Content-ID: <a@x>"],
    ["<style>p{background:URL( cid:a@x )}</style>", "Content-ID: <a@x>"],
    ['<!--[if gte mso 9]><v:fill type="tile" src="cid:a@x"/><![endif]-->', "Content-ID: <a@x>"],
    ['<img src="pic.png">', "Content-Location: pic.png"],
    ['<img src="https://a.example/pic.png">', "Content-Location: https://a.example/pic.png"],
  ])("%s is the part with %j", (html, header) => {
    expect(statusOf(relatedMail(html, header))).toEqual(SHOWN);
  });

  it.each([
    ["Content-Location: file:///C:/a/page.htm", "X-Html: 1"],
    ["X-Root: 1", "Content-Location: file:///C:/a/page.htm"],
  ])("is found by a relative Content-Location (%j, %j)", (root, html) => {
    const picture = "Content-Location: file:///C:/a/page_files/1.png";
    expect(statusOf(relatedMail('<img src="page_files/1.png">', picture, root, html))).toEqual(SHOWN);
  });

  it.each([
    '<img alt="cid:a@x">',
    "<p>src=cid:a@x</p>",
    '<!-- <img src="cid:a@x"> -->',
    "<script>'cid:a@x'</script>",
    '<link rel=File-List href="cid:a@x">',
  ])("is not what %s names", (html) => {
    expect(statusOf(relatedMail(html, "Content-ID: <a@x>"))).toEqual({
      inHtml: false,
      inline: false,
      attachmentCount: 1,
      unresolved: 0,
    });
  });

  it("is still to be opened where only a link leads to it", () => {
    expect(statusOf(relatedMail('<a href="cid:a@x">picture</a>', "Content-ID: <a@x>"))).toEqual({
      inHtml: false,
      inline: true,
      attachmentCount: 1,
      unresolved: 0,
    });
  });
});

it("a Content-ID is listed without blanks and brackets", () => {
  for (const written of ["< a@x >", "a@x", "<a@x", "a@x >", '"<a@x>"']) {
    expect(listAttachments(relatedMail("x", `Content-ID: ${written}`))[0]?.contentId).toBe("a@x");
  }
  expect(listAttachments(relatedMail("x", "Content-ID: <>"))[0]?.contentId).toBeNull();
});

it.each([
  ['<link rel=File-List href="cid:filelist.xml@01D0"><link rel=themeData href="cid:t"><p>x', []],
  ['<img src="cid:no%20ne@x"><img src="CID:no ne@x">', ["cid:no ne@x"]],
  ['<a href="cid:doc@x">x</a>', ["cid:doc@x"]],
  ["<p>cid:text</p><!-- cid:none -->", []],
])("Content-IDs that no part has are reported: %s", (html, details) => {
  const found = lintMail(relatedMail(html, "Content-ID: <a@x>")).filter(({ code }) => code === "cid-unresolved");
  expect(found).toHaveLength(details.length);
  for (const detail of details) expect(found.map(({ text }) => text).join("\n")).toContain(detail);
});

it("a missing picture is found where its whole name is, not where that of another begins with it", () => {
  const html = '<img src="cid:a1"><img src="cid:a10"><div style="background: url(CID:a1)">';
  const found = lintMail(relatedMail(html, "Content-ID: <x@x>")).find(({ code }) => code === "cid-unresolved");
  expect([found?.count, found?.places.length]).toEqual([3, 3]);
});
