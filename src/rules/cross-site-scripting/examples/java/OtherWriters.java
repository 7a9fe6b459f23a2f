package web;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class OtherWriters {
    String text(HttpServletRequest request) {
        StringWriter buffer = new StringWriter();
        PrintWriter out = new PrintWriter(buffer);
        out.println(request.getParameter("name"));
        return buffer.toString();
    }

    void length(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().println(request.getParameter("name").length());
        response.getWriter().println(request.getParameter("name").equals("x"));
    }
}
