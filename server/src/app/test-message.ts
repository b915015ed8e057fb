import { composeSource } from "../mail/compose-source.ts";
import { createEnvelope, type SubmitMail, type SubmitOutcome } from "../mailbox/submit.ts";

const HTML = `<!doctype html>
<html><body style="font-family: system-ui, sans-serif; line-height: 1.5; color: #1b1f24">
<h1 style="font-size: 20px">It works</h1>
<p>This message took the same way as the mail of your program: through the SMTP port, with an envelope, header fields and two parts.</p>
<p>Look at <b>Source</b> for every byte of it, and at <b>Session</b> for the conversation that brought it.</p>
<p><a href="https://example.com/confirm?token=4f1c">Confirm your address</a>, or use the code <b>481 516</b>.</p>
</body></html>
`;

const TEXT = `It works

This message took the same way as the mail of your program: through the SMTP port, with an envelope, header fields and two parts.
Look at Source for every byte of it, and at Session for the conversation that brought it.

Confirm your address: https://example.com/confirm?token=4f1c
Your code is 481516.
`;

/** Sends a message to our own SMTP port, as any program would. */
export async function sendTestMessage(submit: SubmitMail): Promise<SubmitOutcome> {
  const { raw, from, to } = await composeSource({
    from: { name: "Mailglass", address: "mailglass@example.com" },
    to: { name: "You", address: "you@example.com" },
    subject: "A test message ✓",
    text: TEXT,
    html: HTML,
  });
  return submit(createEnvelope(from, to), [raw]);
}
