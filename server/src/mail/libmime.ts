import { Libmime } from "libmime";

let own: Libmime | undefined;

/** Made when first used: until then the bundle does not read it, nor its tables of character sets. */
export const libmime = (): Libmime => {
  own ??= new Libmime();
  return own;
};
