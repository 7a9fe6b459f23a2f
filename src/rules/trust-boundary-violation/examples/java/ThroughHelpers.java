package web;

import java.util.Arrays;
import java.util.List;
import javax.servlet.http.HttpServletRequest;

class ThroughHelpers {
    private interface Source {
        String read(HttpServletRequest request);
    }

    private static class HeaderSource implements Source {
        @Override
        public String read(HttpServletRequest request) {
            return request.getHeader("X-Tenant");
        }
    }

    void keep(HttpServletRequest request) {
        Source source = new HeaderSource();
        List<String> values = Arrays.asList("tenant", source.read(request));
        request.getSession(true).setAttribute(values.get(0), values.get(1)); // assay: trust-boundary-violation
    }
}
