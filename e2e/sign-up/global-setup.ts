import { connect } from "@mailglass/shared/client";
import { startServer } from "../fixtures/server.ts";
import { startSignUpApp } from "./sign-up-app.ts";

/** Started once for all tests: ONE built catcher, and the application that sends to it. */
// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export
export default async function globalSetup(): Promise<() => Promise<void>> {
  const server = await startServer();
  const mailglass = await connect(server.url);
  const app = await startSignUpApp(mailglass.env.SMTP_URL);
  process.env["MAILGLASS_URL"] = server.url;
  process.env["APP_URL"] = app.url;
  return async () => {
    await app.close();
    await server.stop();
  };
}
