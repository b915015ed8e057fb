import { expect, it } from "vitest";
import { mailOf } from "../../test/support/mail-of.ts";
import { forget, forgetAll, type Mail, view } from "./mail.ts";

/** A view that counts how often it had to be worked out. */
function countingView() {
  let times = 0;
  const size = view((mail: Mail) => {
    times++;
    return mail.raw().length;
  });
  return { size, times: () => times };
}

it("a view is worked out once, until its mail is forgotten", () => {
  const { size, times } = countingView();
  const mail = mailOf("abc");
  expect([size(mail), size(mail), times()]).toEqual([3, 3, 1]);
  forget(mail);
  expect([size(mail), times()]).toEqual([3, 2]);
  forgetAll((one) => one === mail);
  expect([size(mail), times()]).toEqual([3, 3]);
});

it("views of one mail do not mix, not even those of nothing", () => {
  const nothing = view(() => undefined);
  const { size, times } = countingView();
  const mail = mailOf("abc");
  expect([nothing(mail), size(mail), nothing(mail), size(mail), times()]).toEqual([undefined, 3, undefined, 3, 1]);
});

it("views are kept of the mails that were looked at last, not of all", () => {
  const { size, times } = countingView();
  const first = mailOf("first");
  size(first);
  for (let index = 0; index < 1_000; index++) size(mailOf(String(index)));
  expect(times()).toBe(1_001);
  size(first);
  expect(times()).toBe(1_002);
});

it("views of a mail that is larger than all that may be kept are still kept while it is the last", () => {
  const { size, times } = countingView();
  const huge = mailOf(Buffer.alloc(100 * 1024 * 1024));
  size(huge);
  size(huge);
  expect(times()).toBe(1);
});
