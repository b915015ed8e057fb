import { OptionError, type OptionType } from "./option-types.ts";

/** A DKIM key: the name of its TXT record, in lower case, and the file that has it. */
export interface DkimKeyFile {
  readonly name: string;
  readonly file: string;
}

/** `selector._domainkey.domain=FILE`. */
export const dkimKeys: OptionType<readonly DkimKeyFile[]> = {
  placeholder: "NAME=FILE",
  isList: true,
  parse(value) {
    const [, name, file] = /^([^=\s]+\._domainkey\.[^=\s]+)=(.+)$/i.exec(value) ?? [];
    if (name === undefined || file === undefined)
      throw new OptionError("must be selector._domainkey.domain=FILE, such as s1._domainkey.example.com=key.txt");
    return [{ name: name.toLowerCase().replace(/\.$/, ""), file }];
  },
  format: (value) => (value.length === 0 ? "none" : value.map(({ name, file }) => `${name}=${file}`).join(",")),
};

/** The port that spamd listens on by default. */
const SPAMD_PORT = 783;

export interface SpamdServer {
  readonly host: string;
  readonly port: number;
}

/** `HOST:PORT` or `[ADDRESS]:PORT`; the port may be left out. */
export const spamd: OptionType<SpamdServer | null> = {
  placeholder: "HOST:PORT",
  parse(value) {
    if (value === "off") return null;
    const [, bracketed, plain, digits] = /^(?:\[([\da-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i.exec(value) ?? [];
    const host = bracketed ?? plain;
    const port = digits === undefined ? SPAMD_PORT : Number(digits);
    if (host === undefined || port < 1 || port > 65_535)
      throw new OptionError("must be HOST:PORT, such as localhost:783");
    return { host, port };
  },
  format: (value) => (value === null ? "none" : `${value.host}:${value.port}`),
};

/** An http or https URL, or `HOST:PORT`. Its user info is the password. */
export const rspamd: OptionType<URL | null> = {
  placeholder: "URL",
  isSecret: true,
  parse(value) {
    if (value === "off") return null;
    const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`);
    const password = url?.password || url?.username || "";
    if (
      url === null ||
      !/^https?:$/.test(url.protocol) ||
      url.hostname === "" ||
      url.search !== "" ||
      url.hash !== "" ||
      !isPercentEncoded(password)
    )
      throw new OptionError(
        "must be a URL such as http://localhost:11334, with :PASSWORD@ before the host if one is needed",
      );
    return url;
  },
  format: (value) => value?.origin ?? "none",
};

function isPercentEncoded(text: string): boolean {
  try {
    // A header field carries it.
    return /^[ -~]*$/.test(decodeURIComponent(text));
  } catch {
    return false;
  }
}
