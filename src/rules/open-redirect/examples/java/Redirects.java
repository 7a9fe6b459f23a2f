package web;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class Redirects {
    void back(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String target = request.getParameter("next");
        if (target != null) {
            response.sendRedirect(target); // assay: open-redirect
        }
    }

    void found(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(302);
        response.setHeader("Location", request.getHeader("Referer")); // assay: open-redirect
    }
}
