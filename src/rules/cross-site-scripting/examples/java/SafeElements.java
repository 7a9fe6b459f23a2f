package web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class SafeElements {
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add("first");
        parts.add(request.getParameter("name"));
        parts.add("last");
        parts.remove(0);
        response.getWriter().println(parts.get(1));
    }
}
