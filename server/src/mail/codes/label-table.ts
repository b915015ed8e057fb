import { combine, list } from "./phrase-list.ts";

/*
 * The words that name a one-time code, and those that name other numbers, by language. All of them are compared without
 * case and accents; a blank matches a hyphen as well. To support a language, add a row to each table.
 */

const ENGLISH_KINDS = [
  ...list(`
    verification, verify, security, login, logon, signin, signup, access, confirmation, confirm, authentication,
    authenticator
  `),
  ...list(`
    authorization, authorisation, activation, validation, temporary, recovery, reset, unlock, backup, pairing, device,
    approval
  `),
  ...list("log in, log on, sign in, sign on, sign up, one time, single use, two factor, two step, multi factor"),
  ...list("password reset, 2fa, mfa, otp, registration, email, step up, magic, steam guard"),
];

/** Labels that only name one-time codes. */
export const CODE_LABELS: Readonly<Record<string, readonly string[]>> = {
  en: [
    ...combine(ENGLISH_KINDS, list("code, codes, passcode, pin, token")),
    ...combine(list("verification, security, authentication"), list("number")),
    ...combine(list("one time, temporary, single use"), list("password, key")),
    ...list("otp, passcode, code to verify, code to sign in, code to log in"),
    ...list(`
      code to confirm, code to continue, code to complete, code to reset, code for signing in, code for logging in
    `),
  ],
  es: [
    ...combine(
      list("codigo de, clave de, numero de, codigo temporal de"),
      list(`
        verificacion, seguridad, acceso, confirmacion, inicio de sesion, autenticacion, activacion, validacion,
        autorizacion, un solo uso, uso unico, recuperacion
      `),
    ),
    ...list("codigo temporal, contrasena temporal, contrasena de un solo uso, clave dinamica, codigo unico"),
  ],
  pt: [
    ...combine(
      list("codigo de, chave de, numero de"),
      list(`
        verificacao, seguranca, acesso, confirmacao, login, autenticacao, ativacao, validacao, uso unico, autorizacao,
        recuperacao
      `),
    ),
    ...list("codigo temporario, senha temporaria, senha de uso unico"),
  ],
  fr: [
    ...combine(
      list("code de, code d', code a, code"),
      list(`
        verification, securite, confirmation, connexion, validation, identification, activation, authentification,
        acces, usage unique, temporaire, secret, recuperation
      `),
    ),
    ...list("code d'acces, code d'activation, code d'authentification, code d'identification, code d'autorisation"),
    ...list("mot de passe a usage unique, mot de passe temporaire"),
  ],
  de: [
    ...list("einmalkennwort, einmalpasswort, einmal passwort, einmalpin, tan, mtan, sms tan, verifizierungsnummer"),
    ...list("code zur bestatigung, code zur anmeldung, code zur verifizierung, bestatigungsnummer, freischaltcode"),
  ],
  it: [
    ...combine(
      list("codice di, codice, codice d'"),
      list(`
        verifica, sicurezza, accesso, conferma, autenticazione, attivazione, convalida, autorizzazione, monouso,
        temporaneo, recupero
      `),
    ),
    ...list("password monouso, password temporanea"),
  ],
  nl: list("eenmalig wachtwoord, eenmalige code, tijdelijke code, tijdelijk wachtwoord"),
  pl: [
    ...combine(
      list("kod, kodu, kodem"),
      list(`
        weryfikacyjny, weryfikacyjnego, bezpieczenstwa, dostepu, potwierdzajacy, potwierdzenia, logowania, do
        logowania, aktywacyjny, autoryzacyjny, jednorazowy, uwierzytelniajacy, sms
      `),
    ),
    ...list("haslo jednorazowe, jednorazowy kod, jednorazowe haslo"),
  ],
  tr: [
    ...combine(
      list("dogrulama, onay, guvenlik, giris, aktivasyon, erisim, tek kullanimlik"),
      list(`
        kodu, kodudur, kodun, kodunuz, kodunuzdur, kodunu, kodunuzu, sifre, sifreniz, sifrenizdir, sifresi, parola
      `),
    ),
  ],
  ru: [
    ...combine(
      list("код, кода, кодом"),
      list(`
        подтверждения, для подтверждения, безопасности, доступа, для входа, входа, проверки, активации, авторизации,
        аутентификации, верификации, восстановления
      `),
    ),
    ...combine(list("проверочный, одноразовый, секретный, защитный, код-пароль, смс"), list("код, пароль")),
    ...list("одноразового кода, код из письма"),
  ],
  uk: [...combine(list("код"), list("підтвердження, безпеки, доступу, для входу, перевірки")), "одноразовий код"],
  zh: [
    ...list(`
      验证码, 驗證碼, 校验码, 校驗碼, 动态码, 動態碼, 动态密码, 動態密碼, 确认码, 確認碼, 安全码, 安全碼, 认证码, 認證碼, 激活码, 啟用碼, 登录码, 登入碼, 一次性密码, 一次性密碼, 一次性代码,
      一次性代碼
    `),
    ...list(
      "验证代码, 驗證代碼, 安全代码, 安全代碼, 确认代码, 確認代碼, 授权码, 授權碼, 识别码, 短信码, 口令, 随机码, 隨機碼, 临时密码, 臨時密碼",
    ),
  ],
  ja: [
    ...list(`
      認証コード, 確認コード, 認証番号, 確認番号, 検証コード, セキュリティコード, セキュリティーコード, ログインコード, ワンタイムパスワード, ワンタイムコード, ワンタイムパスコード, パスコード, 認証キー
    `),
    ...list("アクセスコード, 本人確認コード, 二段階認証コード, 暗証番号, 認証用コード, 仮パスワード, 登録コード"),
  ],
  ko: [
    ...list("인증번호, 인증코드, 확인코드, 보안코드, 보안번호, 일회용비밀번호, 로그인코드, 확인번호, 승인번호"),
    ...list("인증 번호, 인증 코드, 확인 코드, 보안 코드, 일회용 비밀번호, 일회용 코드, 로그인 코드, 임시 비밀번호"),
  ],
  ar: [
    ...combine(
      list("رمز, كود, الرمز"),
      list("التحقق, التاكيد, الامان, الدخول, تسجيل الدخول, التفعيل, المصادقة, الامن, تاكيد"),
    ),
    ...list("كلمة مرور لمرة واحدة, كلمة المرور لمرة واحدة, رمز لمرة واحدة, رقم التحقق"),
  ],
  hi: list("सत्यापन कोड, सुरक्षा कोड, लॉगिन कोड, पुष्टि कोड, ओटीपी"),
  id: combine(
    list("kode"),
    list("verifikasi, keamanan, konfirmasi, akses, masuk, otp, otentikasi, aktivasi, login, rahasia"),
  ),
  vi: [...combine(list("ma"), list("xac minh, xac nhan, xac thuc, bao mat, dang nhap, otp, kich hoat, truy cap"))],
  sv: list("engangskod, engangslosenord, tillfallig kod"),
  el: list("κωδικος επαληθευσης, κωδικο επαληθευσης, κωδικος ασφαλειας, κωδικος μιας χρησης"),
  he: list("קוד אימות, קוד האימות, קוד אבטחה, סיסמה חד פעמית, קוד כניסה"),
  th: list("รหัสยืนยัน, รหัสการยืนยัน, รหัสความปลอดภัย, รหัส otp"),
};

/** Labels that name any code. It is a one-time code if the value follows immediately. */
export const PLAIN_CODE_LABELS: Readonly<Record<string, readonly string[]>> = {
  en: list("code, codes, pin, password, token, 2fa, mfa"),
  es: list("codigo, clave, contrasena"),
  pt: list("codigo, senha"),
  fr: list("code, mot de passe"),
  de: list("code, kennwort, passwort"),
  it: list("codice"),
  nl: list("code, wachtwoord"),
  pl: list("kod, kodu, kodem, haslo"),
  tr: list("kod, kodu, kodun, kodunuz, kodunu, sifre, sifreniz, parola"),
  ru: list("код, кода, кодом, код', пароль"),
  uk: list("код"),
  zh: list("代码, 代碼, 密码, 密碼"),
  ja: list("コード, パスワード, 番号"),
  ko: list("코드, 비밀번호"),
  ar: list("رمز, الرمز, رمزك, كود, الكود"),
  hi: list("कोड"),
  id: list("kode, sandi"),
  vi: list("ma, ma cua ban"),
  sv: list("kod, koden, kode, koden"),
  cs: list("kod, cod, codul"),
  fi: list("koodi, koodisi"),
  el: list("κωδικος, κωδικο"),
  he: list("קוד, הקוד"),
  th: list("รหัส"),
};

/** Compound words of Germanic languages with these endings name a code: Bestätigungscode, verificatiecode, engangskode. */
export const CODE_SUFFIXES: readonly string[] = list("code, codes, kode, koden, kod, koodi, passwort, kennwort");

/** Labels of other numbers and codes, which are not used to sign in. */
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
};

/** Phrases that contain a label but are not one. */
export const NO_LABELS: readonly string[] = list("in order to, in case, just in case, call to, this year, last year");
