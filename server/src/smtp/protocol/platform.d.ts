/** What the protocol takes from the platform, all of it pure. Anything else is a compile error here. */

declare function atob(base64: string): string;
declare function btoa(octets: string): string;

declare class TextDecoder {
  constructor(encoding: "utf-8", options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(octets: Uint8Array): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}
