package web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

class Records {
    record Message(String title, String text) {
        String html() {
            return "<h1>" + title + "</h1>" + text;
        }
    }

    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Message message = new Message("News", request.getParameter("text"));
        response.getWriter().print(message.title());
        response.getWriter().print(message.text()); // assay: cross-site-scripting
        Object shown = message;
        if (shown instanceof Message m) {
            response.getWriter().print(m.html()); // assay: cross-site-scripting
        }
    }
}
