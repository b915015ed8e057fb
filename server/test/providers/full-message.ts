/** A message with everything that all providers can send. */
export const FULL = {
  from: { name: "Jo Sender", address: "jo@example.com" },
  to: { name: "Zoë", address: "zoe@example.net" },
  cc: "cc@example.net",
  bcc: "hidden@example.net",
  replyTo: "reply@example.com",
  subject: "Grüße & code 482913",
  text: "Your code is 482913.\nSee https://example.com/confirm?t=1",
  html: '<p>Your code is <b>482913</b>. <a href="https://example.com/confirm?t=1">Confirm</a> <img src="cid:logo" alt="Logo"></p>',
  header: { name: "X-Order", value: "A-17" },
  tag: "welcome",
  file: { name: "terms.txt", content: Buffer.from("Terms\n"), type: "text/plain" },
  image: {
    name: "logo.png",
    content: Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
      "base64",
    ),
    type: "image/png",
    cid: "logo",
  },
} as const;
