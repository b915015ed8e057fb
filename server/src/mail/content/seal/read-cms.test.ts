import { CertificateChoices, ContentInfo, OtherCertificateFormat, SignedData } from "@peculiar/asn1-cms";
import { AsnConvert } from "@peculiar/asn1-schema";
import { describe, expect, test } from "vitest";
import * as samples from "../../../../test/support/sealed-samples.ts";
import { readCms } from "./read-cms.ts";

// Made once with OpenSSL 3, with keys that are used for nothing else.

/** Signed by Ann, whose certificate is included; the signature names it by its key identifier. */
const SIGNED_BY_KEY_ID =
  "MIID0wYJKoZIhvcNAQcCoIIDxDCCA8ACAQMxDTALBglghkgBZQMEAgEwMgYJKoZIhvcNAQcBoCUEI0NvbnRlbnQtVHlwZTogdGV4dC9wbGFpbg0KDQpIZWxsbw0KoIICDDCCAggwggGuoAMCAQICAhI0MAoGCCqGSM49BAMCMEgxFDASBgNVBAMMC0FubiBFeGFtcGxlMRAwDgYDVQQKDAdFeGFtcGxlMR4wHAYJKoZIhvcNAQkBFg9hbm5AZXhhbXBsZS5jb20wIBcNMjYxMTI3MjEwMTA0WhgPMjEyNjExMDMyMTAxMDRaMEgxFDASBgNVBAMMC0FubiBFeGFtcGxlMRAwDgYDVQQKDAdFeGFtcGxlMR4wHAYJKoZIhvcNAQkBFg9hbm5AZXhhbXBsZS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS0fB2QLTVNf+fBMlo97W9WE4tFWFe2ZawYfwdQy4EuhlWONr2RB9MLcsi8ypcbInHFEfEE764ZX8KfMAHRNsgMo4GFMIGCMB0GA1UdDgQWBBR59Xi7Nw6dIp1lETw1Xh840Ccr/TAfBgNVHSMEGDAWgBR59Xi7Nw6dIp1lETw1Xh840Ccr/TAPBgNVHRMBAf8EBTADAQH/MC8GA1UdEQQoMCaBE2Fubi5hbHRAZXhhbXBsZS5jb22BD2FubkBleGFtcGxlLmNvbTAKBggqhkjOPQQDAgNIADBFAiAuR41eeyUImQthZxpUz2OU4kolKwVDGTfM8t1enpOoJgIhAMLOncNqttHVGXXk3wYgLd+GJ8lIWvEO5jaJL+LBCRWyMYIBZjCCAWICAQOAFHn1eLs3Dp0inWURPDVeHzjQJyv9MAsGCWCGSAFlAwQCAaCB5DAYBgkqhkiG9w0BCQMxCwYJKoZIhvcNAQcBMBwGCSqGSIb3DQEJBTEPFw0yNjExMjcyMTAzMzBaMC8GCSqGSIb3DQEJBDEiBCAW+76sWGVA/xbGwqAaWKP1UEQ1RcMyA3NqSDXGomNPbjB5BgkqhkiG9w0BCQ8xbDBqMAsGCWCGSAFlAwQBKjALBglghkgBZQMEARYwCwYJYIZIAWUDBAECMAoGCCqGSIb3DQMHMA4GCCqGSIb3DQMCAgIAgDANBggqhkiG9w0DAgIBQDAHBgUrDgMCBzANBggqhkiG9w0DAgIBKDAKBggqhkjOPQQDAgRHMEUCIA4Ddgq78oswwpKkkxW20B+eApK4HtHLZuUD5oHOgy9RAiEA/xabRufcpkh4TsRjBXziAJUKVEzBTxQhsHnOtbN6hnI=";
/** The same without the certificate. */
const WITHOUT_CERTIFICATE =
  "MIIBxAYJKoZIhvcNAQcCoIIBtTCCAbECAQMxDTALBglghkgBZQMEAgEwMgYJKoZIhvcNAQcBoCUEI0NvbnRlbnQtVHlwZTogdGV4dC9wbGFpbg0KDQpIZWxsbw0KMYIBZzCCAWMCAQOAFHn1eLs3Dp0inWURPDVeHzjQJyv9MAsGCWCGSAFlAwQCAaCB5DAYBgkqhkiG9w0BCQMxCwYJKoZIhvcNAQcBMBwGCSqGSIb3DQEJBTEPFw0yNjExMjcyMTAzMzBaMC8GCSqGSIb3DQEJBDEiBCAW+76sWGVA/xbGwqAaWKP1UEQ1RcMyA3NqSDXGomNPbjB5BgkqhkiG9w0BCQ8xbDBqMAsGCWCGSAFlAwQBKjALBglghkgBZQMEARYwCwYJYIZIAWUDBAECMAoGCCqGSIb3DQMHMA4GCCqGSIb3DQMCAgIAgDANBggqhkiG9w0DAgIBQDAHBgUrDgMCBzANBggqhkiG9w0DAgIBKDAKBggqhkjOPQQDAgRIMEYCIQDSUA1FDNmkgqP+J4tSqJvbkOtojFxeZavT2YHGueA/0AIhANlE1tYLGVl90+xOoTOsFrD+MnHf9RAcAAyABfuTqBGi";
/** Signed by “Example Org”, with the signing time, without the certificate. */
const SIGNED_BY_ORGANIZATION =
  "MIIBygYJKoZIhvcNAQcCoIIBuzCCAbcCAQExDTALBglghkgBZQMEAgEwMgYJKoZIhvcNAQcBoCUEI0NvbnRlbnQtVHlwZTogdGV4dC9wbGFpbg0KDQpIZWxsbw0KMYIBbTCCAWkCAQEwGzAWMRQwEgYDVQQKDAtFeGFtcGxlIE9yZwIBeDALBglghkgBZQMEAgGggeQwGAYJKoZIhvcNAQkDMQsGCSqGSIb3DQEHATAcBgkqhkiG9w0BCQUxDxcNMjYxMTI3MjEwNDQ5WjAvBgkqhkiG9w0BCQQxIgQgFvu+rFhlQP8WxsKgGlij9VBENUXDMgNzakg1xqJjT24weQYJKoZIhvcNAQkPMWwwajALBglghkgBZQMEASowCwYJYIZIAWUDBAEWMAsGCWCGSAFlAwQBAjAKBggqhkiG9w0DBzAOBggqhkiG9w0DAgICAIAwDQYIKoZIhvcNAwICAUAwBwYFKw4DAgcwDQYIKoZIhvcNAwICASgwCgYIKoZIzj0EAwIERzBFAiEAyQLrB7dxCNhU/dQtDD1gcXBK2bLc5E8mI0FsZ5Oe1NQCIHv1bFyeYzntlgh7WOhUSA3Z343T12CzlnQomNXEEnNi";
/** HTML, signed without the signing time and without the certificate. */
const SIGNED_HTML =
  "MIIBFgYJKoZIhvcNAQcCoIIBBzCCAQMCAQExDTALBglghkgBZQMEAgEwNAYJKoZIhvcNAQcBoCcEJUNvbnRlbnQtVHlwZTogdGV4dC9odG1sDQoNCjxwPkhlbGxvDQoxgbgwgbUCAQEwTjBIMRQwEgYDVQQDDAtBbm4gRXhhbXBsZTEQMA4GA1UECgwHRXhhbXBsZTEeMBwGCSqGSIb3DQEJARYPYW5uQGV4YW1wbGUuY29tAgISNDALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERzBFAiEAwsC1fFbMP4WEl9N8a4zI5ROzb8tu9m5lMhTbUpNNKGoCIFHU6rLDXI12UfSD4NiiAMNwyUxir624F7sUhrjUFKKB";
/** A PDF file, signed by somebody whose name is only the country. */
const SIGNED_PDF =
  "MIIBCQYJKoZIhvcNAQcCoIH7MIH4AgEBMQ0wCwYJYIZIAWUDBAIBMGcGCSqGSIb3DQEHAaBaBFhDb250ZW50LVR5cGU6IGFwcGxpY2F0aW9uL3BkZg0KQ29udGVudC1EaXNwb3NpdGlvbjogYXR0YWNobWVudDsgZmlsZW5hbWU9eC5wZGYNCg0KJVBERg0KMXsweQIBATATMA0xCzAJBgNVBAYTAkRFAgIAmjALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERjBEAiBxBrB8nDE8vni6GAllX8mMfK7Z4hq8CoOfX1WNaP3YyAIgJW5kBWUTiTHJAW1niwmuec7XfbLWlIpxhuwsOrQuI0I=";
/** The certificates of Ann, bob@example.com, “Example Org”, the country DE and one without a name. */
const MANY_CERTIFICATES =
  "MIIH2wYJKoZIhvcNAQcCoIIHzDCCB8gCAQExADALBgkqhkiG9w0BBwGgggewMIICCDCCAa6gAwIBAgICEjQwCgYIKoZIzj0EAwIwSDEUMBIGA1UEAwwLQW5uIEV4YW1wbGUxEDAOBgNVBAoMB0V4YW1wbGUxHjAcBgkqhkiG9w0BCQEWD2FubkBleGFtcGxlLmNvbTAgFw0yNjExMjcyMTAxMDRaGA8yMTI2MTEwMzIxMDEwNFowSDEUMBIGA1UEAwwLQW5uIEV4YW1wbGUxEDAOBgNVBAoMB0V4YW1wbGUxHjAcBgkqhkiG9w0BCQEWD2FubkBleGFtcGxlLmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLR8HZAtNU1/58EyWj3tb1YTi0VYV7ZlrBh/B1DLgS6GVY42vZEH0wtyyLzKlxsiccUR8QTvrhlfwp8wAdE2yAyjgYUwgYIwHQYDVR0OBBYEFHn1eLs3Dp0inWURPDVeHzjQJyv9MB8GA1UdIwQYMBaAFHn1eLs3Dp0inWURPDVeHzjQJyv9MA8GA1UdEwEB/wQFMAMBAf8wLwYDVR0RBCgwJoETYW5uLmFsdEBleGFtcGxlLmNvbYEPYW5uQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIC5HjV57JQiZC2FnGlTPY5TiSiUrBUMZN8zy3V6ek6gmAiEAws6dw2q20dUZdeTfBiAt34YnyUha8Q7mNokv4sEJFbIwggGDMIIBKqADAgECAgFWMAoGCCqGSM49BAMCMCAxHjAcBgkqhkiG9w0BCQEWD2JvYkBleGFtcGxlLmNvbTAgFw0yNjExMjcyMTAxMDVaGA8yMTI2MTEwMzIxMDEwNVowIDEeMBwGCSqGSIb3DQEJARYPYm9iQGV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEg53wPUxRmKrmm5fu9lcg7pFdthtq1Hve5uK5vkfTa+bSEbCdm1c/Ky31a2cQQs93DQQS76crarEQ3rIkat0xQ6NTMFEwHQYDVR0OBBYEFBSuXlc1sg9UKxW46s6iKJmI7e+4MB8GA1UdIwQYMBaAFBSuXlc1sg9UKxW46s6iKJmI7e+4MA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgb4w7vKDi0t9NaUD38y/R8PPu1jUkDdoZcu8jNUMXSPECIFnKQqkr5cwO4ck0BgYM+VzUkDP7l4G2NA27macCb0g8MIIBcDCCARagAwIBAgIBeDAKBggqhkjOPQQDAjAWMRQwEgYDVQQKDAtFeGFtcGxlIE9yZzAgFw0yNjExMjcyMTAxMDVaGA8yMTI2MTEwMzIxMDEwNVowFjEUMBIGA1UECgwLRXhhbXBsZSBPcmcwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR6FbNKHMVCukxvkFCzrQ5mpSvPMjHYqLK930CXFfZIi+7cgdnIs+EOyVDqL/6RhpYaaEcHcSVEbMb+nVEkFSa1o1MwUTAdBgNVHQ4EFgQUxKDMj13Aq8gUA0CL57xQNqfg+3AwHwYDVR0jBBgwFoAUxKDMj13Aq8gUA0CL57xQNqfg+3AwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiA3RTDa4NShVH4GEq7/7x3fAGnJNhZ3ZIQnTx1649kPhwIhALb2GtcvP6zQ8NgQSCtGVcjUVkYIUrfcXuUpb6VXDHXEMIIBXjCCAQWgAwIBAgICAJowCgYIKoZIzj0EAwIwDTELMAkGA1UEBhMCREUwIBcNMjYxMTI3MjEwMTA1WhgPMjEyNjExMDMyMTAxMDVaMA0xCzAJBgNVBAYTAkRFMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3g/hpHy2DKzYpa4eRS7w/EEhWX8DmMXvDQCTT/+fqGYEeeHjXOnNO+B7WCIWANq9euZ5x814ky894NdW6j74PaNTMFEwHQYDVR0OBBYEFB2w8KJMTtcutELokMH9vUeTtyOGMB8GA1UdIwQYMBaAFB2w8KJMTtcutELokMH9vUeTtyOGMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgCJNhpvO5RV5B3ZvH2/B3rNA665yotLiefm5JUeh0YRwCIHWx3gyykMi9ntsaOLVSP2lhwk6EwZiYr/hqgMCMpJldMIIBQzCB66ADAgECAgIAvDAKBggqhkjOPQQDAjAAMCAXDTI2MTEyNzIxMDM1M1oYDzIxMjYxMTAzMjEwMzUzWjAAMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMw3Z3CvsZw+or/XFC20JOCrM16ocJFinJsxDfuNPZt0PutQqOaCYv9OEJz/qVJXG9bM8pGysqjhrKmTZVOMN/aNTMFEwHQYDVR0OBBYEFCw39C8nvcyrZ4DqYxn2RxJrVm+IMB8GA1UdIwQYMBaAFCw39C8nvcyrZ4DqYxn2RxJrVm+IMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDRwAwRAIgZVDHN0ugLYBv+S+Rvxazzh3bBOl3VTvmxMmcdShXmUICIDXv5eYVdfhTS1HPAyVCjZ2zSzOsvrlwATiTALlr/V+1MQA=";
/** Encrypted for an elliptic-curve key. */
const ENCRYPTED_BY_AGREEMENT =
  "MIIBMAYJKoZIhvcNAQcDoIIBITCCAR0CAQIxgbmhgbYCAQOgUaFPMAkGByqGSM49AgEDQgAEj+1o06RHVug0HcQ8ieYQOC7FT5ylNv0TQW0sGnrR4wllPlOUpQWfOzcBq97rvFmgAIXEzS6PKmIyihgM1PybdjAYBgkrgQUQhkg/AAIwCwYJYIZIAWUDBAEtMEQwQqAWBBR59Xi7Nw6dIp1lETw1Xh840Ccr/QQouB5LlS/W+oRLVnUqCvttxssxjNIM0V2/u0/ouwRhTfcIMxmMMNjRzTBcBgkqhkiG9w0BBwEwHQYJYIZIAWUDBAEqBBAaldzFKe8U+e4MOtGCjktBgDBvtMjohfUKtXExX3zyLW5QSBqSm5+PysZatd3lB1nL4VDQXXflUvpGYUge2Cig8rA=";
/** Encrypted for an RSA key, which is named by its key identifier. */
const ENCRYPTED_BY_KEY_ID =
  "MIIBJQYJKoZIhvcNAQcDoIIBFjCCARICAQIxga4wgasCAQKAFONdC3bWr6GWdxv2hLgII0+sksohMA0GCSqGSIb3DQEBAQUABIGAuS+zytAdFiTLHLQmIhQpVo3QmbCMGT6odffo4sj+cGpeZ/D1jjKrQqQDHjewKdITQohdDYjQu8mRFeVbc+f+sdgt61dXoiri/q/t0lH/GXtXA4R8ow6twaytRqlqFAbyfF/liuszTzsCbM1+ltjvY3I/1UzGNJB798/mFvs5HS4wXAYJKoZIhvcNAQcBMB0GCWCGSAFlAwQBKgQQtsjDATcs1H/2hY6pNfYE8YAwJehOddA05wmYtcrVb7RW+tsp9riEBkCPlICGs7/7FAsr0Fb13RfVIJ3LqBtp2Yzl";
/** With AES-256-GCM. */
const AUTHENTICATED =
  "MIIBPwYLKoZIhvcNAQkQARegggEuMIIBKgIBADGBwDCBvQIBADAmMA4xDDAKBgNVBAMMA0JvYgIUaqUD72uR2G3aST8rcIKaZf531KcwDQYJKoZIhvcNAQEBBQAEgYCTMAJo4wUxQnsS3MSd2fZ3rHKXJHxvCVgdFgpdbnrY4eY7PHBbKl8XVZs/7GBhjJ/qlzrhhLot5dOhnP84HHMMTq+BPMhgrFPaHHeCzP/sxq8Qh7+5ChIaUywXV6JPo9E6DamBDiox2XXGAojB9Udg6XmeOSJIqXablg0MnRkl7zBQBgkqhkiG9w0BBwEwHgYJYIZIAWUDBAEuMBEEDKO68C65NBCyH58vPwIBEIAjJFBVZbIZPefRU6Q4jf6j+jNz1eZhcz9KzszxfHxFIWr/K+QEELuMVm8ITdb9HK2LJyYI4e0=";
/** With Camellia-128. */
const CAMELLIA =
  "MIIBOQYJKoZIhvcNAQcDoIIBKjCCASYCAQAxgcAwgb0CAQAwJjAOMQwwCgYDVQQDDANCb2ICFGqlA+9rkdht2kk/K3CCmmX+d9SnMA0GCSqGSIb3DQEBAQUABIGAZrrVIj5Hj7KMYgTtPi8DNMcCMrjZa5w1Cjb8SWD7WAHAo3rp23dMhQ25+Upqp1thq07H8UY1Ua93wa2ikArdkvHt8mYHQJZI40ZPzCONSRSx0OyDcTf+aG/1CjO8FpSUpP1y6K8tCVGOof13ktPdqLBhPMMsvtrctImyUEhph6swXgYJKoZIhvcNAQcBMB8GCyqDCIyaSz0BAQECBBCSF+24t2MM/bWjyBnnQu0BgDAEP3SYDGIzh+eoY5wmB3KbG9OJkCVo7rfw96lWVFE+GZCj0mgbmwLCOvmY3V2csT4=";
/** Content with a digest. */
const DIGESTED =
  "MGUGCSqGSIb3DQEHBaBYMFYCAQAwBwYFKw4DAhowMgYJKoZIhvcNAQcBoCUEI0NvbnRlbnQtVHlwZTogdGV4dC9wbGFpbg0KDQpIZWxsbw0KBBTzmO+zN8wuVY5qr5QEwlo1WtAgBQ==";

const read = (base64: string) => readCms(Buffer.from(base64, "base64"), "encrypted");

/** Reads a signature after a change. */
function readChanged(base64: string, change: (data: SignedData) => void) {
  const info = AsnConvert.parse(Buffer.from(base64, "base64"), ContentInfo);
  const data = AsnConvert.parse(info.content, SignedData);
  change(data);
  info.content = AsnConvert.serialize(data);
  return readCms(Buffer.from(AsnConvert.serialize(info)), "encrypted");
}

/** An ASN.1 value with less than 128 bytes. */
const encodeValue = (tag: number, ...bytes: number[]) => [tag, bytes.length, ...bytes];

describe("the signer", () => {
  const ann = {
    name: "Ann Example",
    addresses: ["ann.alt@example.com", "ann@example.com"],
    issuer: "Ann Example",
    keyId: "1234",
    signedAt: expect.stringMatching(/^2026-11-27T/),
  };

  test.each([
    ["whose only certificate is included", SIGNED_BY_KEY_ID, ann],
    ["named by a key identifier, without the certificate", WITHOUT_CERTIFICATE, { name: "", issuer: "", keyId: "" }],
    [
      "named by issuer and number, without the certificate",
      SIGNED_BY_ORGANIZATION,
      { name: "", issuer: "Example Org", keyId: "78", signedAt: expect.stringMatching(/^2026-11-27T/) },
    ],
    ["without the signing time", SIGNED_HTML, { issuer: "Ann Example", keyId: "1234", signedAt: null }],
    ["whose issuer has only a country", SIGNED_PDF, { issuer: "", keyId: "9A" }],
  ])("%s", (_, base64, expected) => {
    expect(read(base64)).toMatchObject({ kind: "signed", algorithms: ["SHA-256"], signers: [expected], error: null });
  });

  test("whose certificate is of another format", () => {
    const other = new OtherCertificateFormat({ otherCertFormat: "1.2.3", otherCert: new Uint8Array([5, 0]).buffer });
    const seal = readChanged(SIGNED_BY_KEY_ID, (data) => {
      data.certificates?.splice(0, 1, new CertificateChoices({ other }));
    });
    expect(seal).toMatchObject({ kind: "signed", signers: [{ name: "", keyId: "" }], error: null });
  });

  test.each([
    ["UTCTime", 23, "260102030405Z", "2026-01-02T03:04:05.000Z"],
    ["UTCTime of the last century", 23, "990102030405Z", "1999-01-02T03:04:05.000Z"],
    ["GeneralizedTime", 24, "20510102030405Z", "2051-01-02T03:04:05.000Z"],
    ["a month that does not exist", 23, "261302030405Z", null],
    ["text", 12, "yesterday", null],
  ])("signed at a time: %s", (_, tag, text, signedAt) => {
    const seal = readChanged(SIGNED_BY_ORGANIZATION, ({ signerInfos: [signer] }) => {
      const time = signer?.signedAttrs?.find(({ attrType }) => attrType === "1.2.840.113549.1.9.5");
      if (time !== undefined) time.attrValues = [new Uint8Array(encodeValue(tag, ...Buffer.from(text))).buffer];
    });
    expect(seal.signers).toMatchObject([{ signedAt }]);
  });

  test("without a value of the signing time", () => {
    const seal = readChanged(SIGNED_BY_ORGANIZATION, ({ signerInfos: [signer] }) => {
      for (const attribute of signer?.signedAttrs ?? []) attribute.attrValues = [];
    });
    expect(seal).toMatchObject({ error: null, signers: [{ signedAt: null }] });
  });
});

describe("what a signature encloses", () => {
  test.each([
    ["a text", WITHOUT_CERTIFICATE, "Hello"],
    ["HTML", SIGNED_HTML, "The signed content is HTML."],
    ["a file", SIGNED_PDF, null],
    ["nothing", samples.DETACHED_SIGNATURE, null],
  ])("%s", (_, base64, text) => {
    expect(read(base64).text?.trim() ?? null).toBe(text);
  });
});

describe("certificates", () => {
  test("are named by what they have", () => {
    const { kind, signers } = read(MANY_CERTIFICATES);
    expect(kind).toBe("certificates");
    expect(
      signers
        .toSorted((a, b) => a.keyId.localeCompare(b.keyId))
        .map(({ keyId, name, addresses, issuer }) => [keyId, name, addresses, issuer]),
    ).toEqual([
      ["1234", "Ann Example", ["ann.alt@example.com", "ann@example.com"], "Ann Example"],
      ["56", "bob@example.com", ["bob@example.com"], ""],
      ["78", "Example Org", [], "Example Org"],
      ["9A", "", [], ""],
      ["BC", "", [], ""],
    ]);
  });

  test("with a time that cannot be read", () => {
    const bytes = Buffer.from(MANY_CERTIFICATES, "base64").toString("latin1").replace("261127210104Z", "zzzzzzzzzzzzz");
    const { signers } = readCms(Buffer.from(bytes, "latin1"), "certificates");
    expect(signers.filter(({ validFrom }) => validFrom === null)).toMatchObject([{ name: "Ann Example" }]);
  });
});

describe("encrypted content", () => {
  test.each([
    ["for a certificate", samples.ENVELOPED, { recipients: [{ issuer: "Bob Example" }] }],
    ["for an agreed key", ENCRYPTED_BY_AGREEMENT, { algorithms: ["AES-256"], recipients: [{ issuer: "", keyId: "" }] }],
    ["for a key identifier", ENCRYPTED_BY_KEY_ID, { algorithms: ["AES-256"], recipients: [{ issuer: "", keyId: "" }] }],
    ["with authentication", AUTHENTICATED, { algorithms: ["authenticated encryption"], recipients: [] }],
    ["with an algorithm that has no name here", CAMELLIA, { algorithms: ["1.2.392.200011.61.1.1.1.2"] }],
  ])("%s", (_, base64, expected) => {
    expect(read(base64)).toMatchObject({ kind: "encrypted", error: null, ...expected });
  });
});

describe("other CMS data", () => {
  test("compressed", () => {
    const type = AsnConvert.parse(Buffer.from(DIGESTED, "base64"), ContentInfo);
    type.contentType = "1.2.840.113549.1.9.16.1.9";
    const bytes = Buffer.from(AsnConvert.serialize(type));
    expect(readCms(bytes, "encrypted")).toMatchObject({ kind: "compressed", summary: "Compressed with S/MIME" });
  });

  test("of an unknown type", () => {
    expect(read(DIGESTED)).toMatchObject({ kind: "encrypted", error: "Its type is unknown: 1.2.840.113549.1.7.5" });
  });

  test.each([
    ["no bytes", Buffer.alloc(0)],
    ["text", Buffer.from("Hello")],
    ["a signature that is cut", Buffer.from(WITHOUT_CERTIFICATE, "base64").subarray(0, 100)],
  ])("%s cannot be read", (_, bytes) => {
    expect(readCms(bytes, "signed")).toMatchObject({
      kind: "signed",
      signers: [],
      error: expect.stringMatching(/^Its CMS data cannot be read: ./),
    });
  });
});
