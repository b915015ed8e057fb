import fc from "fast-check";
import addressparser from "nodemailer/lib/addressparser/index.js";
import { describe, expect, it } from "vitest";
import { parseAddressList } from "./parse-addresses.ts";

const parseAddresses = (text: string, limit: number, length?: number) =>
  parseAddressList(text, limit, length).map(({ address }) => address);
const read = (text: string) => parseAddresses(text, 100).map(({ name, address }) => `${name} <${address}>`.trim());

describe("an address list", () => {
  it.each<[text: string, addresses: string[], authority: string]>([
    ["jo@example.com", ["<jo@example.com>"], "RFC 5322 §3.4"],
    ["Jo Smith <jo@example.com>", ["Jo Smith <jo@example.com>"], "RFC 5322 §3.4"],
    ["<jo@example.com>", ["<jo@example.com>"], "RFC 5322 §3.4"],
    ["Jo<jo@example.com>", ["Jo <jo@example.com>"], "RFC 5322 §3.4: no blank is needed"],
    ['"Joe Q. Public" <john.q.public@example.com>', ["Joe Q. Public <john.q.public@example.com>"], "RFC 5322 A.1.2"],
    ["Who? <one@y.test>", ["Who? <one@y.test>"], "RFC 5322 A.1.2"],
    ['"Giant; \\"Big\\" Box" <s@example.net>', ['Giant; "Big" Box <s@example.net>'], "RFC 5322 A.1.2"],
    [
      "A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
      ["Ed Jones <c@a.test>", "<joe@where.test>", "John <jdoe@one.test>"],
      "RFC 5322 A.1.3",
    ],
    ["Undisclosed recipients:;", [], "RFC 5322 A.1.3"],
    [
      "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
      ["Pete <pete@silly.test>"],
      "RFC 5322 A.5: comments",
    ],
    [
      "A Group(Some people)\t :Chris Jones <c@(Chris's host.)public.example>, joe@example.org, John <jdoe@one.test> (my dear friend); (the end of the group)",
      ["Chris Jones <c@public.example>", "<joe@example.org>", "John <jdoe@one.test>"],
      "RFC 5322 A.5",
    ],
    ["(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;", [], "RFC 5322 A.5"],
    ["Joe Q. Public <john.q.public@example.com>", ["Joe Q. Public <john.q.public@example.com>"], "RFC 5322 A.6.1"],
    [
      "Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
      ["Mary Smith <mary@example.net>", "<jdoe@test.example>"],
      "RFC 5322 A.6.1",
    ],
    ["<@a.test,@b.test:c@d.test>", ["<c@d.test>"], "RFC 5322 §4.4: a route"],
    ["jo@example.com (Jo)", ["Jo <jo@example.com>"], "RFC 822: the name as a comment"],
    ["Jo (the (great) one) <jo@example.com>", ["Jo <jo@example.com>"], "RFC 5322 §3.2.2: comments nest"],
    ["Jo (a (b)) Bee <jo@example.com>", ["Jo Bee <jo@example.com>"], "RFC 5322 §3.2.2: a comment is one blank"],
    ["Jo(a)Bee <jo@example.com>", ["Jo Bee <jo@example.com>"], "RFC 5322 §3.2.2: a comment is one blank"],
    ["<ann(comment)@example.com>", ["<ann@example.com>"], "RFC 5322 §3.4.1"],
    ["(hi)bob@example.net", ["hi <bob@example.net>"], "RFC 5322 §3.4.1"],
    ["bob@(c)example.net", ["c <bob@example.net>"], "RFC 5322 §3.4.1"],
    ["Ann <ann @ example . com>", ["Ann <ann@example.com>"], "RFC 5322 §4.4"],
    ["Ann <\t ann@example.com >", ["Ann <ann@example.com>"], "RFC 5322 §3.2.2: folds"],
    ['"a>b"@x.example', ['<"a>b"@x.example>'], "RFC 5322 §3.2.4"],
    ['"a b"@example.com', ['<"a b"@example.com>'], "RFC 5322 §3.2.4"],
    ['"a \\"b\\" c"@x.example', ['<"a \\"b\\" c"@x.example>'], "RFC 5322 §3.2.4"],
    ['<"a@b"@c.example>', ['<"a@b"@c.example>'], "RFC 5322 §3.2.4"],
    ['<"a>, <b@evil.example"@c.example>', ['<"a>, <b@evil.example"@c.example>'], "RFC 5322 §3.2.4"],
    ["jo@[192.0.2.1]", ["<jo@[192.0.2.1]>"], "RFC 5321 §4.1.3"],
    ["Jo <jo@[IPv6:2001:db8::1]>", ["Jo <jo@[IPv6:2001:db8::1]>"], "RFC 5321 §4.1.3"],
    ["jo@[IPv6:::1]", ["<jo@[IPv6:::1]>"], "RFC 5321 §4.1.3"],
    ["jo@münchen.example", ["<jo@münchen.example>"], "RFC 6532"],
    ["=?utf-8?Q?J=C3=B6=2C_Smith?= <jo@example.com>", ["Jö, Smith <jo@example.com>"], "RFC 2047 §5"],
    ["=?utf-8?Q?Smith,_Jo?= <jo@example.com>", ["Smith, Jo <jo@example.com>"], "a comma in a word (MimeKit)"],
    ['"=?utf-8?Q?J=C3=B6?=" <jo@example.com>', ["Jö <jo@example.com>"], "a word in quotes: common"],
    ["=?utf-8?Q?J?= =?utf-8?Q?=C3=B6?= <jo@example.com>", ["Jö <jo@example.com>"], "RFC 2047 §6.2"],
    ["a@x.example; b@x.example", ["<a@x.example>", "<b@x.example>"], "Outlook"],
    ['"Name" <a@x.example>, ;', ["Name <a@x.example>"], "mailparser"],
    ["a@x.example,,b@x.example,", ["<a@x.example>", "<b@x.example>"], "RFC 5322 §4.4: empty elements"],
    ["A: B: c@x.example;; d@x.example", ["<c@x.example>", "<d@x.example>"], "groups within groups"],
    ["matt <3 <m@x.example>", ["matt <3 <m@x.example>"], "postal-mime"],
    ["Big Bug bb@x.example", ["Big Bug <bb@x.example>"], "nodemailer"],
    ["Smith, Jo <jo@x.example>", ["Smith, Jo <jo@x.example>"], "nodemailer: a comma without quotes"],
    ["root, jo@x.example", ["<root>", "<jo@x.example>"], "a local user is none"],
    ["a@x.example b@x.example", ["<a@x.example>", "<b@x.example>"], "without a comma"],
    ["A <a@x.example> B <b@x.example>", ["A <a@x.example>", "B <b@x.example>"], "without a comma"],
    ["<<jo@x.example>>", ["<jo@x.example>"], "MimeKit"],
    ["Jo <jo@x.example>>", ["Jo <jo@x.example>"], "MimeKit"],
    ["Jo <jo@example.com", ["Jo <jo@example.com>"], "without an end"],
    ["Jo <jo@example.com, Zoe <zoe@x.example>", ["Jo <jo@example.com>", "Zoe <zoe@x.example>"], "without an end"],
    ['"Jo <jo@example.com>', ["Jo <jo@example.com>"], "without a second quotation mark"],
    ["Jo (x <jo@example.com>", ["Jo (x <jo@example.com>"], "without a second parenthesis"],
    ["<mailto:jo@x.example>", ["<jo@x.example>"], "nodemailer"],
    ["Jo [jo@x.example]", ["Jo <jo@x.example>"], "in other brackets"],
    ["Jo @ Home <j@x.example>", ["Jo @ Home <j@x.example>"], "an @ in a name"],
    ["'jo@x.example' <jo@x.example>", ["'jo@x.example' <jo@x.example>"], "Outlook"],
    ['"a@evil.example" <b@x.example>', ["a@evil.example <b@x.example>"], "an address as a name"],
    ["a@x.example <b@x.example>", ["a@x.example <b@x.example>"], "an address as a name"],
    ['"jo@x.example"', ["<jo@x.example>"], "an address in quotes (nodemailer)"],
    ['"a@x.example", Jo <jo@x.example>', ["<a@x.example>", "Jo <jo@x.example>"], "an address in quotes"],
    ["<Undisclosed-Recipient:;>", [], "qmail"],
    ["Jo <Undisclosed-Recipients:;>, a@x.example", ["<a@x.example>"], "qmail"],
    ["MAILER-DAEMON <>", ["MAILER-DAEMON <>"], "RFC 5321 §4.5.5"],
    ["root", ["<root>"], "a local user"],
    ["Jo Smith", ["Jo Smith <>"], "a name alone"],
    ["", [], "nothing"],
  ])("%j is read as %j: %s", (text, addresses) => {
    expect(read(text)).toEqual(addresses);
  });

  it.each<[text: string, form: string]>([
    ["Jo (work) <jo@example.com>", "standard"],
    ["jo@example.com (Jo)", "standard"],
    ["Team: jo@example.com;", "standard"],
    ["jo@example.com,", "standard"],
    ['"a \\"b\\" c"@x.example', "standard"],
    ["jo @ example.com", "obsolete"],
    ["<jo(x)@example.com>", "obsolete"],
    ["<@a.test:jo@example.com>", "obsolete"],
    ["Jo jo@example.com", "malformed"],
    ["jo@example.com; zoe@example.com", "malformed"],
    ["Smith, Jo <jo@x.example>", "malformed"],
    ["Jo <jo@example.com> Smith", "malformed"],
    ["matt <3 <m@x.example>", "malformed"],
    ["Jo <jo@example.com", "malformed"],
    ["a@b@c.example", "malformed"],
    ["<jo smith@example.com>", "malformed"],
  ])("%j is %s", (text, form) => {
    expect(parseAddressList(text, 1)[0]?.form).toBe(form);
  });

  it.each([
    ['"'.repeat(1_000_000), "quotation marks"],
    [`${'"a" '.repeat(250_000)}<jo@example.com>`, "quoted words"],
    [`(${"a".repeat(1_000_000)}) jo@example.com`, "a comment"],
    [`<${"a".repeat(1_000_000)}@example.com>`, "an address"],
    [`${"a".repeat(500_000)}[${":".repeat(500_000)}`, "a domain literal"],
    [`a[${"(x)a:".repeat(200_000)}`, "comments in a domain literal"],
  ])("is read up to a length of names and addresses", (text) => {
    const long = `${text}, Zoe <zoe@example.net>`;
    const [first, ...rest] = parseAddresses(long, 100, 50);
    const [whole] = parseAddresses(long, 100);
    expect(first?.address.length).toBeLessThanOrEqual(50);
    expect(first?.name.length).toBeLessThanOrEqual(50);
    expect(whole?.name.startsWith(first?.name ?? "?")).toBe(true);
    expect(whole?.address.startsWith(first?.address ?? "?")).toBe(true);
    // An unclosed quotation mark, comment or address includes everything after it.
    expect(rest).toEqual(parseAddresses(long, 100).slice(1));
  });

  it("that fits into the limits is read as without limits", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-c@.,;:<>()"\\[\] ]{0,40}$/), (text) => {
        expect(parseAddresses(text, 100, 40)).toEqual(parseAddresses(text, 100));
      }),
    );
  });

  it("is read as written", () => {
    const name = fc.stringMatching(/^[a-zA-Z,.;:@<>()"\\ ]{0,12}$/).map((text) => text.trim().replace(/\s+/g, " "));
    const address = fc.stringMatching(/^[a-z.+-]{1,8}@[a-z]{1,6}\.example$/);
    fc.assert(
      fc.property(fc.array(fc.record({ name, address }), { maxLength: 6 }), (addresses) => {
        const text = addresses.map((one) => `"${one.name.replace(/["\\]/g, "\\$&")}" <${one.address}>`).join(", ");
        expect(parseAddresses(text, 100)).toEqual(addresses);
      }),
    );
  });

  it("composed by RFC 5322 is read as composed, and as nodemailer reads it", () => {
    const blank = fc.constantFrom(" ", "\t", "  ", " (a comment) ", " (with (another) \\) one)");
    const between = fc.constantFrom("", " ", "\t");
    const local = fc.oneof(
      fc.stringMatching(/^[a-z0-9+_-]{1,6}(\.[a-z0-9]{1,4})?$/),
      fc.constantFrom('"a b"', '"a,b"', '"<x>"'),
    );
    const domain = fc.oneof(
      fc.stringMatching(/^[a-z0-9]{1,6}\.example$/),
      fc.constantFrom("[192.0.2.1]", "[IPv6:::1]"),
    );
    const name = fc.oneof(
      fc.stringMatching(/^[A-Z][a-z]{0,5}( [A-Z][a-z]{0,5})?$/).map((text) => [text, text] as const),
      fc.stringMatching(/^[A-Za-z,;:<>@.]{1,8}$/).map((text) => [text, `"${text}"`] as const),
    );
    const mailbox = fc.record({ local, domain, name: fc.option(name), blank, between });
    fc.assert(
      fc.property(fc.array(mailbox, { minLength: 1, maxLength: 5 }), fc.boolean(), (mailboxes, isGroup) => {
        const list = mailboxes
          .map((one) => {
            const address = `${one.local}@${one.domain}`;
            return one.name === null ? address : `${one.name[1]}${one.blank}<${one.between}${address}${one.between}>`;
          })
          .join(", ");
        const text = isGroup ? `A group: ${list};` : list;
        const made = mailboxes.map((one) => ({ name: one.name?.[0] ?? "", address: `${one.local}@${one.domain}` }));
        expect(parseAddressList(text, 100)).toEqual(made.map((address) => ({ address, form: "standard" })));
        expect(addressparser(text, { flatten: true }).map(({ address }) => address)).toEqual(
          made.map(({ address }) => address),
        );
      }),
    );
  });

  it("can be any text", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a@.,;:<>()"\\[\] '=?]{0,40}$/),
        fc.integer({ min: 1, max: 5 }),
        (text, limit) => {
          expect(parseAddressList(text, limit).length).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });

  it.each([
    ['"\\', "quotation marks that are never closed"],
    ['<"', "brackets and quotation marks"],
    ["<", "brackets"],
    ["(", "parentheses"],
    ["a@[", "domain literals"],
    ["=?a?Q?", "beginnings of words"],
    ["=?a?Q?b?= ", "words"],
    [" ", "blanks"],
    ["a . ", "dots"],
    ["a@", "at signs"],
    ["x:", "colons"],
    ["''@", "apostrophes"],
  ])("of a megabyte of %j is read in time: %s", (piece) => {
    const text = piece.repeat(1_000_000 / piece.length);
    expect(parseAddressList(text, 10).length).toBeLessThanOrEqual(10);
  });

  it("ends at its limit", () => {
    expect(parseAddresses("a@b.example,".repeat(50), 7)).toHaveLength(7);
  });
});
