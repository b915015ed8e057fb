import { combine, list } from "./phrase-list.ts";

/** They name a number or code that is not typed in to prove who one is. */
export const OTHER_LABELS: Readonly<Record<string, readonly string[]>> = {
  en: [
    ...combine(
      list(`
        order, invoice, ticket, tracking, shipment, parcel, reference, booking, reservation, confirmation, customer,
        account, member, membership, policy, case, claim, request, transaction, payment, card, phone, mobile,
        telephone, fax, flight, model, serial, vat, tax, routing, receipt, license, licence, part, item, user,
        employee, document, contract, purchase order, company, registration
      `),
      list("number, no, id, ref, reference"),
    ),
    ...combine(
      list(`
        promo, promotion, promotional, discount, coupon, voucher, gift, gift card, referral, invite, invitation, customer, client, supplier, ral, offer, savings,
        zip, postal, post, area, country, dial, dialing, error, status, exit, response, source, dress, qr, bar, color,
        colour, product, item, sku, swift, sort, bank, branch, airport, booking, reservation, order, tracking, tax,
        postal zip, hex, model, reference, open source, building, building access, course, language, currency, stock,
        morse
      `),
      list("code, codes"),
    ),
    ...list(`
      order, orders, invoice, receipt, ticket, tracking, shipment, parcel, reference, ref, booking, reservation,
      phone, tel, telephone, fax, zip, year, copyright, version, build, sku, item, model, serial, vat, iban, bic,
      total, subtotal, amount, price, balance, flight, suite, room, isbn, issn, imei, case, po, pnr, unicode, barcode,
      postcode, zipcode, encode, decode, since
    `),
    ...list(`
      call, ending in, ends in, ending with, last four digits, last 4 digits, p.o. box, po box, no., nr., №, n°, code
      of conduct, backup codes, recovery codes, quantity, qty, units, call us, password changed, points, miles
    `),
  ],
  de: [
    ...list(`
      konto, bestellung, bestellnummer, rechnung, rechnungsnummer, kundennummer, auftragsnummer, auftrag,
      sendungsnummer, paketnummer, referenz, referenznummer, buchungsnummer, buchungscode, vorgangsnummer,
      ticketnummer, artikelnummer, telefon, tel, fax, plz, postleitzahl, vertragsnummer, mitgliedsnummer,
      steuernummer, ust, idnr, kontonummer, gutscheincode, kundencode, rabattcode, aktionscode, promocode, vorteilscode,
      gutschein, quellcode, strichcode, farbcode, fehlercode, landercode, summe, betrag, jahr, gesamt
    `),
    ...list("best nr, rechnung nr, bestellung nr"),
  ],
  fr: [
    ...list(`
      commande, numero de commande, facture, numero de facture, numero de client, numero de suivi, numero client,
      reference, reservation, numero de dossier, telephone, tel, code postal, code promo, code de reduction, code
      reduction, code promotionnel, code cadeau, code client, code source, code barre, code barres, siret, montant, total, annee,
      colis, billet, appelez
    `),
  ],
  es: [
    ...list(`
      pedido, numero de pedido, factura, numero de factura, numero de cliente, numero de seguimiento, referencia,
      reserva, codigo de reserva, telefono, codigo postal, codigo de descuento, codigo promocional, codigo de
      promocion, codigo de barras, cupon, importe, total, envio, n.º, cuenta
    `),
  ],
  pt: [
    ...list(`
      pedido, numero do pedido, fatura, nota fiscal, numero do cliente, codigo de rastreio, codigo de rastreamento,
      codigo de barras, referencia, reserva, telefone, cep, codigo postal, codigo de desconto, codigo promocional,
      cupom, encomenda, valor, total, cpf, cnpj
    `),
  ],
  it: [
    ...list(`
      ordine, numero ordine, numero d'ordine, fattura, numero cliente, codice cliente, codice sconto, codice promo,
      codice promozionale, codice fiscale, codice postale, codice a barre, codice di prenotazione, prenotazione,
      spedizione, riferimento, telefono, cap, totale, importo, partita iva
    `),
  ],
  nl: list(`
    bestelling, bestelnummer, ordernummer, factuur, factuurnummer, klantnummer, referentie, referentienummer, pakket,
    zending, volgnummer, reservering, telefoon, postcode, kortingscode, actiecode, cadeaucode, streepjescode, totaal,
    bedrag, trackingcode
  `),
  pl: [
    ...list(`
      zamowienie, zamowienia, numer zamowienia, faktura, numer faktury, numer klienta, numer przesylki, przesylka,
      paczka, rezerwacja, telefon, kod pocztowy, kod rabatowy, kod promocyjny, kod kreskowy, kwota, suma, nip
    `),
  ],
  tr: [
    ...list(`
      siparis, siparis numarasi, siparis no, fatura, fatura no, musteri no, musteri numarasi, kargo, takip no, takip
      numarasi, referans, rezervasyon, telefon, posta kodu, indirim kodu, kupon kodu, promosyon kodu, alan kodu,
      tutar, toplam
    `),
  ],
  ru: [
    ...list(`
      заказ, заказа, номер заказа, счет, номер счета, чек, трек номер, посылка, бронь, номер брони, телефон, индекс,
      почтовый индекс, промокод, код скидки, код товара, артикул, сумма, итого, инн, договор
    `),
  ],
  zh: list(`
    订单, 訂單, 订单号, 訂單號, 订单编号, 訂單編號, 发票, 發票, 发票号码, 發票號碼, 快递单号, 運單號, 运单号, 物流单号, 客服电话, 电话, 電話, 邮编, 邮政编码, 郵遞區號, 优惠码, 優惠碼,
    折扣码, 折扣碼, 兑换码, 邀请码, 源代码, 二维码, 二維碼, 条形码, 金额, 金額, 会员号, 流水号, 尾号, 編號, 编号, 編號, 客户编号, 错误代码
  `),
  ja: list(`
    注文番号, ご注文番号, 受注番号, 請求書番号, お問い合わせ番号, お問合せ番号, 追跡番号, 伝票番号, 予約番号, 会員番号, お客様番号, 顧客番号, 電話番号, 電話, 郵便番号, クーポンコード, 割引コード,
    招待コード, プロモーションコード, エラーコード, 商品コード, 口座番号, 受付番号, 領収書番号, ソースコード, バーコード, 管理番号, 整理番号, 合計, 金額
  `),
  ko: list(`
    주문번호, 주문 번호, 송장번호, 운송장번호, 운송장 번호, 예약번호, 예약 번호, 고객번호, 전화번호, 전화, 우편번호, 쿠폰번호, 쿠폰 코드, 할인 코드, 초대 코드, 접수번호, 문의번호, 영수증번호,
    사업자등록번호, 계좌번호, 카드번호, 금액, 합계
  `),
  ar: list(`
    رقم الطلب, طلب, الطلب, رقم الفاتورة, فاتورة, رقم التتبع, رقم الهاتف, هاتف, رمز الخصم, كود الخصم, الرمز البريدي,
    رقم الحجز, رقم العميل, المبلغ
  `),
  hi: list("आर्डर, ऑर्डर, चालान, फोन, पिन कोड"),
  id: list(`
    pesanan, nomor pesanan, faktur, nomor resi, resi, telepon, kode pos, kode promo, kode voucher, kode booking, total
  `),
  vi: list("don hang, ma don hang, hoa don, ma van don, ma giam gia, ma buu dien, dien thoai, ma dat cho, tong"),
  cs: list("objednavka, faktura, psc, slevovy kod, kod zbozi, carovy kod"),
  sk: list("objednavka, faktura, zlavovy kod, kod tovaru, ciarovy kod"),
  hu: list("rendeles, szamla, iranyitoszam, kuponkod, vonalkod"),
  ro: list("comanda, factura, cod postal, codul postal, cod de reducere, cod promotional, codul promotional"),
  fi: list("tilaus, tilausnumero, postinumero, alennuskoodi, tarjouskoodi, viivakoodi, virhekoodi"),
  et: list("tellimus, arve, sooduskood, isikukood, triipkood, veakood"),
  hr: list("narudzba, racun, postanski broj, kod za popust, promo kod"),
  sl: list("narocilo, racun, postna stevilka, koda za popust, crtna koda"),
  lv: list("pasutijums, rekins, personas kods, atlaides kods"),
  lt: list("uzsakymas, saskaita, pasto kodas, asmens kodas, nuolaidos kodas"),
  ca: list("comanda, factura, codi postal, codi de descompte, codi de barres"),
  fa: list("سفارش, فاکتور, کد پستی, کد تخفیف, کد ملی, کد رهگیری"),
  bn: list("পোস্টাল কোড, পিন কোড"),
  ka: list("საფოსტო კოდი"),
};
