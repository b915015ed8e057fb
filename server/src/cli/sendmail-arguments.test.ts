import { expect, test } from "vitest";
import { normalizeSendmailArguments } from "./sendmail-arguments.ts";

test.each<[command: string, normalized: string]>([
  // What programs really call.
  ["-t -i", "-t -i"],
  ["-ti", "-t -i"],
  ["-i -FCronDaemon -B8BITMIME -oem root", "-i -F CronDaemon root"],
  ["-oi -oem -odb -t", "-i -t"],
  ["-oi -fann@example.com -- bob@example.com", "-i -f ann@example.com -- bob@example.com"],
  ["-bs", "-b s"],
  ["-tif ann@example.com bob@example.com", "-t -i -f ann@example.com bob@example.com"],
  // Postfix: sendmail(1).
  ["-Am -C /etc/postfix -G -h 3 -I -L tag -m -n -U -vv -X log x@y", "-v -v x@y"],
  ["-B 7BIT -N never -R hdrs -V id -O k=v -o7 -o8 -om -oAaliases x@y", "-N never -R hdrs -V id x@y"],
  ["-q -q30m -qIsite -qRsite -qSsite x@y", "x@y"],
  // Sendmail and Exim.
  ["-Ac -D debug -d0.1 -dX -p smtp:host -r ann@example.com x@y", "-f ann@example.com x@y"],
  ["-oMr smtp -oMa 127.0.0.1.25 -oP /run/pid -oX 25 -oee -oeq -oo -oitrue -odq x@y", "-i x@y"],
  ["-x -em -ep x@y", "x@y"],
  // What is not sendmail's.
  ["--from ann@example.com --smtp-addr=a:25 -S b:25", "--from ann@example.com --smtp-addr=a:25 -S b:25"],
  ["-i -- -t -q", "-i -- -t -q"],
  ["-tZ - x@y", "-t -Z - x@y"],
  ["-t -f", "-t -f"],
])("%s", (command, normalized) => {
  expect(normalizeSendmailArguments(command.split(" "))).toEqual(normalized.split(" "));
});

test("an empty reverse-path stays empty", () => {
  expect(normalizeSendmailArguments(["-f", "", "-r", "<>", "x@y"])).toEqual(["-f", "", "-f", "<>", "x@y"]);
});
