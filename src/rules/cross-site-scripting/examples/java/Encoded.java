package web;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.commons.text.StringEscapeUtils;
import org.owasp.encoder.Encode;
import org.owasp.esapi.ESAPI;
import org.springframework.web.util.HtmlUtils;

class Encoded {
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        response.getWriter().println(HtmlUtils.htmlEscape(name));
        response.getWriter().println(StringEscapeUtils.escapeHtml4(name));
        response.getWriter().println(Encode.forHtml(name));
        response.getWriter().println(ESAPI.encoder().encodeForHTML(name));
    }
}
