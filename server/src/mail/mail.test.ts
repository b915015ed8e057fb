import { expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { cacheView, createBorrowedMail, type Mail } from "./mail.ts";
import { ViewCache } from "./view-cache.ts";

/** A view that counts how often it was computed. */
function countingView() {
  let times = 0;
  const size = cacheView((mail: Mail) => {
    times++;
    return mail.raw().length;
  });
  return { size, times: () => times };
}

const cachedMail = (viewCache: ViewCache, source: Buffer | string): Mail => ({ ...createMail(source), viewCache });

it("a view is computed once, until the views of its mail are dropped", () => {
  const { size, times } = countingView();
  const cache = new ViewCache();
  const mail = cachedMail(cache, "abc");
  expect([size(mail), size(mail), times()]).toEqual([3, 3, 1]);
  cache.drop(mail);
  expect([size(mail), times()]).toEqual([3, 2]);
  cache.clear();
  expect([size(mail), times()]).toEqual([3, 3]);
});

it("views of one mail do not mix, even if their results are undefined", () => {
  const nothing = cacheView(() => undefined);
  const { size, times } = countingView();
  const mail = cachedMail(new ViewCache(), "abc");
  expect([nothing(mail), size(mail), nothing(mail), size(mail), times()]).toEqual([undefined, 3, undefined, 3, 1]);
});

it("only the views of the mails that were viewed last are cached", () => {
  const { size, times } = countingView();
  const cache = new ViewCache();
  const first = cachedMail(cache, "first");
  size(first);
  for (let index = 0; index < 1_000; index++) size(cachedMail(cache, String(index)));
  expect(times()).toBe(1_001);
  size(first);
  expect(times()).toBe(1_002);
});

it("views of a mail above the cache limit are cached while it is the last", () => {
  const { size, times } = countingView();
  const huge = cachedMail(new ViewCache(), Buffer.alloc(100 * 1024 * 1024));
  size(huge);
  size(huge);
  expect(times()).toBe(1);
});

it("no view of a borrowed mail is cached, because its memory is reused", () => {
  const { size, times } = countingView();
  const { envelope } = createMail("");
  const mail = createBorrowedMail(Buffer.from("abc"), { envelope });
  expect([size(mail), size(mail), times()]).toEqual([3, 3, 2]);
});
