package web;

import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import org.springframework.web.client.RestTemplate;

class KnownHosts {
    private static final Set<String> HOSTS = Set.of("a.example.com", "b.example.com");
    private final RestTemplate rest = new RestTemplate();

    String status(HttpServletRequest request) {
        String host = request.getParameter("host");
        if (!HOSTS.contains(host)) {
            return "unknown";
        }
        return rest.getForObject("https://" + host + "/status", String.class);
    }

    String fixed() {
        return rest.getForObject("https://a.example.com/status", String.class);
    }
}
