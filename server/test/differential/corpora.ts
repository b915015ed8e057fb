import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** Messages with which another project tests its reader. They are downloaded when the tests run, and kept in the folder for temporary files. */
export interface Corpus {
  readonly name: string;
  /**
   * The folder that holds the messages.
   *
   * @throws {Error} if the program that downloads them is not installed, or the download fails
   */
  readonly load: () => Promise<string>;
  readonly filePattern: RegExp;
}

const CACHE_FOLDER = join(tmpdir(), "mailglass-test-messages");
const DOWNLOAD_TIMEOUT_MS = 90_000;

export const CORPORA: readonly Corpus[] = [
  {
    name: "Python's email package",
    load: async () => {
      const script = "import test.test_email; print(test.test_email.__path__[0])";
      return join((await run("python3", ["-c", script])).trim(), "data");
    },
    filePattern: /\.txt$/,
  },
  {
    name: "enmime (Go)",
    load: async () => {
      const args = ["mod", "download", "-json", "-modcacherw", "github.com/jhillyerd/enmime@v1.3.0"];
      const { Dir } = JSON.parse(await run("go", args, { GOPATH: join(CACHE_FOLDER, "go") })) as { Dir: string };
      return join(Dir, "testdata");
    },
    filePattern: /\.raw$/,
  },
  {
    name: "mail-parser (Rust)",
    load: async () => {
      const messages = join(CACHE_FOLDER, "vendor", "mail-parser", "resources", "eml");
      if (existsSync(messages)) return messages;
      const dependency = '[dependencies]\nmail-parser = "=1.0.1"\n';
      mkdirSync(join(CACHE_FOLDER, "src"), { recursive: true });
      writeFileSync(join(CACHE_FOLDER, "src", "lib.rs"), "");
      writeFileSync(
        join(CACHE_FOLDER, "Cargo.toml"),
        `[package]\nname = "messages"\nversion = "0.0.0"\nedition = "2021"\n${dependency}`,
      );
      await run("cargo", ["vendor", "--quiet"]);
      return messages;
    },
    filePattern: /\.eml$/,
  },
];

/** Paths of the messages below a folder, relative to it. */
export function listMessageFiles(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => pattern.test(path))
    .sort();
}

async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  mkdirSync(CACHE_FOLDER, { recursive: true });
  const options = { cwd: CACHE_FOLDER, timeout: DOWNLOAD_TIMEOUT_MS, env: { ...process.env, ...env } };
  return (await promisify(execFile)(program, args, options)).stdout;
}
