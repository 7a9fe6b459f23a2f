package web;

import java.io.IOException;
import java.util.Map;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class KnownTargets {
    private static final Map<String, String> TARGETS = Map.of("home", "/", "help", "/help");

    void go(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendRedirect(TARGETS.getOrDefault(request.getParameter("target"), "/"));
    }

    void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendRedirect("/page/" + Integer.parseInt(request.getParameter("page")));
    }
}
