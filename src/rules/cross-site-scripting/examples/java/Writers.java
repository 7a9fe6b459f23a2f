package web;

import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

public class Writers extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        out.println("<p>Hello " + request.getParameter("name") + "</p>"); // assay: cross-site-scripting
        response.getWriter().format("<b>%s</b>", request.getHeader("Referer")); // assay: cross-site-scripting
        response.getWriter().write(page(request.getParameterValues("text")[0])); // assay: cross-site-scripting
    }

    private String page(String text) {
        return String.format("<html>%s</html>", text);
    }
}
