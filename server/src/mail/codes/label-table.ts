import { combine, list } from "./phrase-list.ts";

/*
 * The words that name a one-time code, by language. All of them are compared without case and accents; a blank matches a
 * hyphen as well. To support a language, add a row to each table, and one to other-label-table.ts.
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
  cs: [
    ...combine(
      list("overovaci, potvrzovaci, bezpecnostni, jednorazovy, prihlasovaci, aktivacni, autorizacni"),
      list("kod, kodu, kodem"),
    ),
    "jednorazove heslo",
  ],
  sk: [
    ...combine(
      list("overovaci, potvrdzovaci, bezpecnostny, prihlasovaci, aktivacny, autorizacny"),
      list("kod, kodu, kodom"),
    ),
  ],
  hu: [
    ...combine(
      list("ellenorzo, megerosito, biztonsagi, hitelesito, aktivalo, belepesi, egyszer hasznalatos"),
      list("kod, kodja, kodod, kodot"),
    ),
    ...list("egyszeri jelszo, egyszer hasznalatos jelszo"),
  ],
  ro: combine(
    list("cod, codul, codul dvs., codul dumneavoastra, codul tau"),
    list(
      "de verificare, de securitate, de confirmare, de autentificare, de acces, de activare, unic, de unica folosinta",
    ),
  ),
  bg: list(`
    код за потвърждение, код за сигурност, код за вход, код за достъп, код за проверка, код за потвърждаване,
    еднократен код, еднократна парола
  `),
  hr: list(`
    kod za potvrdu, kod potvrde, kod za provjeru, kod za prijavu, verifikacijski kod, verifikacioni kod, sigurnosni
    kod, bezbednosni kod, jednokratni kod, jednokratna lozinka
  `),
  sr: list("код за потврду, верификациони код, безбедносни код, једнократни код"),
  sl: list("potrditvena koda, varnostna koda, enkratna koda, koda za preverjanje, koda za potrditev, enkratno geslo"),
  lv: list("verifikacijas kods, apstiprinajuma kods, drosibas kods, vienreizejais kods, vienreizeja parole"),
  lt: list("patvirtinimo kodas, saugos kodas, vienkartinis kodas, vienkartinis slaptazodis"),
  ca: list(`
    codi de verificacio, codi de seguretat, codi de confirmacio, codi d'acces, codi d'un sol us, contrasenya d'un sol
    us
  `),
  ms: combine(list("kod"), list("pengesahan, keselamatan, log masuk, akses, pengaktifan")),
  fa: list("کد تایید, کد فعال سازی, کد امنیتی, کد ورود, رمز یکبار مصرف, رمز یک بار مصرف, رمز پویا"),
  bn: list("যাচাইকরণ কোড, যাচাই কোড, নিরাপত্তা কোড, নিশ্চিতকরণ কোড, ওটিপি"),
  ta: list("சரிபார்ப்புக் குறியீடு, சரிபார்ப்பு குறியீடு, பாதுகாப்புக் குறியீடு, ஒருமுறை கடவுச்சொல்"),
  ka: list("დადასტურების კოდი, ვერიფიკაციის კოდი, ერთჯერადი კოდი, უსაფრთხოების კოდი"),
  hy: list("հաստատման կոդ, հաստատման կոդը, հաստատման կոդն, անվտանգության կոդ"),
  kk: list("растау коды, растау кодыңыз, қауіпсіздік коды"),
  sw: list("msimbo wa uthibitishaji, msimbo wako wa uthibitishaji, nambari ya uthibitishaji"),
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
  sl: list("koda"),
  lv: list("kods"),
  lt: list("kodas"),
  ca: list("codi"),
  fa: list("کد, رمز"),
  bn: list("কোড"),
  ka: list("კოდი"),
  hy: list("կոդ, կոդը"),
};

/** Compound words that end in these name a code: Bestätigungscode, verificatiecode, engangskode, vahvistuskoodi. */
export const CODE_SUFFIXES: readonly string[] = list(
  "code, codes, kode, koden, kod, koodi, koodisi, kood, koði, passwort, kennwort",
);

/** Phrases that contain a label but are not one. */
export const NO_LABELS: readonly string[] = list("in order to, in case, just in case, call to, this year, last year");
