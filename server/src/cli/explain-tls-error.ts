/**
 * What an error of a TLS handshake means, and what to do about it. The first pattern that matches the error's text decides;
 * the texts are those of OpenSSL and Node.
 */
const EXPLANATIONS: readonly (readonly [pattern: RegExp, explanation: string])[] = [
  [
    /self[- ]signed certificate in certificate chain/i,
    "The certificate was signed by an authority that this machine does not trust. Give its certificate to NODE_EXTRA_CA_CERTS, or leave out --verify",
  ],
  [
    /self[- ]signed certificate/i,
    "The server's certificate is self-signed. Give it to NODE_EXTRA_CA_CERTS to trust it, or leave out --verify",
  ],
  [
    /unable to verify the first certificate|unable to get (?:local )?issuer certificate/i,
    "The server does not send the certificate of the authority that signed its own, or this machine does not trust that authority. Let the server send the whole chain, or give the authority's certificate to NODE_EXTRA_CA_CERTS",
  ],
  [
    /certificate has expired/i,
    "The server's certificate has expired. Renew it, and compare the clocks of both machines",
  ],
  [/certificate is not yet valid/i, "The server's certificate is not valid yet. Compare the clocks of both machines"],
  [
    /does not match certificate's altnames|hostname mismatch/i,
    "The server's certificate is for another host. Connect by a name that the certificate lists",
  ],
  [
    /unsupported protocol|protocol version|version too low|no protocols available|inappropriate fallback/i,
    "Client and server have no TLS version in common. Use TLS 1.2 or newer on both sides",
  ],
  [
    /no shared cipher|no ciphers available/i,
    "Client and server have no cipher in common. Use TLS 1.2 or newer on both sides",
  ],
  [
    /wrong version number|packet length too long|record too large|unknown protocol|http request/i,
    "The server answers in plain text: this is no TLS port. Leave out --tls; STARTTLS is then used where the server offers it",
  ],
  [
    /before secure TLS connection was established|socket hang up/i,
    "The server closed the connection during the TLS handshake. It may not speak TLS on this port: leave out --tls",
  ],
  [
    /greeting never received/i,
    "The server did not greet. A port that uses TLS from the first byte waits for the client: use --tls",
  ],
];

/** Explains an error of a TLS handshake in plain words; undefined for an error of another kind. */
export function explainTlsError(message: string): string | undefined {
  return EXPLANATIONS.find(([pattern]) => pattern.test(message))?.[1];
}
