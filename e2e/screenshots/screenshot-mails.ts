import type { SendMailOptions } from "nodemailer";

const BODY_STYLE =
  "font-family: system-ui, sans-serif; max-width: 560px; margin: 0 auto; padding: 32px; color: #1c2430; line-height: 1.55";
const BUTTON_STYLE =
  "display: inline-block; background: #0b6b63; color: #fff; padding: 10px 18px; border-radius: 6px; text-decoration: none";

const LOGO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAADAAAAAwCAYAAABXAvmHAAAAvElEQVR42u3aMQ6AMAwDwO48k5H/zzAhFgagjh2HROqMrwihJh2j66plW/cnyzJ0OsxscBkEHZwGiQ4eCmGHhyJU4SGI2YefJUEgdg8FeI1AhpcgrAER4akIa0BkeArCGoD68TAAtwhG+NC3YA1ghg9B/B7wtRqAAMxWmm9AethpQAP+DnBEpGufNMAJkbYLl+ZcLG012gMyI2w60mn6o/I2u3X4EgOOEiOmEkO+EmPWMoPuMlcNylz2UNcB24Uf5BodjT4AAAAASUVORK5CYII=",
  "base64",
);

/** Mail such as an application sends while it is being developed; oldest first. */
export const SCREENSHOT_MAILS: readonly SendMailOptions[] = [
  {
    from: "Cron Daemon <root@build.example>",
    to: "ops@example.com",
    subject: "Cron <backup@build> /usr/local/bin/backup --nightly",
    text: "rsync: 14,201 files, 3.2 GB\nAll done in 214 s.\n",
  },
  {
    from: "Harbor Books <orders@harborbooks.example>",
    to: "Mia Okafor <mia@example.com>",
    subject: "Your order #20481 has shipped",
    html: `<div style="${BODY_STYLE}"><h2>On its way</h2><p>Hello Mia, your two books left our harbor this morning.</p></div>`,
    text: "Hello Mia, your two books left our harbor this morning.",
    attachments: [{ filename: "invoice-20481.pdf", content: Buffer.from("%PDF-1.4\n%%EOF\n") }],
  },
  {
    from: "Jörg Weiß <joerg@example.de>",
    to: ["Ann Lee <ann@example.com>", "team@example.com"],
    cc: "Bo <bo@example.com>",
    bcc: "audit@example.com",
    subject: "Entwurf für Köln – bitte bis Freitag prüfen",
    text: "Liebe Ann,\n\nder Entwurf liegt bei. Rückmeldung bitte bis Freitag.\n\nGrüße\nJörg\n",
    attachments: [{ filename: "Entwurf Köln.txt", content: "Entwurf" }],
  },
  {
    from: "monitor@status.example",
    to: "oncall@example.com",
    subject: "[RESOLVED] api-gateway p99 latency above 800 ms",
    text: "Back to normal after 6 minutes.\n",
    priority: "high",
  },
  {
    from: "Linden Bank <no-reply@lindenbank.example>",
    to: "sam@example.com",
    subject: "Your one-time code",
    text: "Your code is 739 204. It is good for ten minutes.\n",
    html: `<div style="${BODY_STYLE}"><p>Your code is</p><p style="font-size: 32px; letter-spacing: 6px"><b>739 204</b></p><p>It is good for ten minutes.</p></div>`,
  },
  {
    from: "Fieldnotes Weekly <hello@fieldnotes.example>",
    to: "list@fieldnotes.example",
    subject: "Twelve small tools we liked this week",
    html: `<div style="${BODY_STYLE}"><img src="https://cdn.example/track.gif" width="1" height="1"><h2>Twelve small tools</h2><p>Fewer tabs, more finished things.</p></div>`,
    list: { unsubscribe: "https://fieldnotes.example/unsubscribe" },
  },
  {
    from: "Northwind <welcome@northwind.example>",
    to: "Priya Raman <priya@example.com>",
    subject: "Confirm your email address",
    text: "Welcome, Priya. Confirm your address: https://northwind.example/confirm?token=9f3a71c2\n",
    html: `<div style="${BODY_STYLE}"><img src="cid:logo@northwind" width="48" height="48" alt="Northwind"><h1 style="font-size: 22px">Welcome, Priya</h1><p>One last step: confirm that this is your address, and your workspace is ready.</p><p><a style="${BUTTON_STYLE}" href="https://northwind.example/confirm?token=9f3a71c2">Confirm my address</a></p><p>Or enter the code <b>481 516</b> in the app.</p><p style="color: #5b6675; font-size: 13px">You did not sign up? Then there is nothing to do.</p></div>`,
    attachments: [{ filename: "logo.png", cid: "logo@northwind", content: LOGO }],
  },
];
