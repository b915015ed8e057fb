import type { ClientLibrary } from "../../src/mail/findings/clients/recognize-client.ts";
import type { Remedy } from "../../src/mail/findings/clients/remedies.ts";

/*
 * Programs that run the snippets of one library. Each runs every snippet on a separate message, sends that message to
 * localhost:PORT, and prints the remedy on a line. So the messages arrive in the order of the lines.
 */

export type SnippetEntries = readonly (readonly [Remedy, string])[];

export interface LibraryProgram {
  /** Commands that succeed where the library is installed. They run in the folder of the program and may install it there. */
  readonly needs: readonly (readonly [string, ...string[]])[];
  /** Files of the program, by name. `snippets.json` is added. */
  readonly files: (snippets: SnippetEntries) => Readonly<Record<string, string>>;
  readonly command: readonly [string, ...string[]];
  /** Remedies whose snippet is no code of the program, or needs what this machine does not have. */
  readonly notRun?: readonly Remedy[];
}

const python = (module: string): string =>
  `$(python3 -c "import ${module}" 2>/dev/null && echo python3 || echo /usr/bin/python3)`;

const NODEMAILER: LibraryProgram = {
  needs: [[process.execPath, "--version"]],
  files: () => ({
    "run.mjs": `
      import { readFileSync } from "node:fs";
      import nodemailer from ${JSON.stringify(import.meta.resolve("nodemailer"))};
      const AsyncFunction = (async () => {}).constructor;
      const [host, port] = ["localhost", Number(process.env.PORT)];
      const [from, to, subject, text, ics] = ["app@example.com", "ann@example.com", "Hello", "Здравствуйте", "BEGIN:VCALENDAR\\r\\nMETHOD:REQUEST\\r\\nEND:VCALENDAR\\r\\n"];
      for (const [remedy, snippet] of JSON.parse(readFileSync("snippets.json"))) {
        const values = { nodemailer, readFileSync, host, port, from, to, subject, text, ics, user: "jo", pass: "secret",
          bytes: Buffer.from("Gr\\xfc\\xdfe", "latin1"), message: { from, to, subject, text } };
        const code = snippet.includes("const transport")
          ? snippet + "\\nawait transport.sendMail(message);"
          : "const transport = nodemailer.createTransport({ host, port });\\n" + snippet;
        await new AsyncFunction(...Object.keys(values), code)(...Object.values(values));
        console.log(remedy);
      }`,
  }),
  command: [process.execPath, "run.mjs"],
};

const PYTHON: LibraryProgram = {
  needs: [["python3", "--version"]],
  files: () => ({
    "run.py": `
import email.utils, json, os, smtplib, ssl
from email.headerregistry import Address
from email.message import EmailMessage

for remedy, snippet in json.load(open("snippets.json")):
    message = EmailMessage()
    sender, recipient, subject, text, html = "app@example.com", "ann@example.com", "Hello", "Hi", "<p>Hi</p>"
    if "set_content" not in snippet:
        message.set_content(text)
    host, port = "localhost", int(os.environ["PORT"])
    smtp = smtplib.SMTP(host, port)
    scope = dict(globals(), user="jo", password="secret", data=b"data", ics="BEGIN:VCALENDAR\\r\\nMETHOD:REQUEST\\r\\nEND:VCALENDAR\\r\\n")
    defaults = {"From": sender, "To": recipient, "Subject": subject}
    if "send_message" in snippet:
        for name in defaults:
            message[name] = defaults[name]
    exec(snippet, scope)
    if "send_message" not in snippet:
        message = scope["message"]
        for name in defaults:
            if name not in message:
                message[name] = defaults[name]
        scope["smtp"].send_message(message)
    print(remedy)
`,
  }),
  command: ["python3", "run.py"],
};

const DJANGO: LibraryProgram = {
  needs: [["sh", "-c", `${python("django")} -c "import django"`]],
  files: () => ({
    "run.py": `
import email.utils, json, os
from email.utils import formataddr
from django.conf import settings
settings.configure(EMAIL_HOST="localhost", EMAIL_PORT=int(os.environ["PORT"]))
from django.core.mail import EmailMessage, EmailMultiAlternatives

subject, text, html, sender, recipient = "Hello", "Hi", "<p>Hi</p>", "app@example.com", "ann@example.com"
user, password, data = "jo", "secret", b"data"
for remedy, snippet in json.load(open("snippets.json")):
    exec(snippet, globals())
    if "in settings.py" in snippet:
        for name in ("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL", "DEFAULT_CHARSET"):
            if name in snippet:
                setattr(settings, name, globals()[name])
        EmailMessage(subject, text, sender, [recipient]).send()
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = False
    print(remedy)
`,
  }),
  command: ["sh", "-c", `exec ${python("django")} run.py`],
};

const PHPMAILER: LibraryProgram = {
  needs: [["php", "-r", 'exit((int) !stream_resolve_include_path("libphp-phpmailer/autoload.php"));']],
  files: () => ({
    "run.php": `<?php
use PHPMailer\\PHPMailer\\PHPMailer;
require "libphp-phpmailer/autoload.php";
foreach (json_decode(file_get_contents("snippets.json")) as [$remedy, $snippet]) {
  $mail = new PHPMailer(true);
  $mail->isSMTP();
  [$mail->Host, $mail->Port, $mail->SMTPAutoTLS] = ["localhost", (int) getenv("PORT"), false];
  [$subject, $text, $html, $data, $ics, $user, $password] = ["Hello", "Hi", "<p>Hi</p>", "data", "BEGIN:VCALENDAR\\r\\nMETHOD:REQUEST\\r\\nEND:VCALENDAR\\r\\n", "jo", "secret"];
  [$mail->Subject, $mail->Body, $mail->From] = [$subject, $text, "app@example.com"];
  $mail->addAddress("bob@example.com");
  eval("use PHPMailer\\\\PHPMailer\\\\PHPMailer; $snippet");
  if (!str_contains($snippet, "->send(")) $mail->send();
  echo "$remedy\\n";
}`,
  }),
  command: ["php", "run.php"],
};

const SYMFONY: LibraryProgram = {
  needs: [["php", "-r", 'exit((int) !stream_resolve_include_path("Symfony/Component/Mailer/autoload.php"));']],
  files: () => ({
    "run.php": `<?php
require "Symfony/Component/Mailer/autoload.php";
use Symfony\\Component\\Mailer\\Mailer;
use Symfony\\Component\\Mailer\\Transport;
use Symfony\\Component\\Mime\\Email;
$port = getenv("PORT");
foreach (json_decode(file_get_contents("snippets.json")) as [$remedy, $snippet]) {
  [$sender, $recipient, $subject, $text, $html, $data] = ["app@example.com", "bob@example.com", "Hello", "Hi", "<p>Hi</p>", "data"];
  $email = (new Email())->from($sender)->to($recipient)->subject($subject)->text($text);
  $dsn = "smtp://localhost:$port?verify_peer=0";
  if (str_contains($snippet, "MAILER_DSN")) {
    $settings = parse_ini_string(preg_replace("/^#.*/m", "", $snippet));
    $dsn = str_replace("1025", $port, $settings["MAILER_DSN"]);
    if (!str_contains($dsn, "verify_peer")) $dsn .= (str_contains($dsn, "?") ? "&" : "?") . "verify_peer=0";
  }
  $mailer = new Mailer(Transport::fromDsn($dsn));
  if (!str_contains($snippet, "MAILER_DSN"))
    eval("use Symfony\\\\Component\\\\Mime\\\\{Address, Email}; use Symfony\\\\Component\\\\Mime\\\\Part\\\\TextPart; $snippet");
  if (!str_contains($snippet, "->send(")) $mailer->send($email);
  echo "$remedy\\n";
}`,
  }),
  command: ["php", "run.php"],
};

const RAILS: LibraryProgram = {
  needs: [["ruby", "-e", 'require "action_mailer"']],
  files: () => ({
    "run.rb": `
require "action_mailer"
require "json"
require "openssl"
DEFAULTS = { address: "localhost", port: ENV["PORT"].to_i, enable_starttls_auto: false }
class Snippets < ActionMailer::Base
  default from: "app@example.com"
  def run_snippet(code)
    recipient, subject, text, html, data = "bob@example.com", "Hello", "Hi", "<p>Hi</p>", "data"
    eval(code)
  end
end
config = Struct.new(:action_mailer).new(ActionMailer::Base)
host, port, user, password = "localhost", DEFAULTS[:port], "jo", "secret"
JSON.parse(File.read("snippets.json")).each do |remedy, snippet|
  ActionMailer::Base.smtp_settings = DEFAULTS
  if snippet.include?("config.")
    eval(snippet, binding)
    snippet = "mail(to: recipient, subject: subject, body: text)"
  end
  Snippets.run_snippet(snippet).deliver_now
  puts remedy
end
`,
  }),
  command: ["ruby", "run.rb"],
  // Debian's mail library is older than the setting, and cannot be given a name for EHLO without TLS.
  notRun: ["starttls"],
};

const JAVA_POM = `<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version>
<dependencies><dependency><groupId>org.eclipse.angus</groupId><artifactId>angus-mail</artifactId><version>2.0.3</version></dependency></dependencies></project>`;

const JAKARTA: LibraryProgram = {
  needs: [
    ["java", "--version"],
    ["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"],
  ],
  files: (snippets) => ({
    "pom.xml": JAVA_POM,
    "Run.java": `
import jakarta.activation.*; import jakarta.mail.*; import jakarta.mail.internet.*; import jakarta.mail.util.*; import java.util.*;
public class Run {
  static final String sender = "app@example.com", subject = "Hello", text = "Hi", html = "<p>Hi</p>", ics = "BEGIN:VCALENDAR\\r\\nMETHOD:REQUEST\\r\\nEND:VCALENDAR\\r\\n", user = "jo", password = "secret";
  static final byte[] data = {1, 2, 3};
${snippets
  .map(
    ([, snippet], index) => `  static void run${index}() throws Exception {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", "localhost"); properties.put("mail.smtp.port", System.getenv("PORT"));
    ${snippet.includes("properties.put") ? snippet.replaceAll(/^Transport.*$/gm, "") : ""}
    if (properties.containsKey("mail.smtp.starttls.required")) { properties.put("mail.smtp.starttls.enable", "true"); properties.put("mail.smtp.ssl.trust", "localhost"); }
    MimeMessage message = new MimeMessage(Session.getInstance(properties));
    ${/ plain = /.test(snippet) ? "" : 'MimeBodyPart plain = new MimeBodyPart(); plain.setText(text, "UTF-8");'}
    ${/ rich = /.test(snippet) ? "" : "MimeBodyPart rich = new MimeBodyPart();"}
    message.setFrom(sender); message.addRecipients(Message.RecipientType.TO, "bob@example.com"); message.setSubject(subject); message.setText(text);
    ${snippet.includes("properties.put") ? (/^Transport.*$/m.exec(snippet)?.[0] ?? "") : snippet}
    ${snippet.includes("Transport.send") ? "" : "Transport.send(message);"}
  }`,
  )
  .join("\n")}
  public static void main(String[] arguments) throws Exception {
${snippets.map(([remedy], index) => `    run${index}(); System.out.println("${remedy}");`).join("\n")}
  }
}`,
  }),
  // Without a locale, Java before 18 reads its source as ASCII.
  command: ["java", "-Dfile.encoding=UTF-8", "-cp", "lib/*", "Run.java"],
};

/** A Go program of one function for each snippet. `begin` and `end` surround it; both may look at it. */
function goProgram(
  imports: readonly string[],
  modules: string,
  begin: (snippet: string) => string,
  end: (snippet: string) => string,
): Pick<LibraryProgram, "files" | "command"> {
  return {
    files: (snippets) => {
      const functions = snippets.map(
        ([remedy, snippet]) =>
          `func() { // ${remedy}\n${begin(snippet)}\n${snippet}\n${end(snippet)}\nfmt.Println("${remedy}")\n}`,
      );
      const code = `${functions.join("()\n")}()`;
      const used = imports.filter((path) => new RegExp(`\\b${packageName(path)}\\.`).test(code));
      return {
        "go.mod": `module run\ngo 1.22\n${modules}`,
        "run.go": `package main
import (${["fmt", "os", "strconv", ...used].map((path) => `"${path}"`).join("; ")})
const host, sender, recipient, hidden, subject, html, ics, user, password = "localhost", "app@example.com", "ann@example.com", "hidden@example.com", "Hello", "<p>Hi</p>", "BEGIN:VCALENDAR\\r\\nMETHOD:REQUEST\\r\\nEND:VCALENDAR\\r\\n", "jo", "secret"
func check(err error) { if err != nil { panic(err) } }
func main() {
port, _ := strconv.Atoi(os.Getenv("PORT"))
certificate, _ := os.ReadFile("mailglass.pem")
_, _ = port, certificate
${code}
}`,
      };
    },
    command: ["go", "run", "-mod=mod", "run.go"],
  };
}

/** Returns the name of the Go package at this import path. */
const packageName = (path: string): string => path.replace(/^.*\//, "").replace(/^go-|\.v\d$/, "");

const GO_IMPORTS = ["bytes", "crypto/rand", "crypto/tls", "crypto/x509", "time"];

const GO: LibraryProgram = {
  needs: [["go", "version"]],
  ...goProgram(
    [...GO_IMPORTS, "mime", "mime/quotedprintable", "net/mail", "net/smtp", "net/textproto", "strings"],
    "",
    (snippet) => `var message bytes.Buffer
      address := fmt.Sprint(host, ":", port)
      text := "Hi\\n"
      var err error
      ${snippet.includes("client, err :=") ? "" : "client, err := smtp.Dial(address); check(err)"}
      header := textproto.MIMEHeader{}
      ${snippet.includes("From:") ? "" : 'fmt.Fprintf(&message, "From: %s\\r\\n", sender)'}
      ${snippet.includes("Subject:") ? "" : 'fmt.Fprintf(&message, "Subject: %s\\r\\n", subject)'}
      fmt.Fprintf(&message, "To: %s\\r\\n", recipient)`,
    (snippet) => `
      for name, values := range header { fmt.Fprintf(&message, "%s: %s\\r\\n", name, values[0]) }
      ${snippet.includes("NewWriter") ? "" : 'fmt.Fprint(&message, "\\r\\n", text)'}
      check(err)
      _ = client
      ${
        snippet.includes("= smtp.SendMail(")
          ? ""
          : `${snippet.includes("client.Quit") ? "client, err = smtp.Dial(address); check(err)" : ""}
      check(client.Mail(sender)); check(client.Rcpt(recipient))
      data, err := client.Data(); check(err); data.Write(message.Bytes()); check(data.Close()); check(client.Quit())`
      }`,
  ),
};

const GOMAIL: LibraryProgram = {
  needs: [["go", "mod", "download"]],
  ...goProgram(
    [...GO_IMPORTS, "gopkg.in/gomail.v2"],
    "require gopkg.in/gomail.v2 v2.0.0-20160411212932-81ebce5c23df\nrequire gopkg.in/alexcesaro/quotedprintable.v3 v3.0.0-20150716171945-2caba252f4dc\n",
    (snippet) => `text, path := "Hi", "snippets.json"
      _, _ = text, path
      ${snippet.includes("message :=") ? "" : "message := gomail.NewMessage()"}
      ${snippet.includes("dialer :=") ? "" : "dialer := &gomail.Dialer{Host: host, Port: port, TLSConfig: &tls.Config{InsecureSkipVerify: true}}"}
      ${snippet.includes("message :=") ? "" : 'message.SetHeader("From", sender); message.SetHeader("To", recipient); message.SetHeader("Subject", subject)'}
      ${/SetBody|Embed|message :=/.test(snippet) ? "" : 'message.SetBody("text/plain", text)'}`,
    (snippet) => `
      ${snippet.includes("message :=") ? 'message.SetHeader("From", sender); message.SetHeader("To", recipient); message.SetHeader("Subject", subject); message.SetBody("text/plain", text)' : ""}
      ${snippet.includes("dialer :=") ? "dialer.TLSConfig = &tls.Config{InsecureSkipVerify: true}" : ""}
      check(dialer.DialAndSend(message))`,
  ),
};

const GO_MAIL: LibraryProgram = {
  needs: [["go", "mod", "download"]],
  ...goProgram(
    [...GO_IMPORTS, "github.com/wneessen/go-mail"],
    "require github.com/wneessen/go-mail v0.6.2\n",
    (snippet) => `text, data := "Hi", []byte("data")
      _, _ = text, data
      var err error
      ${snippet.includes("message :=") ? "" : "message := mail.NewMsg(); check(message.To(recipient)); message.Subject(subject); message.SetBodyString(mail.TypeTextPlain, text); check(message.From(sender))"}
      ${snippet.includes("client, err :=") ? "" : "client, err := mail.NewClient(host, mail.WithPort(port), mail.WithTLSPolicy(mail.NoTLS))"}`,
    (snippet) => `
      check(err)
      ${snippet.includes("message :=") ? "check(message.From(sender)); check(message.To(recipient)); message.Subject(subject); message.SetBodyString(mail.TypeTextPlain, text)" : ""}
      check(client.DialAndSend(message))`,
  ),
};

/** MailKit needs .NET, which these tests do not install. */
export const LIBRARY_PROGRAMS: Readonly<Record<Exclude<ClientLibrary, "mailkit">, LibraryProgram>> = {
  nodemailer: NODEMAILER,
  python: PYTHON,
  django: DJANGO,
  phpmailer: PHPMAILER,
  symfony: SYMFONY,
  rails: RAILS,
  jakarta: JAKARTA,
  go: GO,
  gomail: GOMAIL,
  "go-mail": GO_MAIL,
};
