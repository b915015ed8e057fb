import { combine, list } from "./phrase-list.ts";

/* The words around labels and codes, for all languages together. They are compared like labels. */

/** If a line has one of these, a plain “code” in it is a discount code. */
export const PROMOTION_WORDS: readonly string[] = [
  ...list(`
    discount, coupon, promo, voucher, checkout, sale, offer, rabatt, gutschein, einkauf, korting, descuento, cupon,
    oferta, desconto, cupom, reduction, remise, soldes, sconto, saldi, znizka, rabat, indirim, kampanya, скидка,
    скидку, скидки, промокод, خصم, عرض, diskon, promosi
  `),
  ...list("优惠, 優惠, 折扣, 割引, クーポン, セール, 할인, 쿠폰, 세일"),
  ...list("% off, off your, free shipping, giam gia"),
];

/** Words between a label and its code, or between a code and the label after it. */
export const COPULAS: readonly string[] = [
  ...list(`
    is, are, was, ist, lautet, lauten, est, es, son, e, sono, sao, jest, to, wynosi, это, есть, adalah, la, is:,
    below, as, for, here, follows
  `),
  ...list("为, 為, 是, は, が, です, 은, 는, 입니다, 이, 가, هو, هي, है"),
  ...list("is as follows, lautet wie folgt, est le suivant, is the following, est le, es el, e il, e o, is the"),
];

/** Words before a code without a label: “Use 482913 to sign in”. */
export const PROMPTS_BEFORE: readonly string[] = list(`
  use, enter, type, utilisez, saisissez, entrez, usa, introduce, ingresa, utilize, digite, gib, verwende, verwenden,
  eingeben, inserisci, gebruik, wpisz, uzyj, girin, введите, используйте, gunakan, masukkan, 输入, 輸入, 입력
`);

/** Words after a code without a label. */
export const PROMPTS_BEHIND: readonly string[] = [
  ...combine(
    list("to, to finish, to complete"),
    list(`
      sign in, log in, login, verify, confirm, continue, authenticate, activate, signing in, logging in, reset,
      complete, finish, access, unlock, register
    `),
  ),
  ...list(`
    para iniciar sesion, para verificar, para confirmar, para acceder, para entrar, pour vous connecter, pour
    confirmer, pour verifier, per accedere, per confermare, om in te loggen, zum anmelden, zur anmeldung, zur
    bestatigung, для входа, для подтверждения, で認証, でログイン
  `),
];

/** Units after a number. Case does not matter. A unit that a letter follows is a different word. */
export const UNITS: readonly string[] = [
  ...list(`
    %, €, $, £, ¥, ₹, ₽, ₩, ₺, ₫, usd, eur, gbp, chf, jpy, cny, inr, rub, pln, try, brl, vnd, idr, krw, sek, nok, dkk,
    czk, tl, zl, kr, руб, руб., р., rs
  `),
  ...list("px, pt, em, rem, km, kg, g, m, cm, mm, mb, gb, kb, tb, ms, mhz, hz, kwh"),
  ...list(`
    items, points, miles, people, users, members, customers, days, day, hours, hour, minutes, minute, min, mins,
    seconds, sec, weeks, months, years, times, views, followers, steps, calories, words, stars, reviews, developers,
    downloads, votes, photos, messages, emails, subscribers, likes, visitors
  `),
  ...list(`
    tage, tagen, stunden, minuten, uhr, punkte, jours, heures, minutes, dias, horas, minutos, puntos, giorni, ore,
    minuti, punti, dagen, uur, minuten, dni, godzin, minut, дней, часов, минут, баллов, gun, saat, dakika, hari,
    menit, jam, phut, gio
  `),
  ...list(`
    年, 月, 日, 号, 號, 时, 時, 分, 秒, 小时, 小時, 天, 元, 円, 圓, 块, 個, 个, 件, 人, 名, 位, 次, 点, ポイント, 년, 월, 일, 시, 분, 초, 원, 개, 명, 점
  `),
];

/** Currencies before an amount. */
export const CURRENCIES: readonly string[] = list(`
  €, $, £, ¥, ₹, ₽, ₩, ₺, ₫, #, +, usd, eur, gbp, chf, jpy, cny, inr, rub, pln, try, brl, vnd, idr, krw, rs, rs., rp,
  r$, us$
`);
