import { randomInt, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createTransport } from "nodemailer";

/** A customer who has signed up. */
interface Customer {
  readonly email: string;
  readonly token: string;
  code: string;
  confirmed: boolean;
}

export interface SignUpApp {
  readonly url: string;
  close(): Promise<void>;
}

const htmlPage = (title: string, body = ""): string =>
  `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}</html>`;

const SIGN_UP_FORM = `<form method="post" action="/sign-up"><label>Address <input name="email" type="email"></label><button>Sign up</button></form>`;
const codeForm = (email: string): string =>
  `<form method="post" action="/code"><input type="hidden" name="email" value="${email}"><label>Code <input name="code"></label><button>Let me in</button></form>`;

/**
 * The sign-up of a small shop: asks for an address, and mails a link to confirm it and a one-time code to log in. It knows
 * nothing of Mailglass; a test only sets `smtpUrl`.
 */
export async function startSignUpApp(smtpUrl: string): Promise<SignUpApp> {
  const customers = new Map<string, Customer>();
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 5 });
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", origin());
    const form = new URLSearchParams(request.method === "POST" ? await text(request) : "");
    const [status, html] = await answer(`${request.method} ${url.pathname}`, url.searchParams, form);
    response.writeHead(status, { "content-type": "text/html; charset=utf-8" }).end(html);
  }

  async function answer(route: string, query: URLSearchParams, form: URLSearchParams): Promise<[number, string]> {
    const email = form.get("email") ?? "";
    switch (route) {
      case "GET /":
        return [200, htmlPage("Sign up", SIGN_UP_FORM)];
      case "POST /sign-up":
        return signUp(email);
      case "GET /confirm":
        return confirm(query.get("token") ?? "");
      case "POST /code":
        return logIn(email, form.get("code") ?? "");
      case "POST /another-code":
        return anotherCode(email);
      default:
        return [404, htmlPage("There is nothing here")];
    }
  }

  async function signUp(email: string): Promise<[number, string]> {
    if (!/^[\w.+-]+@[\w.-]+$/.test(email)) return [422, htmlPage("This is no address", SIGN_UP_FORM)];
    if (customers.has(email)) return [409, htmlPage("This address has signed up already", SIGN_UP_FORM)];
    const customer = { email, token: randomUUID(), code: newCode(), confirmed: false };
    customers.set(email, customer);
    const link = `${origin()}/confirm?token=${customer.token}`;
    await transport.sendMail({
      from: "Corner Shop <shop@example.com>",
      to: email,
      subject: "Confirm your address",
      text: `Welcome!\n\nConfirm your address: ${link}\n`,
      html: `<p>Welcome!</p><p><a href="${link}">Confirm your address</a> or read our <a href="${origin()}/">terms</a>.</p>`,
    });
    await mailCode(customer);
    return [200, htmlPage("Look into your mail", codeForm(email))];
  }

  async function mailCode({ email, code }: Customer): Promise<void> {
    await transport.sendMail({
      from: "Corner Shop <shop@example.com>",
      to: email,
      subject: "Your code",
      text: `Your code is ${code}. It is good for ten minutes.\n`,
    });
  }

  async function anotherCode(email: string): Promise<[number, string]> {
    const customer = customers.get(email);
    // The response does not reveal whether an address is known.
    if (customer) {
      customer.code = newCode();
      await mailCode(customer);
    }
    return [200, htmlPage("Look into your mail", codeForm(email))];
  }

  function confirm(token: string): [number, string] {
    const customer = [...customers.values()].find((one) => one.token === token);
    if (!customer || customer.confirmed) return [410, htmlPage("This link is used up")];
    customer.confirmed = true;
    return [200, htmlPage(`${customer.email} is confirmed`)];
  }

  function logIn(email: string, code: string): [number, string] {
    const customer = customers.get(email);
    if (!customer || customer.code === "" || customer.code !== code)
      return [403, htmlPage("Wrong code", codeForm(email))];
    customer.code = "";
    return [200, htmlPage(`Hello ${email}`)];
  }

  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `${origin()}/`,
    async close() {
      transport.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

const newCode = (): string => String(randomInt(1_000_000)).padStart(6, "0");
