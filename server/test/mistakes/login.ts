import { base64, type Mistake } from "./mistake.ts";

const HELLO = "EHLO client.example.com";
const ACCOUNT = { auth: ["shop:correct"] };

/** Mistakes with AUTH. */
export const LOGIN_MISTAKES: readonly Mistake[] = [
  {
    code: "auth-refused",
    title: "A wrong password",
    options: ACCOUNT,
    dialogue: [HELLO, `AUTH PLAIN ${base64("\0shop\0wrong")}`, "QUIT"],
  },
  {
    code: "auth-malformed",
    title: "PLAIN with one NUL",
    options: ACCOUNT,
    dialogue: [HELLO, `AUTH PLAIN ${base64("shop\0correct")}`, "QUIT"],
  },
  {
    code: "auth-malformed",
    title: "PLAIN without base64",
    options: ACCOUNT,
    dialogue: [HELLO, "AUTH PLAIN shop:correct", "QUIT"],
  },
  {
    code: "auth-malformed",
    title: "The padding of the base64 is removed",
    options: ACCOUNT,
    dialogue: [HELLO, `AUTH PLAIN ${base64("\0shop\0correct").replace(/=+$/, "")}`, "QUIT"],
  },
  {
    code: "auth-malformed",
    title: "The base64 of a long password has a line break",
    fix: /without line breaks/,
    dialogue: [
      HELLO,
      `AUTH PLAIN ${base64(`\0shop@example.com\0${"correct horse battery staple ".repeat(3)}`).slice(0, 76)}`,
      base64(`\0shop@example.com\0${"correct horse battery staple ".repeat(3)}`).slice(76),
      "QUIT",
    ],
  },
  {
    code: "auth-mechanism-unknown",
    title: "NTLM is not offered",
    options: ACCOUNT,
    dialogue: [HELLO, "AUTH NTLM", "QUIT"],
  },
  {
    code: "auth-without-tls",
    title: "The password in the clear",
    options: ACCOUNT,
    dialogue: [HELLO, `AUTH PLAIN ${base64("\0shop\0correct")}`, "QUIT"],
  },
  {
    code: "wanted-auth",
    title: "The client needs AUTH, which is not offered",
    options: { tls: "auto", hideExtension: ["AUTH"] },
    dialogue: [HELLO, "QUIT"],
  },
];
