/** The catchers with a page that are installed by Go or Maven, and how each is started on given ports. */

interface StartCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface PeerCommand {
  readonly name: string;
  /** The installed file, in this folder of the bench's peers. */
  readonly program: string;
  readonly folder: string;
  /** Returns the command that installs it; its first word is the program that has to be present. */
  install(peersFolder: string): readonly string[];
  /** @param path the program, installed or given */
  start(path: string, smtpPort: number, httpPort: number, freePort: number): StartCommand;
}

const HOST = "127.0.0.1";

/** `env`, because Go reads the target folder from a variable. */
const goInstall = (module: string) => (peersFolder: string) => [
  "env",
  "GOFLAGS=-mod=mod",
  `GOBIN=${peersFolder}bin`,
  "go",
  "install",
  module,
];

const GREENMAIL = "greenmail-standalone-2.1.3.jar";

export const PEER_COMMANDS: readonly PeerCommand[] = [
  {
    name: "Mailpit",
    program: "mailpit",
    folder: "bin",
    install: goInstall("github.com/axllent/mailpit@latest"),
    start: (command, smtp, http) => ({
      command,
      args: [
        "--smtp",
        `${HOST}:${smtp}`,
        "--listen",
        `${HOST}:${http}`,
        "--max",
        "1000",
        "--quiet",
        "--disable-version-check",
        "--smtp-disable-rdns",
      ],
    }),
  },
  {
    name: "Inbucket",
    program: "inbucket",
    folder: "bin",
    install: goInstall("github.com/inbucket/inbucket/v3/cmd/inbucket@latest"),
    start: (command, smtp, http, pop3) => ({
      command,
      args: [],
      env: {
        INBUCKET_LOGLEVEL: "error",
        INBUCKET_SMTP_ADDR: `${HOST}:${smtp}`,
        INBUCKET_POP3_ADDR: `${HOST}:${pop3}`,
        INBUCKET_WEB_ADDR: `${HOST}:${http}`,
        INBUCKET_STORAGE_TYPE: "memory",
        INBUCKET_STORAGE_MAILBOXMSGCAP: "1000",
      },
    }),
  },
  {
    name: "MailHog",
    program: "MailHog",
    folder: "bin",
    install: goInstall("github.com/mailhog/MailHog@v1.0.1"),
    start: (command, smtp, http) => ({
      command,
      args: [
        "-smtp-bind-addr",
        `${HOST}:${smtp}`,
        "-api-bind-addr",
        `${HOST}:${http}`,
        "-ui-bind-addr",
        `${HOST}:${http}`,
      ],
    }),
  },
  {
    name: "GreenMail",
    program: GREENMAIL,
    folder: "jars",
    install: (peersFolder) => [
      "mvn",
      "-q",
      "dependency:copy",
      "-Dartifact=com.icegreen:greenmail-standalone:2.1.3",
      `-DoutputDirectory=${peersFolder}jars`,
    ],
    start: (path, smtp, http) => ({
      command: "java",
      args: [
        "-Dgreenmail.smtp.hostname=127.0.0.1",
        `-Dgreenmail.smtp.port=${smtp}`,
        "-Dgreenmail.auth.disabled",
        "-Dgreenmail.api.hostname=127.0.0.1",
        `-Dgreenmail.api.port=${http}`,
        "-jar",
        path,
      ],
    }),
  },
];
