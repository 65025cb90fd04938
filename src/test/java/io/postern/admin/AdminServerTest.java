package io.postern.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.postern.event.GatewayEvent;
import io.postern.ftp.AddressLiteral;
import io.postern.policy.Limits;
import io.postern.quota.Tally;
import io.postern.upstream.Health;
import io.postern.upstream.Server;
import io.postern.upstream.ServerView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {

  private static final int READ_TIMEOUT_MILLIS = 10_000;
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile Optional<String> notReady = Optional.empty();
  private volatile UnaryOperator<String> scrape = registry::scrape;
  private volatile Optional<Reload> reload = Optional.empty();
  private final AtomicInteger reloads = new AtomicInteger();
  private final Tally tally = new Tally(2_000, System::nanoTime);
  private final List<String> drains = new ArrayList<>();
  private final ServerPools pools =
      new ServerPools() {
        @Override
        public Map<String, List<ServerView>> views() {
          Server one = new Server("ftp1.internal", 21);
          Server other = new Server("2001:db8::1", 21);
          return Map.of(
              "main",
              List.of(
                  new ServerView(one, Health.State.UP, false, 3, 200, 1),
                  new ServerView(other, Health.State.DOWN, true, 0, 0, 0.25)));
        }

        @Override
        public boolean drain(String pool, String server, boolean drained) {
          drains.add(pool + " " + server + " " + drained);
          return server.startsWith("ftp1") || server.startsWith("[");
        }
      };
  private final SampleSessions sessions = new SampleSessions();
  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  private final Views views =
      new Views(
          type -> scrape.apply(type),
          () -> notReady,
          this::reload,
          tally.bans(),
          pools,
          sessions,
          events::add,
          "1.2.3");
  private final HttpClient client = HttpClient.newHttpClient();
  private AdminServer server;

  @BeforeEach
  void start() throws IOException {
    registry.counter("postern.things").increment();
    server = start(AdminServer.REQUEST_TIMEOUT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void metrics_plainRequest_getsPrometheusText() throws Exception {
    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.body()).contains("postern_things_total 1.0\n").doesNotContain("# EOF");
  }

  @Test
  void metrics_scraperWithOpenMetrics_getsOpenMetrics() throws Exception {
    String accept =
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";

    HttpResponse<String> answer = send(request("/metrics").header("Accept", accept));

    assertThat(header(answer, "content-type"))
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(answer.body()).contains("postern_things_total 1.0\n").endsWith("# EOF\n");
  }

  @Test
  void metrics_scrapeFails_isA500AndTheServerLives() throws Exception {
    scrape =
        type -> {
          throw new IllegalStateException("deliberate");
        };
    assertThat(get("/metrics").statusCode()).isEqualTo(500);

    scrape = registry::scrape;
    assertThat(get("/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void healthz_isOk() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void readyz_followsTheListeners() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);

    notReady = Optional.of("stopping");

    HttpResponse<String> answer = get("/readyz");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("stopping\n");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void index_listsThePages() throws Exception {
    assertThat(get("/").body())
        .contains("/metrics", "/healthz", "/readyz", "/bans", "/pools", "/reload");
  }

  @Test
  void path_withQuery_isTheSamePage() throws Exception {
    assertThat(get("/healthz?x=/metrics").body()).isEqualTo("ok\n");
  }

  @Test
  void path_unknown_isA404ThatEchoesNothing() throws Exception {
    HttpResponse<String> answer = get("/evil%3Cscript%3E");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).doesNotContain("evil");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"})
  void method_notARead_isA405(String method) throws Exception {
    HttpResponse<String> answer =
        send(request("/metrics").method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void reload_post_tellsGenerationAndRules() throws Exception {
    Map<String, Long> inForce = new LinkedHashMap<>();
    inForce.put("generation", 4L);
    inForce.put("rules", 12L);
    reload = Optional.of(new Reload(inForce, List.of()));

    HttpResponse<String> answer = post("/reload");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("{\"generation\":4,\"rules\":12}\n");
    assertThat(reloads).hasValue(1);
  }

  @Test
  void reload_mistakes_areA422WithALineEach() throws Exception {
    reload =
        Optional.of(
            new Reload(
                Map.of("generation", 3L), List.of("rules.yaml:1:1: a", "rules.yaml:2:5: b")));

    HttpResponse<String> answer = post("/reload");

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).isEqualTo("rules.yaml:1:1: a\nrules.yaml:2:5: b\n");
  }

  @Test
  void reload_withoutRules_isA409() throws Exception {
    assertThat(post("/reload").statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
  void reload_anotherMethod_isA405AndLoadsNothing(String method) throws Exception {
    HttpResponse<String> answer =
        send(request("/reload").method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo("POST");
    assertThat(reloads).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:9121"})
  void reload_fromAWebPage_isA403AndLoadsNothing(String origin) throws Exception {
    String answer =
        raw(
            "POST /reload HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                + origin
                + "\r\nContent-Length: 0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 403 ");
    assertThat(reloads).hasValue(0);
  }

  @ParameterizedTest
  @CsvSource({
    "'POST /reload HTTP/1.1\r\nHost: evil.example\r\n\r\n', 403",
    "'POST /reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\na=b', 413"
  })
  void reload_thatIsWrong_isRefusedAndLoadsNothing(String request, int status) throws Exception {
    assertThat(raw(request)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(reloads).hasValue(0);
  }

  @Test
  void pools_areListedWithTheirServers() throws Exception {
    HttpResponse<String> answer = get("/pools");

    assertThat(header(answer, "content-type")).isEqualTo("application/json");
    JsonNode pool = new ObjectMapper().readTree(answer.body()).get(0);
    assertThat(pool.get("pool").asText()).isEqualTo("main");
    assertThat(pool.get("servers").get(0))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"server": "ftp1.internal:21", "state": "up", "drained": false, "sessions": 3,
                     "limit": 200, "share": 1.0}
                    """));
    assertThat(pool.get("servers").get(1).get("server").asText()).isEqualTo("[2001:db8::1]:21");
    assertThat(pool.get("servers").get(1).get("drained").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/pools/main/ftp1.internal:21/drain, 200, main ftp1.internal:21 true",
    "/pools/main/ftp1.internal:21/resume, 200, main ftp1.internal:21 false",
    "/pools/main/%5B2001:db8::1%5D:21/drain, 200, main [2001:db8::1]:21 true",
    "/pools/main/other:21/drain, 404, main other:21 true"
  })
  void pools_aServerIsDrainedAndTakenBack(String path, int status, String asked) throws Exception {
    assertThat(post(path).statusCode()).isEqualTo(status);
    assertThat(drains).containsExactly(asked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pools/main/ftp1:21",
        "/pools/main/ftp1:21/stop",
        "/pools/",
        "/pools/main/%zz/drain"
      })
  void pools_anotherPath_isA404AndChangesNothing(String path) throws Exception {
    String request =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nPostern-Admin: 1\r\nConnection: close\r\n\r\n";
    assertThat(raw(request)).startsWith("HTTP/1.1 404 ");
    assertThat(drains).isEmpty();
  }

  @Test
  void pools_drainByAReadOrFromAWebPage_isRefused() throws Exception {
    assertThat(get("/pools/main/ftp1:21/drain").statusCode()).isEqualTo(405);
    assertThat(post("/pools").statusCode()).isEqualTo(405);
    assertThat(
            raw("POST /pools/main/a:1/drain HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(drains).isEmpty();
  }

  @Test
  void bans_none_isAnEmptyList() throws Exception {
    HttpResponse<String> answer = get("/bans");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo("application/json");
    assertThat(answer.body()).isEqualTo("[]\n");
  }

  @Test
  void bans_areListedTheLongestFirst() throws Exception {
    ban("192.0.2.66", "short", Duration.ofMinutes(10));
    ban("2001:db8:1:2::3", "lo\"ng", Duration.ofHours(1));

    JsonNode bans = new ObjectMapper().readTree(get("/bans").body());

    assertThat(bans).hasSize(2);
    assertThat(bans.get(0).get("address").asText()).isEqualTo("2001:db8:1:2::/64");
    assertThat(bans.get(0).get("rule").asText()).isEqualTo("lo\"ng");
    assertThat(bans.get(0).get("secondsLeft").asLong()).isBetween(3_500L, 3_600L);
    assertThat(bans.get(1).get("address").asText()).isEqualTo("192.0.2.66");
    assertThat(bans.get(1).get("rule").asText()).isEqualTo("short");
    assertThat(bans.get(1).get("secondsLeft").asLong()).isBetween(500L, 600L);
  }

  @Test
  void bans_many_areListedUpToABound() throws Exception {
    for (int i = 0; i < 1_500; i++) {
      ban("10.0." + i / 250 + "." + i % 250, "r", Duration.ofHours(1));
    }

    assertThat(new ObjectMapper().readTree(get("/bans").body())).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:db8:1:2::3",
        "2001:db8:1:2:ffff::9",
        "2001:db8:1:2::/64",
        "2001%3Adb8%3A1%3A2%3A%3A%2F64",
        "2001:db8:1:2::3?x=y"
      })
  void bans_delete_liftsTheBanOfThatClient(String text) throws Exception {
    ban("2001:db8:1:2::3", "r", Duration.ofHours(1));
    ban("192.0.2.66", "r", Duration.ofHours(1));

    assertThat(delete(text).statusCode()).isEqualTo(200);

    assertThat(tally.banned(address("2001:db8:1:2::3"))).isEmpty();
    assertThat(tally.banned(address("192.0.2.66"))).isPresent();
    assertThat(delete(text).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "example.com", "192.0.2.0/24", "2001:db8::/32", "2001:db8::1/64", "%", "%zz"})
  void bans_deleteOfNoClient_isA400(String text) throws Exception {
    String answer =
        raw("DELETE /bans/" + text + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("connection: close");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /bans, 'GET, HEAD'",
    "DELETE, /bans, 'GET, HEAD'",
    "GET, /bans/192.0.2.66, 'POST, DELETE'",
    "PUT, /bans/192.0.2.66, 'POST, DELETE'",
  })
  void bans_anotherMethod_isA405AndChangesNothing(String method, String path, String allow)
      throws Exception {
    ban("192.0.2.66", "r", Duration.ofHours(1));

    HttpResponse<String> answer =
        send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo(allow);
    assertThat(tally.banned(address("192.0.2.66"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 'Origin: http://evil.example'",
    "localhost, 'Origin: null'",
    "127.0.0.1:9121, 'Origin: http://127.0.0.1:9121'",
    "evil.example, 'X: y'"
  })
  void bans_deleteByAWebPage_isA403AndChangesNothing(String host, String field) throws Exception {
    ban("192.0.2.66", "r", Duration.ofHours(1));

    String answer =
        raw("DELETE /bans/192.0.2.66 HTTP/1.1\r\nHost: " + host + "\r\n" + field + "\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 403 ").contains("connection: close");
    assertThat(tally.banned(address("192.0.2.66"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, 127.0.0.1, true",
    "DELETE, ::1, true",
    "DELETE, 192.0.2.10, false",
    "DELETE, 2001:db8::1, false",
    "POST, 192.0.2.10, false",
    "GET, 192.0.2.10, true",
    "HEAD, 2001:db8::1, true"
  })
  void change_onlyFromThisHost(String method, String peer, boolean answered) {
    io.netty.handler.codec.http.HttpRequest request =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), "/bans");
    request.headers().set("Host", "gateway.example");

    Answer refusal =
        new RequestCheck(new Guard(Guard.Reach.NETWORK, Optional.empty()), event -> {})
            .refusal(request, new InetSocketAddress(address(peer), 40_000));

    assertThat(Optional.ofNullable(refusal).map(Answer::status))
        .isEqualTo(answered ? Optional.empty() : Optional.of(HttpResponseStatus.FORBIDDEN));
  }

  @Test
  void head_hasTheHeaderAndNoBody() throws Exception {
    String answer = raw("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("content-length: 3\r\n");
    assertThat(answer).endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 200",
    "127.0.0.1:9121, 200",
    "localhost, 200",
    "LOCALHOST:9121, 200",
    "[::1]:9121, 200",
    "192.0.2.1, 200",
    "evil.example, 403",
    "evil.example:9121, 403",
    "127.0.0.1.evil.example, 403",
    "localhost.evil.example, 403",
    "[evil.example], 403",
    "127.0.0.1:80:80, 403",
    "127.1, 403",
    "user@127.0.0.1, 403"
  })
  void host_onLoopback_mustBeAnAddressOrLocalhost(String host, int status) throws Exception {
    String answer = raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void host_notOnLoopback_mayBeAName() throws Exception {
    try (AdminServer open = AdminServer.start(new InetSocketAddress("0.0.0.0", 0), views)) {
      String request =
          "GET /healthz HTTP/1.1\r\nHost: gateway.example\r\nConnection: close\r\n\r\n";

      assertThat(raw(open.local().getPort(), request)).startsWith("HTTP/1.1 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET /healthz HTTP/1.1\r\n\r\n', 400",
    "'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n', 400",
    "'GET http://evil.example/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n', 400",
    "'GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello', 413",
    "'GET /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 413",
    "'220 ftp.example.com ready\r\n\r\n', 400",
    "'\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003 \r\n\r\n', 400"
  })
  void request_thatIsWrong_isRefusedAndTheConnectionEnds(String request, int status)
      throws Exception {
    assertThat(raw(request)).startsWith("HTTP/1.1 " + status + " ").contains("connection: close");
  }

  @Test
  void request_http10WithoutHost_isAnswered() throws Exception {
    assertThat(raw("GET /healthz HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ").endsWith("ok\n");
  }

  @Test
  void request_lineTooLong_isA414() throws Exception {
    String path = "/" + "x".repeat(AdminServer.MAX_REQUEST_LINE_BYTES);

    assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 414 ");
  }

  @Test
  void request_headerTooLarge_isA431() throws Exception {
    String field = "X: " + "x".repeat(100_000) + "\r\n";

    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void pipelinedRequests_areAnsweredInTheirOrder() throws Exception {
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      requests.append(i % 2 == 0 ? "GET /healthz" : "HEAD /metrics");
      requests.append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    requests.append("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    String answers = raw(requests.toString());

    assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(102);
    assertThat(answers.split("\r\n\r\nok\n", -1)).hasSize(51);
    assertThat(answers).endsWith("\r\n\r\nready\n");
  }

  @Test
  void slowSender_isClosedAtTheDeadlineHoweverItDrips() throws Exception {
    try (AdminServer impatient = start(Duration.ofMillis(300));
        Socket socket = connect(impatient.local().getPort())) {
      socket.getOutputStream().write("GET /healthz HTTP/1.1\r\nX: ".getBytes(ISO_8859_1));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void idleConnection_isClosedAtTheDeadline() throws Exception {
    try (AdminServer impatient = start(Duration.ofMillis(300));
        Socket socket = connect(impatient.local().getPort())) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void connections_aboveTheMost_areClosedAndOthersServed() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < AdminServer.MAX_CONNECTIONS; i++) {
        sockets.add(connect(server.local().getPort()));
      }
      try (Socket tooMuch = connect(server.local().getPort())) {
        assertThat(tooMuch.getInputStream().read()).isEqualTo(-1);
      }
      Socket first = sockets.get(0);
      first.getOutputStream().write("GET /healthz HTTP/1.0\r\n\r\n".getBytes(ISO_8859_1));
      assertThat(new String(first.getInputStream().readAllBytes(), ISO_8859_1)).endsWith("ok\n");
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void start_portInUse_saysWhichAndWhy() {
    InetSocketAddress taken = server.local();

    assertThatThrownBy(() -> AdminServer.start(taken, views))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "can't listen on 127.0.0.1:%d (admin): Address already in use", taken.getPort());
  }

  @Test
  void close_freesThePort() throws Exception {
    InetSocketAddress address = server.local();
    server.close();
    server.close();

    server = AdminServer.start(address, views);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  private AdminServer start(Duration timeout) throws IOException {
    return AdminServer.start(LOOPBACK, views, timeout);
  }

  private Optional<Reload> reload() {
    reloads.incrementAndGet();
    return reload;
  }

  private void ban(String client, String rule, Duration length) {
    Limits limits =
        new Limits(
            rule,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Optional.of(new Limits.FailedLogins(1, length, length)));
    assertThat(tally.loginFailed(List.of(limits), address(client), "ann", System.nanoTime()))
        .isPresent();
  }

  private static InetAddress address(String literal) {
    return AddressLiteral.parse(literal).orElseThrow();
  }

  private HttpResponse<String> delete(String client) throws Exception {
    return send(request("/bans/" + client).DELETE());
  }

  private HttpResponse<String> post(String path) throws Exception {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    int port = server.local().getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Postern-Admin", "1")
        .timeout(Duration.ofMillis(READ_TIMEOUT_MILLIS));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private String raw(String request) throws IOException {
    return raw(server.local().getPort(), request);
  }

  private static String raw(int port, String request) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    return socket;
  }
}
