import { Libmime } from "libmime";

let instance: Libmime | undefined;

/** Made when first used: until then the bundle does not read it, nor its tables of character sets. */
export const getLibmime = (): Libmime => {
  instance ??= new Libmime();
  return instance;
};
