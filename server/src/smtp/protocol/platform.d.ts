/** The platform functions that the protocol may use. They are pure; using any other is a compile error. */

declare function atob(base64: string): string;
declare function btoa(octets: string): string;

declare class TextDecoder {
  constructor(encoding: "utf-8", options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(octets: Uint8Array): string;
}

declare class TextEncoder {
  encode(text: string): Uint8Array;
}
