import type { Snippets } from "../remedies.ts";

export const DJANGO_SNIPPETS: Snippets = {
  address: `# from email.utils import formataddr
sender = formataddr(("Doe, John", "john@example.com"))
EmailMessage(subject, text, sender, [recipient]).send()`,
  alternative: `message = EmailMultiAlternatives(subject, text, sender, [recipient])
message.attach_alternative(html, "text/html")
message.send()`,
  attachment: `message = EmailMessage(subject, text, sender, [recipient])
message.attach("Übersicht.pdf", data, "application/pdf")
message.send()`,
  "build-message": `# Django writes the header, the line ends and the encodings.
EmailMessage(subject, text, sender, [recipient]).send()`,
  charset: `DEFAULT_CHARSET = "utf-8"  # in settings.py`,
  date: `headers = {"Date": email.utils.formatdate(localtime=True)}
EmailMessage(subject, text, sender, [recipient], headers=headers).send()`,
  "header-text": `EmailMessage("Grüße", text, sender, [recipient]).send()  # Django encodes it`,
  "list-unsubscribe": `headers = {
    "List-Unsubscribe": "<https://example.com/unsubscribe/1>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}
EmailMessage(subject, text, sender, [recipient], headers=headers).send()`,
  login: `EMAIL_HOST_USER = user  # in settings.py
EMAIL_HOST_PASSWORD = password`,
  "message-id": `headers = {"Message-ID": email.utils.make_msgid(domain="example.com")}
EmailMessage(subject, text, sender, [recipient], headers=headers).send()`,
  recipients: `EmailMessage(subject, text, sender, to=[recipient], bcc=["hidden@example.com"]).send()`,
  "reply-to": `EmailMessage(subject, text, sender, [recipient], reply_to=["help@example.com"]).send()`,
  starttls: `EMAIL_USE_TLS = True  # in settings.py: STARTTLS`,
  "tls-mode": `EMAIL_USE_SSL = False  # in settings.py: True is for a port that uses TLS from the first byte`,
};
