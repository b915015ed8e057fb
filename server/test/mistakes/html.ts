import { createHtml, createMultipart, type Mistake, TEXT_PART } from "./mistake.ts";

const LINK = '<a href="https://example.com/orders/1">Your order</a>';
/** A complete HTML alternative. */
const whole = (html: string) =>
  createMultipart("multipart/alternative", [TEXT_PART, [{ "Content-Type": "text/html; charset=utf-8" }, html]]);
const ROW = "<tr><td>An article with a long description, one of many in this order</td></tr>\r\n";

/** Mistakes in HTML, and how large providers treat it. */
export const HTML_MISTAKES: readonly Mistake[] = [
  {
    code: "html-unsupported",
    title: "display: flex",
    message: createHtml('<div style="display: flex; gap: 8px"><p>One</p><p>Two</p></div>'),
  },
  {
    code: "html-unsupported",
    title: "A video",
    message: createHtml('<video src="https://example.com/a.mp4"></video>'),
  },
  {
    code: "html-unsupported",
    title: "CSS variables in a style element",
    message: createHtml("<style>:root { --brand: red } h1 { color: var(--brand) }</style><h1>Order</h1>"),
  },
  {
    code: "alt-missing",
    title: "An image without alt",
    message: createHtml('<img src="https://example.com/logo.png" width="100" height="40">'),
  },
  {
    code: "contrast-low",
    title: "Light grey on white",
    message: createHtml('<p style="color: #bbbbbb; background-color: #ffffff">The small print of your order</p>'),
  },
  {
    code: "contrast-low",
    title: "Light grey, on the white of the mail client",
    message: createHtml('<p style="color: #cccccc">The small print of your order</p>'),
  },
  {
    code: "contrast-low",
    title: "Light grey on white, by a class",
    message: createHtml('<style>.small { color: #bbb; background: #fff }</style><p class="small">The small print</p>'),
  },
  {
    code: "html-unsupported",
    title: "A script",
    message: createHtml('<p>Order</p><script>document.write("4711")</script>'),
  },
  {
    code: "html-unsupported",
    title: "A page in the message",
    message: createHtml('<iframe src="https://example.com/orders/1"></iframe>'),
  },
  {
    code: "link-relative",
    title: "An image without a scheme",
    message: createHtml('<img src="//example.com/logo.png" alt="Logo" width="100" height="40">'),
  },
  {
    code: "link-http",
    title: "A background image without TLS",
    message: createHtml("<div style=\"background-image: url('http://example.com/hero.png')\"><p>Order</p></div>"),
  },
  {
    code: "link-malformed",
    title: "A name in a mailto link",
    message: createHtml('<a href="mailto:Shop <shop@example.com>">Write to us</a>'),
  },
  {
    code: "link-text-empty",
    title: "A link without text",
    message: createHtml('<a href="https://example.com/orders/1"></a>'),
  },
  {
    code: "lang-missing",
    title: "No language",
    message: whole(
      `<!doctype html><html><head><meta name="color-scheme" content="light dark"></head><body><p>${LINK}</p></body></html>`,
    ),
  },
  {
    code: "color-scheme-missing",
    title: "Colours without a colour scheme",
    message: whole(
      `<!doctype html><html lang="en"><head></head><body style="background-color: #ffffff; color: #222222"><p>${LINK}</p></body></html>`,
    ),
  },
  {
    code: "layout-table-without-role",
    title: "A layout table",
    message: createHtml(
      `<table width="600" cellpadding="0"><tr><td><table><tr><td>${LINK}</td></tr></table></td></tr></table>`,
    ),
  },
  {
    code: "link-localhost",
    title: "A link to the developer's machine",
    message: createHtml('<a href="http://localhost:3000/reset?token=1">Reset your password</a>'),
  },
  { code: "link-relative", title: "A link without a host", message: createHtml('<a href="/orders/1">Your order</a>') },
  {
    code: "link-malformed",
    title: "Two schemes",
    message: createHtml('<a href="https://https://example.com/orders/1">Your order</a>'),
  },
  {
    code: "link-http",
    title: "A link without TLS",
    message: createHtml('<a href="http://example.com/orders/1">Your order</a>'),
  },
  {
    code: "image-remote-without-size",
    title: "An image without a size",
    message: createHtml('<img src="https://example.com/logo.png" alt="Logo">'),
  },
  {
    code: "gmail-clip",
    title: "A long order",
    message: createHtml(`<table role="presentation">\r\n${ROW.repeat(1500)}</table>`),
  },
];

/** Mistakes that large mailbox providers punish. */
export const PROVIDER_MISTAKES: readonly Mistake[] = [
  {
    code: "html-large",
    title: "An order that is nearly as long as Gmail shows",
    message: createHtml(`<table role="presentation">\r\n${ROW.repeat(1200)}</table>`),
  },
  {
    code: "list-unsubscribe-missing",
    title: "Bulk mail without a way out",
    message: createHtml(`<p>${LINK}</p>`, { Precedence: "bulk" }),
  },
  {
    code: "one-click-missing",
    title: "No one-click unsubscription",
    message: createHtml(`<p>${LINK}</p>`, { "List-Unsubscribe": "<https://example.com/u/1>" }),
  },
  {
    code: "one-click-incomplete",
    title: "List-Unsubscribe-Post without an https link",
    message: createHtml(`<p>${LINK}</p>`, {
      "List-Unsubscribe": "<mailto:u@example.com>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }),
  },
  {
    code: "alignment",
    title: "The envelope has another domain",
    message: createHtml(`<p>${LINK}</p>`),
    from: "bounce@mailer.example.net",
  },
];
