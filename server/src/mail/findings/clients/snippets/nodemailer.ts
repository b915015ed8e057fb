import type { Snippets } from "../remedies.ts";

export const NODEMAILER_SNIPPETS: Snippets = {
  address: `await transport.sendMail({ ...message, from: { name: "Doe, John", address: "john@example.com" } });`,
  alternative: `await transport.sendMail({ ...message, text: "Hello", html: "<p>Hello</p>" });`,
  attachment: `await transport.sendMail({
  ...message,
  attachments: [{ filename: "Übersicht.pdf", content: bytes }], // not encoded by you
});`,
  "build-message": `// Not \`raw\`: nodemailer writes the header, the line ends and the encodings.
await transport.sendMail({ from, to, subject, text });`,
  calendar: `await transport.sendMail({ ...message, icalEvent: { method: "REQUEST", content: ics } });`,
  charset: `// Strings are sent as UTF-8. Bytes in another charset are decoded first.
await transport.sendMail({ ...message, text: new TextDecoder("windows-1252").decode(bytes) });`,
  date: `await transport.sendMail({ ...message, date: new Date() });`,
  "ehlo-name": `const transport = nodemailer.createTransport({ host, port, name: "app.example.com" });`,
  "header-text": `await transport.sendMail({ ...message, subject: "Grüße" }); // not encoded by you`,
  "inline-image": `await transport.sendMail({
  ...message,
  html: '<img src="cid:logo@example.com" alt="Logo">',
  attachments: [{ filename: "logo.png", content: bytes, cid: "logo@example.com" }],
});`,
  "list-unsubscribe": `await transport.sendMail({
  ...message,
  list: { unsubscribe: "https://example.com/unsubscribe/1" },
  headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
});`,
  login: `const transport = nodemailer.createTransport({ host, port, auth: { user, pass } });`,
  "message-id": `await transport.sendMail({ ...message, messageId: \`<\${crypto.randomUUID()}@example.com>\` });`,
  recipients: `// Without \`envelope\`, nodemailer takes the recipients from these fields, and leaves Bcc out of the header.
await transport.sendMail({ ...message, to: "ann@example.com", bcc: "hidden@example.com" });`,
  "reply-to": `await transport.sendMail({ ...message, replyTo: "help@example.com" });`,
  starttls: `const transport = nodemailer.createTransport({ host, port, secure: false, requireTLS: true });`,
  "text-encoding": `await transport.sendMail({ ...message, textEncoding: "quoted-printable" });`,
  "tls-mode": `// secure: true is for a port that uses TLS from the first byte, such as 465.
const transport = nodemailer.createTransport({ host, port, secure: false });`,
  "trust-certificate": `// Or set NODE_EXTRA_CA_CERTS=mailglass.pem.
const tls = { ca: readFileSync("mailglass.pem") };
const transport = nodemailer.createTransport({ host, port, requireTLS: true, tls });`,
};
