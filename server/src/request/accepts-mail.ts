declare module "fastify" {
  interface FastifyContextConfig {
    /** The route only accepts mail, as SMTP does, so that --web-auth does not apply to it. It must not return any mail. */
    acceptsMail?: true;
  }
}

/** The `config` of a route that only accepts mail. */
export const ACCEPTS_MAIL = { acceptsMail: true } as const;
