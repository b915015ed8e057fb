import { expect, it } from "vitest";
import { createMail } from "../../test/support/create-mail.ts";
import { cacheView, dropViews, dropViewsOf, type Mail } from "./mail.ts";

/** A view that counts how often it had to be worked out. */
function countingView() {
  let times = 0;
  const size = cacheView((mail: Mail) => {
    times++;
    return mail.raw().length;
  });
  return { size, times: () => times };
}

it("a view is worked out once, until its mail is forgotten", () => {
  const { size, times } = countingView();
  const mail = createMail("abc");
  expect([size(mail), size(mail), times()]).toEqual([3, 3, 1]);
  dropViews(mail);
  expect([size(mail), times()]).toEqual([3, 2]);
  dropViewsOf((one) => one === mail);
  expect([size(mail), times()]).toEqual([3, 3]);
});

it("views of one mail do not mix, not even those of nothing", () => {
  const nothing = cacheView(() => undefined);
  const { size, times } = countingView();
  const mail = createMail("abc");
  expect([nothing(mail), size(mail), nothing(mail), size(mail), times()]).toEqual([undefined, 3, undefined, 3, 1]);
});

it("views are kept of the mails that were looked at last, not of all", () => {
  const { size, times } = countingView();
  const first = createMail("first");
  size(first);
  for (let index = 0; index < 1_000; index++) size(createMail(String(index)));
  expect(times()).toBe(1_001);
  size(first);
  expect(times()).toBe(1_002);
});

it("views of a mail that is larger than all that may be kept are still kept while it is the last", () => {
  const { size, times } = countingView();
  const huge = createMail(Buffer.alloc(100 * 1024 * 1024));
  size(huge);
  size(huge);
  expect(times()).toBe(1);
});
