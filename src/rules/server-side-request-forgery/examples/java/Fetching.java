package web;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import javax.servlet.http.HttpServletRequest;
import org.springframework.web.client.RestTemplate;

class Fetching {
    private final RestTemplate rest = new RestTemplate();

    InputStream open(HttpServletRequest request) throws IOException {
        URL url = new URL(request.getParameter("image"));
        return url.openStream(); // assay: server-side-request-forgery
    }

    String body(HttpServletRequest request) {
        String address = "http://" + request.getParameter("host") + "/status";
        return rest.getForObject(address, String.class); // assay: server-side-request-forgery
    }
}
