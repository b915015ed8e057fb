import { quoteDouble } from "../quote.ts";
import type { Extract, TestRequest } from "../test-request.ts";

export function formatJavaSnippet({ url, q, extract }: TestRequest): string {
  return `import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

public class WaitForMail {
  public static void main(String[] args) throws Exception {
    var query = URLEncoder.encode(${quoteDouble(q)}, StandardCharsets.UTF_8);
    var uri = URI.create(${quoteDouble(`${url}api/messages/wait?q=`)} + query);
    var request = HttpRequest.newBuilder(uri).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();

    // The JDK has no JSON parser: with Jackson or Gson, read ${describePath(extract)}.
    var ${extract.type} = Pattern.compile(${formatPattern(extract)}).matcher(answer);
    if (!${extract.type}.find()) throw new AssertionError(answer);
    System.out.println(${extract.type}.group(1));
  }
}
`;
}

function describePath(extract: Extract): string {
  if (extract.type === "subject") return "items[0].subject";
  return extract.type === "code" ? "items[0].codes[0].value" : "items[0].links";
}

function formatPattern(extract: Extract): string {
  if (extract.type === "subject") return quoteDouble('"subject":"((?:[^"\\\\]|\\\\.)*)"');
  if (extract.type === "code") return quoteDouble('"codes":\\[\\{"value":"([^"]*)"');
  return `"\\"href\\":\\"(" + Pattern.quote(${quoteDouble(extract.prefix)}) + "[^\\"]*)\\""`;
}
